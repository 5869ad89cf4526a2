from __future__ import annotations

import resource

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.delivery.forwarded import client_address, client_scheme
from webapp.delivery.limits import Admission, Limits, raise_open_files


def test_the_house_is_full_at_its_number_and_has_room_when_somebody_leaves() -> None:
    house = Admission(connections=2, per_address=10)
    first, second = house.enter("198.51.100.1"), house.enter("198.51.100.2")
    assert house.enter("198.51.100.3") is None
    assert second is not None
    house.leave(second)
    assert house.enter("198.51.100.3") == "198.51.100.3"
    assert first == "198.51.100.1"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("198.51.100.1", "198.51.100.1", True),
        ("198.51.100.1", "198.51.100.2", False),
        ("2001:db8::1", "2001:db8::ffff:1", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("::ffff:198.51.100.1", "198.51.100.1", True),
        ("fe80::1%eth0", "fe80::2%eth1", True),
        ("198.51.100.1:4711", "198.51.100.1:4712", True),
        ("198.51.100.1:4711", "198.51.100.2:4711", False),
        ("[2001:db8::1]:4711", "2001:db8::2", True),
        ("hidden", "hidden", True),
        ("hidden", "198.51.100.1", False),
    ],
)
def test_what_counts_as_one_address(one: str, other: str, same: bool) -> None:
    house = Admission(connections=10, per_address=1)
    assert house.enter(one) is not None
    assert (house.enter(other) is None) is same


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "::ffff:127.0.0.1", "", "unix:"])
def test_this_machine_is_counted_but_not_limited(address: str) -> None:
    house = Admission(connections=3, per_address=1)
    keys = [house.enter(address) for _ in range(3)]
    assert keys == ["", "", ""]
    assert house.total == 3
    assert house.enter(address) is None


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 3)), max_size=60))
def test_the_count_is_right_whoever_comes_and_goes(moves: list[tuple[bool, int]]) -> None:
    house, inside = Admission(connections=5, per_address=2), []
    for comes, number in moves:
        if comes:
            key = house.enter(f"198.51.100.{number}")
            if key is not None:
                inside.append(key)
        elif inside:
            house.leave(inside.pop(number % len(inside)))
        assert house.total == len(inside) <= 5
        assert all(inside.count(key) <= 2 for key in inside)
    for key in inside:
        house.leave(key)
    assert house.total == 0
    assert house.enter("198.51.100.1")


@pytest.mark.parametrize(
    ("hops", "forwarded", "address"),
    [
        (0, "198.51.100.7", "10.0.0.1"),
        (1, "198.51.100.7", "198.51.100.7"),
        (1, "6.6.6.6, 198.51.100.7", "198.51.100.7"),
        (2, "6.6.6.6, 198.51.100.7, 10.0.0.9", "198.51.100.7"),
        (2, "10.0.0.9", "10.0.0.1"),
        (1, "", "10.0.0.1"),
    ],
)
def test_only_what_our_own_proxies_say_of_an_address_is_believed(hops: int, forwarded: str, address: str) -> None:
    environ = {"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": forwarded}
    assert client_address(environ, hops) == address


@pytest.mark.parametrize(
    ("peer", "hops", "fields", "scheme"),
    [
        ("127.0.0.1", 0, {}, "http"),
        ("127.0.0.1", 0, {"PROTO": "https"}, "https"),
        ("127.0.0.1", 0, {"PROTO": "HTTPS"}, "https"),
        ("127.0.0.1", 0, {"SSL": "On"}, "https"),
        ("127.0.0.1", 0, {"PROTOCOL": "ssl"}, "https"),
        ("127.0.0.1", 0, {"PROTO": "https", "SSL": "off"}, "https"),
        ("127.0.0.1", 0, {"PROTO": "http", "SSL": "on"}, "http"),
        ("127.0.0.1", 0, {"PROTO": "", "SSL": "on"}, "https"),
        ("::1", 0, {"PROTO": "https"}, "https"),
        ("", 0, {"PROTO": "https"}, "https"),
        ("203.0.113.7", 0, {"PROTO": "https"}, "http"),
        ("203.0.113.7", 1, {"PROTO": "https"}, "https"),
        ("203.0.113.7", 1, {"PROTO": "https, http"}, "http"),
        ("203.0.113.7", 2, {"PROTO": "gopher, https, http"}, "https"),
        ("203.0.113.7", 2, {"PROTO": "https"}, "https"),
    ],
)
def test_what_our_own_proxies_say_of_the_scheme_is_read_in_one_way(
    peer: str, hops: int, fields: dict[str, str], scheme: str
) -> None:
    environ = {f"HTTP_X_FORWARDED_{name}": value for name, value in fields.items()}
    assert client_scheme(environ, peer, hops) == scheme


def test_the_limit_of_open_files_is_lifted_as_far_as_allowed() -> None:
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (512, before[1]))
        room = raise_open_files()
        assert resource.getrlimit(resource.RLIMIT_NOFILE) == (before[1], before[1])
        assert 0 < room < before[1] or before[1] == resource.RLIM_INFINITY
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)


def test_a_ping_is_answered_before_the_next_one_goes_out() -> None:
    with pytest.raises(ValueError, match="ping_timeout_s"):
        Limits(ping_interval_s=10, ping_timeout_s=10)
