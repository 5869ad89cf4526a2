"""Server-sent events: how many, in what pieces, and how they end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from webapp.delivery.audience import Audience
from webapp.delivery.editions import Editions
from webapp.delivery.sse import (
    EVENTS_PER_CHUNK,
    MAX_RETRY_MS,
    MAX_STREAMS_PER_ADDRESS,
    Bell,
    blueprint,
    stream,
)
from webapp.newsroom.board import Board
from webapp.newsroom.errors import TooMany
from webapp.newsroom.events import Event
from webapp.newsroom.schedule.grid.grid import Grid
from webapp.store.board.replica import Replica
from webapp.web.embeds.visits import EmbedVisits

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


@pytest.fixture
def replica() -> Replica:
    made = Replica("Asia/Manila")
    made.replace(Board(epoch="e"), [], Grid(zone="Asia/Manila"))
    return made


@pytest.fixture
def bell() -> Bell:
    return Bell()


@pytest.fixture
def client(replica: Replica, bell: Bell) -> FlaskClient:
    app = Flask("streams")
    app.register_blueprint(
        blueprint(
            replica, Editions(replica, lambda: NOON), bell, EmbedVisits(replica, bell.ring), lambda: NOON, Audience()
        )
    )
    app.register_error_handler(TooMany, lambda error: (error.message, error.status))
    return app.test_client()


def asks(client: FlaskClient, address: str) -> int:
    """One more stream for this address, left open; the status."""
    return client.get("/api/v1/events", environ_base={"REMOTE_ADDR": address}, buffered=False).status_code


def test_one_address_cannot_take_all_the_streams(client: FlaskClient) -> None:
    streams = [
        client.get("/api/v1/events", environ_base={"REMOTE_ADDR": "198.51.100.7"})
        for _ in range(MAX_STREAMS_PER_ADDRESS)
    ]
    assert {stream.status_code for stream in streams} == {200}
    assert asks(client, "198.51.100.7") == 429
    assert asks(client, "198.51.100.8") == 200
    streams[0].close()
    assert asks(client, "198.51.100.7") == 200


def test_a_hundred_addresses_that_take_all_they_can_leave_room_for_others(client: FlaskClient) -> None:
    takers = [f"198.51.100.{n}" for n in range(100)]
    while 200 in [asks(client, address) for address in takers]:  # in rounds, until nobody gets one more
        pass
    assert [asks(client, f"203.0.113.{n}") for n in range(20)] == [200] * 20


def told(replica: Replica, bell: Bell, place: str) -> Iterator[bytes]:
    return stream(replica, Editions(replica, lambda: NOON), bell, place)


def test_whoever_missed_much_gets_it_piece_by_piece(replica: Replica, bell: Bell) -> None:
    for seq in range(1, 501):
        replica.apply(Event(epoch="e", seq=seq, at=NOON, type="promo", body={}))
    pieces = told(replica, bell, "e:0")
    next(pieces)
    ids: list[str] = []
    while len(ids) < 500:
        piece = next(pieces)
        assert piece.count(b"\n\n") <= EVENTS_PER_CHUNK
        ids += re.findall(r"id: e:(\d+)", piece.decode())
    assert ids == [str(seq) for seq in range(1, 501)]


def test_events_that_come_while_a_slow_reader_catches_up_follow_in_order(replica: Replica, bell: Bell) -> None:
    for seq in range(1, 101):
        replica.apply(Event(epoch="e", seq=seq, at=NOON, type="promo", body={}))
    pieces = told(replica, bell, "e:0")
    next(pieces)
    text = next(pieces)
    last = Event(epoch="e", seq=101, at=NOON, type="promo", body={})
    replica.apply(last)
    bell.events([last])
    while b"id: e:101\n" not in text:
        text += next(pieces)
    assert re.findall(r"id: e:(\d+)", text.decode()) == [str(seq) for seq in range(1, 102)]


def test_an_empty_line_ends_nothing_but_an_event(replica: Replica, bell: Bell, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a `retry` or a comment alone it is a message without data for some clients, httpx-sse among them."""
    monkeypatch.setattr("webapp.delivery.sse.HEARTBEAT_S", 0.0)
    pieces = told(replica, bell, "")
    text = b"".join(next(pieces) for _ in range(4)).decode()
    assert text.startswith("retry: ") and text.count(": still here\n") == 2
    assert [block for block in text.split("\n\n")[:-1] if "data: " not in block] == []


def test_readers_that_are_sent_away_are_told_different_times_to_come_back(replica: Replica, bell: Bell) -> None:
    bell.close()
    times = set()
    for _ in range(50):
        last = list(told(replica, bell, ""))[-1]
        times.add(int(last.decode().removeprefix("retry: ")))
    assert len(times) > 10 and max(times) <= MAX_RETRY_MS and min(times) >= 1_000
