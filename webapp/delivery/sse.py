"""Server-sent events for who cannot have websockets: the same events, resumed by `Last-Event-ID`.

There is no queue per listener: each remembers its place and reads on in the replica's ring when the bell rings.
"""

from __future__ import annotations

import random
import threading
from collections.abc import Iterator, Sequence

from flask import Blueprint, Response, request

from webapp.delivery.editions import Editions
from webapp.delivery.limits import Admission
from webapp.newsroom.errors import TooMany
from webapp.newsroom.events import Event
from webapp.store.board.replica import Replica

BACK_WITHIN_MS = 6_000
"""Readers that are sent away are told to come back at different times."""

HEARTBEAT_S = 15.0
"""A comment line so often keeps proxies from closing the stream, and tells us who is gone."""

MAX_STREAMS = 2_000
"""Streams per process; beyond that a newcomer is told to poll."""

MOST_FROM_ONE = 200
"""From one address, which may be a whole office."""

EVENTS_PER_CHUNK = 32
"""Events in one piece: of those that a reader missed, who is slow holds no more than that."""


class Bell:
    """The relay's sink for server-sent events: wakes everybody who waits for the next event."""

    def __init__(self) -> None:
        self._next = threading.Event()
        self.closed = False

    def events(self, events: Sequence[Event]) -> None:
        self._ring()

    def snapshot(self) -> None:
        self._ring()

    def close(self) -> None:
        """Going down: every stream ends, and its reader comes back elsewhere with its `Last-Event-ID`."""
        self.closed = True
        self._ring()

    def _ring(self) -> None:
        rung, self._next = self._next, threading.Event()
        rung.set()

    def waiting(self) -> threading.Event:
        """Take this before looking at the replica; it is set when there is more than was there."""
        return self._next


def stream(replica: Replica, editions: Editions, bell: Bell, place: str) -> Iterator[bytes]:
    """The endless body for a listener whose last event was `place` (`<epoch>:<seq>`, or anything)."""
    epoch, _, seq = place.rpartition(":")
    at: tuple[str, int] = (epoch, int(seq)) if seq.isascii() and seq.isdecimal() and len(seq) < 16 else ("", 0)
    yield b"retry: 3000\n\n"
    while True:
        rung = bell.waiting()
        board = replica.board
        if at != (board.epoch, board.seq):
            missed = replica.missed(*at)
            if missed is None:
                yield editions.snapshot().sse(f"{board.epoch}:{board.seq}")
            else:
                for start in range(0, len(missed), EVENTS_PER_CHUNK):
                    piece = missed[start : start + EVENTS_PER_CHUNK]
                    yield b"".join(editions.event(event).sse(f"{event.epoch}:{event.seq}") for event in piece)
            at = (board.epoch, board.seq)
        if bell.closed:
            yield b"retry: %d\n\n" % random.randint(1_000, BACK_WITHIN_MS)
            return
        if not rung.wait(HEARTBEAT_S):
            yield b": still here\n\n"


def blueprint(replica: Replica, editions: Editions, bell: Bell) -> Blueprint:
    """`GET /api/v1/events`."""
    views = Blueprint("sse", __name__)
    house = Admission(MAX_STREAMS, MOST_FROM_ONE)

    @views.get("/api/v1/events")
    def events() -> Response:
        entry = house.enter(request.remote_addr or "")
        if entry is None:
            raise TooMany("too many event streams are open here; poll /api/v1/snapshot instead")
        place = request.headers.get("Last-Event-ID") or request.args.get("last-event-id") or ""

        response = Response(stream(replica, editions, bell, place), mimetype="text/event-stream")
        response.call_on_close(lambda: house.leave(entry))
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Accel-Buffering"] = "no"
        response.headers["Access-Control-Allow-Origin"] = "*"
        return response

    return views
