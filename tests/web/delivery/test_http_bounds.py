"""Peers that are slow on purpose, straight at the web server: each has an end in time, and nobody else waits for it."""

from __future__ import annotations

import contextlib
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.delivery.fanout_server import Fanout, serve

HEAD = b"POST /%b HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: %d\r\n\r\n"


@pytest.fixture(scope="module")
def fanout(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fanout]:
    with serve(tmp_path_factory.mktemp("http") / "log", body_s=1.0, piece_s=1.0) as running:
        yield running


def opened(fanout: Fanout, said: bytes, receive: int = 0) -> socket.socket:
    peer = socket.socket()
    if receive:
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive)
    peer.settimeout(10)
    peer.connect(("127.0.0.1", fanout.port))
    peer.sendall(said)
    return peer


def outlasted(peers: dict[socket.socket, bytes], within_s: float) -> list[socket.socket]:
    """Each goes on with its bytes, a few times a second; those on whom the server has not hung up in time."""
    deadline = time.monotonic() + within_s
    there = dict(peers)
    while there and time.monotonic() < deadline:
        time.sleep(0.2)
        for peer, more in list(there.items()):
            peer.settimeout(0.001)
            with contextlib.suppress(TimeoutError):
                try:
                    peer.sendall(more)
                    if peer.recv(65_536):
                        continue
                except ConnectionError:
                    pass
                del there[peer]
    return list(there)


def ended(peer: socket.socket) -> bytes:
    """All that comes until the server hangs up."""
    got = b""
    while data := peer.recv(65_536):
        got += data
    return got


def test_a_body_that_stops_half_way_is_given_up_in_its_time(fanout: Fanout) -> None:
    with opened(fanout, HEAD % (b"take", 1_000) + b"only this") as peer:
        assert ended(peer).startswith(b"HTTP/1.1 408 ")


def test_whoever_trickles_has_no_more_time_than_who_stops(fanout: Fanout) -> None:
    trickles = [
        (HEAD % (b"take", 1_000), b"x"),
        (HEAD % (b"ignore", 1_000), b"x"),
        (b"POST /take HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
        (b"", b"G"),
        (b"GET /state HTTP/1.1\r\nX: ", b"x"),
        (b"GET /state HTTP/1.1\r\n", b"X: x\r\n"),
        (b"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: x\r\nUpgrade: ", b"x"),
    ]
    peers = {opened(fanout, start): more for start, more in trickles}
    assert outlasted(peers, 6) == []
    for peer in peers:
        peer.close()


def test_a_body_in_time_is_taken_and_the_next_request_has_its_own_time(fanout: Fanout) -> None:
    with opened(fanout, b"") as peer:
        for _ in range(3):
            peer.sendall(HEAD % (b"take", 10) + b"12345")
            time.sleep(0.4)
            peer.sendall(b"67890")
            while not peer.recv(4_096).endswith(b"10"):
                pass
            time.sleep(0.4)


def test_who_asks_for_much_and_does_not_read_it_is_cut(fanout: Fanout) -> None:
    with opened(fanout, b"GET /large HTTP/1.1\r\nHost: x\r\n\r\n", receive=4_096) as peer:
        time.sleep(2.5)
        assert len(ended(peer)) < 16_000_000


def test_who_reads_slowly_but_reads_gets_it_whole(fanout: Fanout) -> None:
    with opened(fanout, b"GET /large HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", receive=65_536) as peer:
        got, began = 0, time.monotonic()
        while data := peer.recv(1_000_000):
            got += len(data)
            if time.monotonic() - began < 2.5:
                time.sleep(0.01)
        assert got > 16_000_000


def test_slow_peers_do_not_keep_anybody_waiting(tmp_path: Path) -> None:
    with serve(tmp_path / "log", body_s=60.0) as patient:
        slow = [opened(patient, HEAD % (b"take", 1_000)) for _ in range(300)]
        patient.state()  # answered, though each of them may still take a minute
        for peer in slow:
            peer.close()


def test_none_of_this_fills_the_log(fanout: Fanout) -> None:
    said = fanout.log.read_text()
    assert "Traceback" not in said and "[ERROR]" not in said, said
