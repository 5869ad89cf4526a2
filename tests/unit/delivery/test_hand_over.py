"""Who listens to a host that is cut from the store goes to another one, spread, while the front has one, and only then."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.conftest import FrozenClock
from webapp.delivery.hand_over import HandOver, asks_front
from webapp.delivery.sse import Bell
from webapp.store.board.builds import Builds
from webapp.store.board.replica import Replica
from webapp.web.health.readiness import Readiness


class Crowd:
    def __init__(self, count: int) -> None:
        self.count = count

    def listening(self) -> int:
        return self.count

    def send_away(self, count: int) -> int:
        sent = min(count, self.count)
        self.count -= sent
        return sent


class Cut:
    """A host that was last told of the news `age_s` ago, with `sockets` and `streams`."""

    def __init__(self, clock: FrozenClock, sockets: int = 1_000, streams: int = 20) -> None:
        self.clock = clock
        replica = Replica("Asia/Manila")
        replica.confirm(clock.at)
        self.front_has_one = True
        self.asked = 0
        self.readiness = Readiness(replica, Builds(), clock)
        self.sockets, self.streams = Crowd(sockets), Crowd(streams)
        self.hand_over = HandOver(self.readiness, self._ask, self.sockets, self.streams)
        self.replica = replica

    def _ask(self) -> bool:
        self.asked += 1
        return self.front_has_one

    def after(self, **span: float) -> int:
        self.clock.move(**span)
        return self.hand_over.step()


@pytest.fixture
def cut(clock: FrozenClock) -> Cut:
    return Cut(clock)


def test_for_twice_as_long_as_it_takes_to_be_stale_nothing_happens_and_nobody_is_asked(cut: Cut) -> None:
    assert cut.after(seconds=20) == 0 and cut.asked == 0
    assert not cut.readiness.turns_away_listeners()


def test_then_they_go_in_ten_steps_sockets_and_streams_and_newcomers_are_refused(cut: Cut) -> None:
    steps = [cut.after(seconds=21)]
    assert cut.readiness.turns_away_listeners()
    while cut.sockets.count or cut.streams.count:
        steps.append(cut.after(seconds=1))
    assert sum(steps) == 1_020 and max(steps) == 102 and len(steps) == 10


def test_a_few_go_at_once(clock: FrozenClock) -> None:
    assert Cut(clock, sockets=12, streams=3).after(seconds=21) == 15


def test_nobody_is_cut_while_no_host_is_ready(cut: Cut) -> None:
    cut.front_has_one = False
    assert [cut.after(seconds=30) for _ in range(5)] == [0] * 5
    assert not cut.readiness.turns_away_listeners()


def test_it_ends_when_the_other_host_is_lost_too(cut: Cut) -> None:
    assert cut.after(seconds=21) == 102
    cut.front_has_one = False
    assert cut.after(seconds=1) == 0 and not cut.readiness.turns_away_listeners()


def test_it_ends_when_the_store_is_back(cut: Cut) -> None:
    assert cut.after(seconds=21) == 102
    cut.replica.confirm(cut.clock.at)
    assert cut.after(seconds=1) == 0 and not cut.readiness.turns_away_listeners()


def test_without_the_address_of_a_front_or_an_answer_nobody_is_known_to_be_ready() -> None:
    assert not asks_front(lambda: "")()
    assert not asks_front(lambda: "http://127.0.0.1:9")()


def test_as_many_event_streams_end_as_were_sent_away() -> None:
    bell = Bell()
    for _ in range(3):
        bell.enter()
    assert bell.listening() == 3 and bell.send_away(2) == 2
    assert [bell.is_over_for_me() for _ in range(3)] == [True, True, False]
    assert bell.send_away(timedelta.max.days) == 3
