"""Peers that speak bad websocket, or good websocket badly. Whatever they do, the next listener is served."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from typing import Any

import pytest

from tests.unit.delivery.websocket_frames import masked
from tests.web.delivery.fanout_server import EXPRESS, PATH, Fanout, Rude, eventually, serve

TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10


@pytest.fixture(scope="module", params=["gevent", EXPRESS])
def fanout(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fanout]:
    limits: dict[str, Any] = {
        "ping_interval_s": 2.0,
        "ping_timeout_s": 1.0,
        "message": 4_096,
        "connections": 300,
        "burst": 40,
    }
    with serve(tmp_path_factory.mktemp("hostile") / "log", worker=request.param, **limits) as running:
        yield running


@pytest.fixture(autouse=True)
def _the_next_listener_is_served_and_nothing_is_left(fanout: Fanout) -> Iterator[None]:
    yield
    with Rude(fanout) as listener:
        listener.join()
        fanout.post("/broadcast")
        listener.expect('42["news"')
    assert eventually(lambda: fanout.state()["connections"] == 0)
    state = fanout.state()
    assert (state["live"], state["behind"], state["backlog_bytes"], state["unfinished_bytes"]) == (0, 0, 0, 0)


def refusal(fanout: Fanout, *said: bytes) -> int:
    with Rude(fanout) as rude:
        rude.join()
        for data in said:
            rude.send(data)
        return rude.closed()


@pytest.mark.parametrize(
    ("why", "said", "code"),
    [
        ("unmasked", b"\x81\x0142", 1002),
        ("reserved bit", b"\xc1\x80" + bytes(4), 1002),
        ("oversized ping", masked(PING, b"x" * 126), 1002),
        ("fragmented ping", masked(PING, final=False), 1002),
        ("message in a message", masked(TEXT, b"4", final=False) + masked(TEXT, b"4"), 1002),
        ("continuation of nothing", masked(0, b"x"), 1002),
        ("bad UTF-8", masked(TEXT, b"42[\xff]"), 1007),
        ("too big", masked(TEXT, b"4" * 5_000), 1009),
        ("announced too big", b"\x81\xff" + (1 << 40).to_bytes(8, "big"), 1009),
        ("too big in fragments", masked(TEXT, b"4" * 4_000, final=False) + masked(0, b"4" * 4_000), 1009),
        ("endless empty fragments", masked(TEXT, final=False) + masked(0, final=False) * 100, 1008),
        ("binary", masked(BINARY, b"x"), 1003),
        ("no Engine.IO packet", masked(TEXT, b"hello"), 1002),
        ("an empty packet", masked(TEXT), 1002),
        ("a ping of the client's", masked(TEXT, b"2"), 1002),
        ("no Socket.IO packet", masked(TEXT, b"4hello"), 1008),
        ("JSON that is none", masked(TEXT, b'42["echo",'), 1008),
        ("JSON nested without end", masked(TEXT, b"42" + b"[" * 4_000), 1008),
        ("an event without a name", masked(TEXT, b"42[]"), 1008),
        ("an event that is no list", masked(TEXT, b'42{"a":1}'), 1008),
        ("an event with a taken name", masked(TEXT, b'42["connect",{}]'), 1008),
        ("a disconnect handler called from outside", masked(TEXT, b'42["disconnect","x"]'), 1008),
        ("a binary event", masked(TEXT, b'451-["echo",{"_placeholder":true,"num":0}]'), 1008),
        ("a number without end", masked(TEXT, b"42" + b"9" * 200 + b'["echo"]'), 1008),
        ("a flood of pings", masked(PING) * 100, 1008),
    ],
)
def test_a_breach_is_answered_with_its_close_code(fanout: Fanout, why: str, said: bytes, code: int) -> None:
    assert refusal(fanout, said) == code


def test_a_ping_in_the_middle_of_a_fragmented_message_is_answered_at_once(fanout: Fanout) -> None:
    with Rude(fanout) as rude:
        rude.join()
        rude.send(masked(TEXT, b'421["ec', final=False) + masked(PING, b"there?"))
        assert rude.frame() == (PONG, b"there?")
        rude.send(masked(0, b'ho",7]'))
        assert rude.text().startswith('431[{"got":[7]')


def test_the_close_code_of_the_peer_comes_back(fanout: Fanout) -> None:
    assert refusal(fanout, masked(CLOSE, (4_321).to_bytes(2, "big") + b"bye")) == 4_321
    assert refusal(fanout, masked(CLOSE)) == 1000


def test_bytes_that_follow_the_handshake_at_once_are_heard(fanout: Fanout) -> None:
    with Rude(fanout, after=masked(TEXT, b"40") + masked(TEXT, b'421["echo"]')) as rude:
        assert rude.text().startswith("0{")
        assert rude.text().startswith("40{")
        assert rude.text().startswith('42["snapshot"')
        assert rude.text().startswith("431[")


def test_a_handshake_that_comes_in_pieces_is_heard(fanout: Fanout) -> None:
    with Rude(fanout, pause_at=40) as rude:
        rude.join()


def test_a_handshake_that_never_ends_is_given_up(fanout: Fanout) -> None:
    with socket.create_connection(("127.0.0.1", fanout.port), 10) as slow:
        slow.sendall(b"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: ")
        assert slow.recv(1_000) == b""


LONG = "X-One: " + "x" * 4_100 + "\r\nX-Two: " + "x" * 4_100


@pytest.mark.parametrize("field", ["Content-Length: 3", "Upgrade: websocket", "Expect: 100-continue", LONG])
def test_a_handshake_out_of_the_ordinary_is_still_answered(fanout: Fanout, field: str) -> None:
    with Rude(fanout, headers=field + "\r\n") as rude:
        assert rude.head.startswith(("HTTP/1.1 101", "HTTP/1.1 400", "HTTP/1.1 100"))


def test_a_half_closed_socket_is_closed(fanout: Fanout) -> None:
    with Rude(fanout) as rude:
        rude.join()
        rude.socket.shutdown(socket.SHUT_WR)
        assert rude.closed() == 0


def test_a_reset_in_the_middle_of_a_message_frees_everything(fanout: Fanout) -> None:
    with Rude(fanout) as rude:
        rude.join()
        rude.send(masked(TEXT, b"4" * 3_000)[:2_000])
        eventually(lambda: fanout.state()["unfinished_bytes"])
        rude.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")


def test_a_message_that_is_never_finished_ends_the_connection(fanout: Fanout) -> None:
    with Rude(fanout) as rude:
        rude.join()
        rude.send(masked(TEXT, b"42", final=False))
        deadline = time.monotonic() + 8
        while time.monotonic() < deadline:
            opcode, payload = rude.frame()
            if opcode == CLOSE:
                assert int.from_bytes(payload[:2], "big") == 1008
                return
            rude.send(masked(PONG))  # it is alive, only never done
        pytest.fail("the connection stayed")


def test_who_never_connects_to_socket_io_is_closed(fanout: Fanout) -> None:
    with Rude(fanout) as rude:
        deadline = time.monotonic() + 8
        while time.monotonic() < deadline:
            opcode, payload = rude.frame()
            if opcode == CLOSE:
                assert int.from_bytes(payload[:2], "big") == 1008
                return
            if payload == b"2":
                rude.say("3")
        pytest.fail("the connection stayed")


def test_who_does_not_answer_pings_is_cut(fanout: Fanout) -> None:
    with Rude(fanout) as rude:
        rude.join()
        asked = time.monotonic()
        assert rude.closed() == 0
        assert time.monotonic() - asked < 10
    assert "disconnect ping timeout" in fanout.state()["happened"]


def test_who_answers_pings_stays(fanout: Fanout) -> None:
    with Rude(fanout) as rude:
        rude.join()
        for _ in range(3):
            assert rude.text() == "2"
            rude.say("3")
        assert fanout.state()["live"] == 1


def test_who_does_not_close_when_told_to_is_cut(fanout: Fanout) -> None:
    with Rude(fanout) as rude:
        rude.join()
        rude.send(masked(BINARY))
        assert rude.closed() == 1003  # and we keep the socket open


@pytest.mark.parametrize("number", [1, 60])
def test_a_crowd_that_leaves_at_once_leaves_nothing(fanout: Fanout, number: int) -> None:
    crowd = [Rude(fanout) for _ in range(number)]
    for rude in crowd:
        rude.join()
    for rude in crowd:
        rude.socket.close()
    fanout.post("/broadcast", count=3)


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/socket.io/?EIO=4&transport=polling", "websocket only"),
        ("/socket.io/?EIO=4", "websocket only"),
        ("/socket.io/?EIO=3&transport=websocket", "protocol 4 only"),
        (PATH + "&sid=abc", "nothing to upgrade from"),
    ],
)
def test_what_is_not_served_is_refused_with_a_reason(fanout: Fanout, path: str, said: str) -> None:
    with Rude(fanout, path) as rude:
        assert rude.head.startswith("HTTP/1.1 400")
        assert "Access-Control-Allow-Origin: *" in rude.head
        assert said in rude.body().decode()


def test_compression_is_agreed_on_in_the_one_form_that_holds_no_memory(fanout: Fanout) -> None:
    offer = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\nSec-WebSocket-Protocol: x\r\n"
    with Rude(fanout, headers=offer) as rude:
        assert rude.head.startswith("HTTP/1.1 101")
        assert "permessage-deflate; server_no_context_takeover; client_no_context_takeover" in rude.head
        assert "Sec-WebSocket-Protocol" not in rude.head
    with Rude(fanout, headers="Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=9\r\n") as rude:
        assert rude.head.startswith("HTTP/1.1 101") and "Sec-WebSocket-Extensions" not in rude.head


def test_another_namespace_is_refused_and_the_first_stays(fanout: Fanout) -> None:
    with Rude(fanout) as rude:
        rude.join()
        rude.say("40/panel,")
        assert rude.text().startswith("44/panel,")
        rude.say("40")
        assert rude.text().startswith("44")
        rude.say('421["echo"]')
        assert rude.text().startswith("431[")
