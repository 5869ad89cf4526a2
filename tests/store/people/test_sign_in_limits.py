"""How often a password may be tried: together or one by one, from one network or many, by browsers known and new."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.any_store import Store, connect
from tests.conftest import FrozenClock, Valkey
from webapp.newsroom.errors import TooMany
from webapp.newsroom.people.limits import COUNT_RETENTION_S
from webapp.newsroom.people.sign_in_limits import KNOWN_BROWSER, NAME, NAME_AT_NETWORK, NETWORK, counters
from webapp.store.people.rate_counters import RateCounters

HOME, CAFE = "203.0.113.7", "198.51.100.4"
FREE = NAME_AT_NETWORK.free


@pytest.fixture
def counts(store: Store) -> RateCounters:
    return RateCounters(store)


class Door:
    """Somebody who tries passwords; `tries` answers how many of so many were looked at."""

    def __init__(self, counts: RateCounters, clock: FrozenClock) -> None:
        self.counts, self.clock = counts, clock

    def wait_s(self, name: str = "Ligaya", address: str = HOME, browser: str | None = None) -> int:
        try:
            self.counts.count(counters(name, address, browser), self.clock())
        except TooMany as held:
            return int(held.extra["retry_after_s"])
        return 0

    def tries(self, count: int, name: str = "Ligaya", address: str = HOME, browser: str | None = None) -> int:
        return sum(self.wait_s(name, address, browser) == 0 for _ in range(count))


@pytest.fixture
def door(counts: RateCounters, clock: FrozenClock) -> Door:
    return Door(counts, clock)


def test_of_sixty_tries_sent_together_to_two_workers_no_more_are_looked_at_than_one_by_one(
    valkey_server: Valkey, store: Store, clock: FrozenClock
) -> None:
    workers = [Door(RateCounters(connect(valkey_server.url)), clock) for _ in range(2)]
    with ThreadPoolExecutor(30) as crowd:
        looked_at = list(crowd.map(lambda n: workers[n % 2].tries(1), range(60)))
    assert sum(looked_at) == FREE


def test_each_further_try_waits_twice_as_long_up_to_an_hour(door: Door, clock: FrozenClock) -> None:
    door.tries(FREE)
    waits = []
    for _ in range(10):
        waits.append(door.wait_s())
        clock.move(seconds=waits[-1])
        assert door.wait_s() == 0
    assert waits == [30, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600]


def test_a_try_that_was_not_looked_at_makes_nobody_wait_longer(door: Door) -> None:
    door.tries(FREE)
    assert {door.wait_s() for _ in range(20)} == {30}


def test_whoever_is_kept_out_at_one_place_signs_in_at_another(door: Door) -> None:
    door.tries(60, address=CAFE)
    assert door.wait_s(address=CAFE) > 0 and door.wait_s(address=HOME) == 0


def test_a_browser_that_signed_in_before_is_not_kept_out_by_anybody(door: Door) -> None:
    for n in range(200):
        door.tries(2, address=f"198.51.{n}.1")
    assert door.wait_s(address=HOME) > 0, "so many places guess at this name that new browsers wait"
    assert door.tries(KNOWN_BROWSER.free + 5, browser="ligayas-phone") == KNOWN_BROWSER.free
    assert door.tries(1, name="Efren", address=HOME) == 1, "another name has nothing to do with it"


def test_guesses_at_one_name_from_everywhere_come_to_one_a_minute(door: Door, clock: FrozenClock) -> None:
    looked_at = sum(door.tries(1, address=f"198.{n // 250}.{n % 250}.1") for n in range(300))
    assert looked_at == NAME.free
    clock.move(minutes=10)
    assert sum(door.tries(1, address=f"192.0.{n}.1") for n in range(20)) == 10


def test_one_network_cannot_go_through_the_names(door: Door) -> None:
    assert sum(door.tries(1, name=f"name {n}") for n in range(80)) == NETWORK.free


def test_eighty_addresses_of_one_ipv6_network_are_one(door: Door) -> None:
    assert sum(door.tries(1, address=f"2001:db8:1:2::{n:x}") for n in range(1, 81)) == FREE


def test_a_subscriber_with_65536_networks_does_not_have_as_many_tries(door: Door) -> None:
    names = (f"name {n}" for n in range(400))
    looked_at = sum(door.tries(1, name=name, address=f"2001:db8:1:{n:x}::1") for n, name in enumerate(names))
    assert looked_at == 120


def test_the_right_password_is_no_try(door: Door, counts: RateCounters, clock: FrozenClock) -> None:
    for _ in range(200):  # a whole newsroom behind one address signs in
        counted = counters("Ligaya", HOME, None)
        counts.count(counted, clock())
        counts.take_back(counted, clock())
    assert door.tries(60) == FREE


def test_a_clock_that_is_put_back_keeps_nobody_out(door: Door, clock: FrozenClock) -> None:
    door.tries(60)
    clock.move(days=-1)
    assert door.wait_s() == 0 and door.wait_s(name="Efren") == 0


def test_tries_are_forgotten_after_a_day(door: Door, store: Store) -> None:
    door.tries(60)
    kept = [store.pttl(key) for key in store.scan_iter()]
    assert kept and all(0 < left <= COUNT_RETENTION_S * 1000 for left in kept)
