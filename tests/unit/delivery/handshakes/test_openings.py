"""Requests for a websocket of one kind are parsed once, and each is still read as if it were alone."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.unit.delivery.handshakes.test_express_lane import PLAIN, names, request, values
from webapp.delivery.fast_http import kinds, openings
from webapp.delivery.fast_http.openings import Openings, read_handshake
from webapp.delivery.socketio.opening import Own, check
from webapp.delivery.websocket.receiver import BadHandshake


def changed(**own: bytes) -> bytes:
    """The request of another client of the same kind."""
    fields = dict(PLAIN) | {name.replace("_", "-").encode(): value for name, value in own.items()}
    return request(list(fields.items()))


def test_each_client_of_a_kind_has_its_own_key_cookie_and_address(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[bytes] = []

    def parse(data: bytes) -> object:
        parsed.append(data)
        return read_handshake(data)

    monkeypatch.setattr(openings, "read_handshake", parse)
    door = Openings()
    first = door.read(changed(X_Forwarded_For=b"203.0.113.7"), "10.0.0.1")
    second = door.read(changed(X_Forwarded_For=b"203.0.113.8", Cookie=b"c=3 "), "10.0.0.2")
    assert first and second and len(parsed) == 1
    assert first[1] == Own("dGhlIHNhbXBsZSBub25jZQ==", "a=1; b=2", "203.0.113.7", "10.0.0.1")
    assert second[1] == Own("dGhlIHNhbXBsZSBub25jZQ==", "c=3", "203.0.113.8", "10.0.0.2")
    assert second[0] is first[0] and "HTTP_COOKIE" not in first[0].environ
    assert door.read(changed(User_Agent=b"another"), "10.0.0.1") and len(parsed) == 2


own_values = st.text("abc=; ,.\t", max_size=8).map(str.encode)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(names, values), max_size=6), own_values, own_values)
@example([(b"\r\n", b"")], b"", b"")
def test_the_second_of_a_kind_is_read_as_if_it_were_the_first(
    fields: list[tuple[bytes, bytes]], one: bytes, two: bytes
) -> None:
    def whole(cookie: bytes) -> bytes:
        sent = [("Host", "h"), ("Upgrade", "websocket"), ("Connection", "upgrade"), ("Sec-WebSocket-Version", "13")]
        return request([(name.encode(), value.encode()) for name, value in sent] + [(b"cookie", cookie), *fields])

    door = Openings()
    with contextlib.suppress(BadHandshake):
        door.read(whole(one), "::1")
    ordinary = read_handshake(whole(two))
    if ordinary and ordinary[1] < len(whole(two)):
        ordinary = None  # a field that is an empty line ends the request: what follows it is for gunicorn
    try:
        found = door.read(whole(two), "::1")
        expected = ordinary and (check(ordinary[0]), Own.of(ordinary[0] | {"REMOTE_ADDR": "::1"}))
    except BadHandshake:
        return  # and so by the ordinary road, which says why
    assert (found is None) == (expected is None)
    if found and expected:
        assert found[1] == expected[1]
        assert (found[0].deflates, found[0].headers) == (expected[0].deflates, expected[0].headers)
        assert {**expected[0].environ, **found[0].environ} == expected[0].environ


def test_what_one_client_has_of_its_own_is_what_the_ordinary_road_reads() -> None:
    data = changed(X_Forwarded_For=b"203.0.113.7, 10.0.0.3")
    read = read_handshake(data)
    assert read is not None
    environ = read[0] | {"REMOTE_ADDR": "10.0.0.1"}
    found = Openings().read(data, "10.0.0.1")
    assert found is not None
    assert found[1] == Own.of(environ) and found[0].headers == check(environ).headers


@pytest.mark.parametrize("data", [request(PLAIN)[:-1], request(PLAIN) + b"\x81", b"GET / HTTP/1.1\r\nHost: h\r\n\r\n"])
def test_what_is_not_whole_or_more_than_whole_is_left_to_gunicorn(data: bytes) -> None:
    assert Openings().read(data, "") is None


def test_a_kind_that_is_refused_is_refused_each_time() -> None:
    door = Openings()
    for _ in range(2):
        with pytest.raises(BadHandshake):
            door.read(changed(Sec_WebSocket_Version=b"8"), "")


def test_strangers_who_are_all_of_a_kind_of_their_own_fill_no_memory() -> None:
    door = Openings()
    for number in range(kinds.MAX_KINDS + 10):
        door.read(changed(User_Agent=b"%d" % number), "")
    known = dict(door._kinds._known)
    assert len(known) <= kinds.MAX_KINDS
    read = door.read(changed(User_Agent=b"x" * kinds.MAX_KIND_BYTES), "")
    assert read is not None and read[1].cookie == "a=1; b=2"
    assert door._kinds._known == known, "a long one is read, and not remembered"
