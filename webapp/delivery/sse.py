"""Server-sent events for listeners without websockets: the same events, resumed by `Last-Event-ID`.

There is no queue per listener: each keeps its position and reads on in the replica's recent events when the bell rings.
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
from webapp.newsroom.numbers import whole_number
from webapp.store.board.replica import Replica
from webapp.web.cross_origin import open_to_all

MAX_RETRY_MS = 6_000
"""When a process goes down, its readers reconnect after a random time up to this."""

HEARTBEAT_S = 15.0
"""A comment at this interval keeps proxies from closing the stream, and shows which readers are gone."""

MAX_STREAMS = 2_000
"""Streams per process; further readers get 429 and have to poll."""

MAX_STREAMS_PER_ADDRESS = 200
"""One address may be a whole office."""

EVENTS_PER_CHUNK = 32
"""Missed events are sent in pieces of this many, so that a slow reader holds no more in memory."""


class Bell:
    """The relay's sink for server-sent events: wakes all streams that wait for the next event."""

    def __init__(self) -> None:
        self._next = threading.Event()
        self._listening = 0
        self._to_send_away = 0
        self.closed = False

    def events(self, events: Sequence[Event]) -> None:
        self._ring()

    def snapshot(self) -> None:
        self._ring()

    def close(self) -> None:
        """Ends every stream, for a shutdown; readers reconnect elsewhere with their `Last-Event-ID`."""
        self.closed = True
        self._ring()

    def listening(self) -> int:
        return self._listening

    def send_away(self, count: int) -> int:
        """Ends up to `count` of the streams, whose readers come back, perhaps elsewhere."""
        self._to_send_away = min(count, self._listening)
        if self._to_send_away:
            self._ring()
        return self._to_send_away

    def is_over_for_me(self) -> bool:
        """Asked by each stream when it is woken: whether it ends now."""
        if self.closed:
            return True
        if self._to_send_away:
            self._to_send_away -= 1
            return True
        return False

    def enter(self) -> None:
        self._listening += 1

    def leave(self) -> None:
        self._listening -= 1

    def _ring(self) -> None:
        rung, self._next = self._next, threading.Event()
        rung.set()

    def next_event(self) -> threading.Event:
        """Is set when the next event is there. Take it before reading the replica, so that none is missed in between."""
        return self._next


def stream(
    replica: Replica, editions: Editions, bell: Bell, last_event_id: str, *, across_epochs: bool = False
) -> Iterator[bytes]:
    """The endless response body for a listener whose last event was `last_event_id` (`<epoch>:<seq>`; anything else gets a
    snapshot first). Who does not follow events `across_epochs` gets a snapshot at each.

    Only an event ends in an empty line: after a bare `retry` or comment some clients (httpx-sse) take it for an empty message.
    """
    epoch, _, seq = last_event_id.rpartition(":")
    number = whole_number(seq, 15)
    at: tuple[str, int] = ("", 0) if number is None else (epoch, number)
    yield b"retry: 3000\n"
    while True:
        rung = bell.next_event()
        board = replica.board
        if at != (board.epoch, board.seq):
            missed = replica.missed(*at) if across_epochs or at[0] == board.epoch else None
            if missed is None:
                yield editions.snapshot().sse(f"{board.epoch}:{board.seq}")
            else:
                for start in range(0, len(missed), EVENTS_PER_CHUNK):
                    piece = missed[start : start + EVENTS_PER_CHUNK]
                    yield b"".join(editions.event(event).sse(f"{event.epoch}:{event.seq}") for event in piece)
            at = (board.epoch, board.seq)
        if bell.is_over_for_me():
            yield b"retry: %d\n" % random.randint(1_000, MAX_RETRY_MS)
            return
        if not rung.wait(HEARTBEAT_S):
            yield b": still here\n"


def blueprint(replica: Replica, editions: Editions, bell: Bell) -> Blueprint:
    """`GET /api/v1/events`."""
    views = Blueprint("sse", __name__)
    open_to_all(views)
    admission = Admission(MAX_STREAMS, MAX_STREAMS_PER_ADDRESS)

    @views.get("/api/v1/events")
    def events() -> Response:
        ticket = admission.enter(request.remote_addr or "")
        if ticket is None:
            raise TooMany("too many event streams are open here; poll /api/v1/snapshot instead")
        last_event_id = request.headers.get("Last-Event-ID") or request.args.get("last-event-id") or ""

        events = stream(replica, editions, bell, last_event_id, across_epochs="succeeds" in request.args)
        response = Response(events, mimetype="text/event-stream")
        bell.enter()

        def close() -> None:
            bell.leave()
            admission.leave(ticket)

        response.call_on_close(close)
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Accel-Buffering"] = "no"
        return response

    return views
