"""Server-sent events for who cannot have websockets: the same events, resumed by `Last-Event-ID`.

There is no queue per listener: each remembers its place and reads on in the replica's ring when the bell rings.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence

from flask import Blueprint, Response, request

from webapp.delivery.editions import Editions
from webapp.newsroom.errors import TooMany
from webapp.newsroom.events import Event
from webapp.store.replica import Replica

HEARTBEAT_S = 15.0
"""A comment line so often keeps proxies from closing the stream, and tells us who is gone."""

MOST = 2_000
"""Streams per process; beyond that a newcomer is told to poll."""


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
                yield b"".join(editions.event(event).sse(f"{event.epoch}:{event.seq}") for event in missed)
            at = (board.epoch, board.seq)
        if bell.closed:
            return
        if not rung.wait(HEARTBEAT_S):
            yield b": still here\n\n"


def blueprint(replica: Replica, editions: Editions, bell: Bell) -> Blueprint:
    """`GET /api/v1/events`."""
    doors = Blueprint("sse", __name__)
    open_streams = [0]

    @doors.get("/api/v1/events")
    def events() -> Response:
        if open_streams[0] >= MOST:
            raise TooMany("too many event streams are open here; poll /api/v1/snapshot instead")
        place = request.headers.get("Last-Event-ID") or request.args.get("last-event-id") or ""

        def body() -> Iterator[bytes]:
            open_streams[0] += 1
            try:
                yield from stream(replica, editions, bell, place)
            finally:
                open_streams[0] -= 1

        response = Response(body(), mimetype="text/event-stream")
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Accel-Buffering"] = "no"
        response.headers["Access-Control-Allow-Origin"] = "*"
        return response

    return doors
