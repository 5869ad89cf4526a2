"""Hybrid radios: a stock STOMP client gets text and picture, the last of each at once, and others once it is withdrawn."""

from __future__ import annotations

import queue
import socket
import threading
from collections.abc import Iterator
from typing import Any

import pytest
import stomp

from tests.any_store import Store
from tests.conftest import FrozenClock
from tests.store.outlets.newsroom import Newsroom
from webapp.newsroom.outlets.radiovis import VisMessage
from webapp.newsroom.outlets.settings import RadioVisOutlet
from webapp.outlets.display_worker import DisplayWorker
from webapp.outlets.receivers import stomp_server
from webapp.outlets.receivers.radiovis import RadioVis
from webapp.outlets.worker import Surface

FM = "/topic/fm/5e0/5abc/09390"


class Radio(stomp.ConnectionListener):  # type: ignore[misc]
    """A receiver built on a client that nobody here wrote."""

    def __init__(self, port: int, protocol: type[Any], *topics: str) -> None:
        self.got: queue.SimpleQueue[tuple[str, dict[str, str]]] = queue.SimpleQueue()
        self.errors: queue.SimpleQueue[str] = queue.SimpleQueue()
        self.connection = protocol([("127.0.0.1", port)])
        self.connection.set_listener("", self)
        self.connection.connect(wait=True)
        for number, topic in enumerate(topics):
            named = {} if protocol is stomp.Connection10 else {"id": str(number)}
            self.connection.subscribe(topic, **named)

    def on_message(self, frame: Any) -> None:
        self.got.put((frame.body, frame.headers))

    def on_error(self, frame: Any) -> None:
        self.errors.put(frame.headers["message"])

    def next(self) -> str:
        return self.got.get(timeout=5)[0]


class Station:
    """A newsroom whose headlines go to hybrid radios."""

    def __init__(self, newsroom: Newsroom) -> None:
        self.newsroom = newsroom
        config = RadioVisOutlet(id="vis", kind="radiovis", topics=("FM/5e0/5abc/09390",), port=0)
        self.display = RadioVis(config, "https://radyo.example")
        surface = Surface("vis", "vis", "radiovis", config)
        self.worker = DisplayWorker(surface, self.display, newsroom.ledger, newsroom.view, "Radyo Uno", newsroom.clock)
        newsroom.work(self.worker)

    @property
    def port(self) -> int:
        return self.display.server.port

    def work(self) -> None:
        self.newsroom.work(self.worker)


@pytest.fixture
def station(store: Store, clock: FrozenClock) -> Iterator[Station]:
    station = Station(Newsroom(store, clock))
    yield station
    station.display.rest()


@pytest.mark.parametrize("protocol", [stomp.Connection10, stomp.Connection11, stomp.Connection12])
def test_a_radio_gets_the_last_of_each_at_once_and_then_what_is_new(station: Station, protocol: type[Any]) -> None:
    item = station.newsroom.publish("Rice at ₱15 – today")
    station.work()
    radio = Radio(station.port, protocol, f"{FM}/text", f"{FM}/image")
    text, picture = radio.got.get(timeout=5), radio.got.get(timeout=5)
    assert text[0] == "TEXT Rice at ₱15 – today" and text[1]["destination"] == f"{FM}/text"
    assert picture[0] == f"SHOW https://radyo.example/radiodns/vis/slides/breaking/{item}/1.png"
    assert picture[1]["link"] == f"https://radyo.example/breaking/{item}" and picture[1]["trigger-time"] == "NOW"
    station.newsroom.withdraw(item)
    station.work()
    assert {radio.next(), radio.next()} == {
        "TEXT Radyo Uno", "SHOW https://radyo.example/radiodns/vis/slides/station/live/0.png",
    }  # fmt: skip
    assert station.newsroom.entry(item, "vis").steps[-1].evidence == "sent; receivers connected: 1"
    radio.connection.disconnect()


def test_a_topic_of_another_station_is_refused_and_nobody_but_us_sends(station: Station) -> None:
    radio = Radio(station.port, stomp.Connection12, "/topic/fm/5e0/ffff/09390/text")
    assert radio.errors.get(timeout=5) == "there is no such topic"
    forger = Radio(station.port, stomp.Connection12, f"{FM}/text")
    forger.next()
    forger.connection.send(f"{FM}/text", "TEXT Forged")
    assert forger.errors.get(timeout=5) == "SEND is not for receivers"


def closed(port: int, *pieces: bytes) -> bytes:
    """What the server says to a peer that sends this, until it closes."""
    said = b""
    with socket.create_connection(("127.0.0.1", port), 5) as peer:
        try:
            for piece in pieces:
                peer.sendall(piece)
            while data := peer.recv(4096):
                said += data
        except ConnectionError:
            pass
    return said


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (b"CONNECT\n\n\0" + b"UNSUBSCRIBE\nid:1\n\n\0" * 60, b"too many frames at once"),
        (b"CONNECT\n\n\0SUBSCRIBE\ndestination:" + b"x" * 20_000, b"at most 8 kB"),
        (b"CONNECT\n\n\0SUBSCRIBE\ncontent-length:99999999\n\n", b"at most 8 kB"),
        (b"GET / HTTP/1.1\r\nHost: x\r\n\r\n\0", b"that is no STOMP"),
        (b"SUBSCRIBE\ndestination:x\n\n\0", b"CONNECT comes first"),
        (b"CONNECT\naccept-version:9.9\n\n\0", b"versions 1.0, 1.1 and 1.2"),
        (b"CONNECT\naccept-version:1.2\n\n\0SUBSCRIBE\nid:\\x\n\n\0", b"an escape that STOMP does not know"),
    ],
)
def test_a_peer_that_floods_or_talks_nonsense_is_told_why_and_cut(station: Station, sent: bytes, said: bytes) -> None:
    assert said in closed(station.port, sent)
    radio = Radio(station.port, stomp.Connection12, f"{FM}/text")
    assert radio.next() == "TEXT Radyo Uno"


def test_one_that_does_not_read_is_cut_and_holds_up_nobody(station: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stomp_server, "MAX_WAITING_BYTES", 2_000)
    deaf = socket.socket()
    deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1_024)
    deaf.connect(("127.0.0.1", station.port))
    deaf.sendall(b"CONNECT\n\n\0" + f"SUBSCRIBE\ndestination:{FM}/text\n\n\0".encode())
    radio = Radio(station.port, stomp.Connection12, f"{FM}/text")
    radio.next()
    server = station.display.server
    for number in range(20_000):
        if len(server._peers) == 1:
            break
        text = VisMessage("text", f"TEXT {number} {'x' * 900}")
        server.send({"text": text})
    assert len(server._peers) == 1, "the deaf one is gone"
    while radio.next() != text.body:
        pass
    deaf.close()


def test_addresses_have_a_bound_each(station: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stomp_server, "MAX_PER_ADDRESS", 2)
    radios = [Radio(station.port, stomp.Connection12, f"{FM}/text") for _ in range(2)]
    assert [radio.next() for radio in radios] == ["TEXT Radyo Uno"] * 2
    assert closed(station.port, b"CONNECT\n\n\0") == b""


def test_a_process_that_no_longer_leads_listens_no_more_and_one_that_leads_again_does(station: Station) -> None:
    port, threads = station.port, threading.active_count()
    radio = Radio(port, stomp.Connection12, f"{FM}/text")
    radio.next()
    station.newsroom.seconds += 60
    station.newsroom.role.work_once(station.worker)
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", port), 1)
    station.newsroom.role.keep_lease()
    station.newsroom.later(seconds=31)
    station.work()
    assert Radio(station.port, stomp.Connection12, f"{FM}/text").next() == "TEXT Radyo Uno"
    assert threading.active_count() < threads + 20
