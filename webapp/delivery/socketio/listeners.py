"""Socket.IO listeners: on connecting they get a snapshot or what they missed, and from then on every event."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from webapp.delivery.editions import Editions
from webapp.delivery.socketio.server import AirwireSocketIO
from webapp.newsroom.events import Event


class SocketListeners:
    """The relay's sink for Socket.IO."""

    def __init__(self, socketio: AirwireSocketIO, editions: Editions) -> None:
        self._socketio = socketio
        self._editions = editions

    def events(self, events: Sequence[Event]) -> None:
        # In one call: a listener that joins in between has them all from the replica already.
        self._socketio.broadcast(*[self._editions.event(event) for event in events])

    def snapshot(self) -> None:
        self._socketio.broadcast(self._editions.snapshot())


def listen(socketio: AirwireSocketIO, editions: Editions) -> None:
    """Registers the events that listeners send: `connect` and `resume`; `read` is intercepted by `SocketReads`."""

    def catch_up(sid: str, place: Any, *, again: bool) -> None:
        place = place if isinstance(place, dict) else {}
        # No yield between reading the replica and joining: later broadcasts then reach this listener too.
        # Who asks again from an epoch of before did not follow the word that another goes on from it.
        frames = editions.catch_up(place.get("epoch"), place.get("seq"), across_epochs=not again)
        socketio.join_live(sid, frames)

    # Without a request context, which took a fifth of the time when all reconnect after an outage.
    def connect(sid: str, _environ: Any, auth: Any = None) -> None:
        catch_up(sid, auth, again=False)

    def resume(sid: str, place: Any = None, *_: Any) -> None:
        catch_up(sid, place, again=True)

    socketio.server.on("connect", connect)
    socketio.server.on("resume", resume)
