"""Server-sent events for listeners without websockets: the same events, resumed by `Last-Event-ID`.

There is no queue per listener: each keeps its position and reads on in the replica's recent events when the bell rings.
"""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from flask import Blueprint, Response, request

from webapp.delivery.audience import Audience
from webapp.delivery.editions import Editions
from webapp.delivery.limits import Admission
from webapp.newsroom.errors import NotAllowed, TooMany
from webapp.newsroom.events import Event
from webapp.newsroom.numbers import whole_number
from webapp.store.board.replica import Replica
from webapp.web.cross_origin import open_to_all
from webapp.web.embeds.asked_by import embed_reader
from webapp.web.embeds.visits import EmbedReader, EmbedVisits

MAX_RETRY_MS = 6_000
"""When a process goes down, its readers reconnect after a random time up to this."""

HEARTBEAT_S = 15.0
"""A comment at this interval keeps proxies from closing the stream, and shows which readers are gone."""

MAX_STREAMS = 2_000
"""Streams per process; further readers get 429 and have to poll."""

MAX_STREAMS_PER_ADDRESS = 200
"""One address may be a whole office."""

MAX_STREAMS_PER_HOST = 1_000
"""Of embeds on one site's pages: it leaves room for those on others."""

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
        self.ring()

    def snapshot(self) -> None:
        self.ring()

    def close(self) -> None:
        """Ends every stream, for a shutdown; readers reconnect elsewhere with their `Last-Event-ID`."""
        self.closed = True
        self.ring()

    def listening(self) -> int:
        return self._listening

    def send_away(self, count: int) -> int:
        """Ends up to `count` of the streams, whose readers come back, perhaps elsewhere."""
        self._to_send_away = min(count, self._listening)
        if self._to_send_away:
            self.ring()
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

    def ring(self) -> None:
        """Has every stream look whether there is something for it."""
        rung, self._next = self._next, threading.Event()
        rung.set()

    def next_event(self) -> threading.Event:
        """Is set when the next event is there. Take it before reading the replica, so that none is missed in between."""
        return self._next


def stream(
    replica: Replica,
    editions: Editions,
    bell: Bell,
    last_event_id: str,
    *,
    across_epochs: bool = False,
    reader: EmbedReader | None = None,
) -> Iterator[bytes]:
    """The endless response body for a listener whose last event was `last_event_id` (`<epoch>:<seq>`; anything else gets a
    snapshot first). Who does not follow events `across_epochs` gets a snapshot at each. `reader` is the embed that listens.

    Only an event ends in an empty line: after a bare `retry` or comment some clients (httpx-sse) take it for an empty message.
    """
    epoch, _, seq = last_event_id.rpartition(":")
    number = whole_number(seq, 15)
    at: tuple[str, int] = ("", 0) if number is None else (epoch, number)
    if reader is not None:
        reader.place = at
    comes_back = True
    yield b"retry: 3000\n"
    while True:
        rung = bell.next_event()
        board = replica.board
        if at != (board.epoch, board.seq):
            missed = replica.missed(*at) if across_epochs or at[0] == board.epoch else None
            if missed is None:
                yield editions.snapshot().sse(f"{board.epoch}:{board.seq}")
            else:
                made = editions.replayed(missed) if comes_back else [editions.event(event) for event in missed]
                for start in range(0, len(missed), EVENTS_PER_CHUNK):
                    piece = zip(
                        made[start : start + EVENTS_PER_CHUNK], missed[start : start + EVENTS_PER_CHUNK], strict=True
                    )
                    yield b"".join(one.sse(f"{event.epoch}:{event.seq}") for one, event in piece)
            at = (board.epoch, board.seq)
            if reader is not None:
                reader.place = at
        comes_back = False
        if reader is not None and reader.is_revoked:
            yield b"event: revoked\ndata: {}\n\n"
            return
        if bell.is_over_for_me():
            yield b"retry: %d\n" % random.randint(1_000, MAX_RETRY_MS)
            return
        if not rung.wait(HEARTBEAT_S):
            yield b": still here\n"


def blueprint(
    replica: Replica,
    editions: Editions,
    bell: Bell,
    visits: EmbedVisits,
    now: Callable[[], datetime],
    audience: Audience,
) -> Blueprint:
    """`GET /api/v1/events`; for embeds on a host that was revoked 403."""
    views = Blueprint("sse", __name__)
    open_to_all(views)
    admission = Admission(MAX_STREAMS, MAX_STREAMS_PER_ADDRESS)
    by_host = Admission(MAX_STREAMS, MAX_STREAMS_PER_HOST)

    @views.get("/api/v1/events")
    def events() -> Response:
        reader = embed_reader(request)
        if reader and visits.refuses(reader.host):
            raise NotAllowed("the station does not give its news to embeds on this site")
        ticket = admission.enter(request.remote_addr or "")
        place = by_host.enter(reader.host) if reader and ticket is not None else ""
        if place is None and ticket is not None:
            admission.leave(ticket)
        if ticket is None or place is None:
            raise TooMany("too many event streams are open here; poll /api/v1/snapshot instead")
        last_event_id = request.headers.get("Last-Event-ID") or request.args.get("last-event-id") or ""

        events = stream(replica, editions, bell, last_event_id, across_epochs="succeeds" in request.args, reader=reader)
        response = Response(events, mimetype="text/event-stream")
        kind = audience.kind("sse", request.environ, installed="app" in request.args)
        audience.enter(kind)
        bell.enter()
        if reader:
            is_new = "first" in request.args or "embed" not in request.args
            visits.enter(reader, now(), is_new=is_new)

        def close() -> None:
            bell.leave()
            audience.leave(kind)
            admission.leave(ticket)
            if reader:
                by_host.leave(place)
                visits.leave(reader)

        response.call_on_close(close)
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Accel-Buffering"] = "no"
        return response

    return views
