"""Socket.IO listeners: on connecting they get a snapshot or what they missed, and from then on every event."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from webapp.delivery.briefs import brief
from webapp.delivery.editions import Editions
from webapp.delivery.socketio.server import AirwireSocketIO
from webapp.delivery.socketio.stopwatch import Stopwatch
from webapp.delivery.wire import Encoded, encode
from webapp.newsroom.board import Board, apply
from webapp.newsroom.events import Event


class SocketListeners:
    """The relay's sink for Socket.IO. `board` returns the replica's, which has what is passed on here."""

    def __init__(
        self,
        socketio: AirwireSocketIO,
        editions: Editions,
        board: Callable[[], Board],
        now: Callable[[], datetime],
        stopwatch: Stopwatch | None = None,
    ) -> None:
        self._socketio = socketio
        self._editions = editions
        self._board, self._now = board, now
        self._stopwatch = stopwatch
        self._passed_on: Board | None = None

    def events(self, events: Sequence[Event]) -> None:
        encoded, before = [], self._passed_on
        for event in events:
            encoded.append(self._encoded(event, before))
            before = before and apply(before, event)
        self._passed_on = self._board()
        # In one call: a listener that joins in between has them all from the replica already.
        written = self._stopwatch.start(events) if self._stopwatch else None
        self._socketio.broadcast(*encoded, written=written)
        if self._stopwatch and written:
            self._stopwatch.stop(written)

    def snapshot(self) -> None:
        self._passed_on = self._board()
        self._socketio.broadcast(self._editions.snapshot())

    def _encoded(self, event: Event, before: Board | None) -> Encoded:
        whole = self._editions.event(event)
        follows = before is not None and (event.epoch, event.seq) == (before.epoch, before.seq + 1)
        if follows and before and (data := brief(event, before, self._now())) is not None:
            whole.brief = encode(event.type, data)
        return whole


def listen(socketio: AirwireSocketIO, editions: Editions) -> None:
    """Registers the events that listeners send: `connect` for the few whose CONNECT is not answered in the hub, and `resume`;
    `read` is intercepted by `SocketReads`."""

    def catch_up(sid: str, place: Any, *, again: bool) -> None:
        place = place if isinstance(place, dict) else {}
        # No yield between reading the replica and joining: later broadcasts then reach this listener too.
        # Who asks again from an epoch of before did not follow the word that another goes on from it.
        frames = editions.catch_up(place.get("epoch"), place.get("seq"), across_epochs=not again)
        socketio.join_live(sid, frames)

    # Without a request context, which takes longer than all the rest.
    def connect(sid: str, _environ: Any, auth: Any = None) -> None:
        if isinstance(auth, dict) and auth.get("brief") is True:
            socketio.give_briefs(sid)
        catch_up(sid, auth, again=False)

    def resume(sid: str, place: Any = None, *_: Any) -> None:
        catch_up(sid, place, again=True)

    socketio.server.on("connect", connect)
    socketio.server.on("resume", resume)
