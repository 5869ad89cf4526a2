"""Flask-SocketIO with a fan-out of its own: the names that the rest of Airwire calls."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from engineio import packet as engine
from flask import Flask
from flask_socketio import SocketIO

from webapp.delivery.wire import Encoded

LIVE = "live"


class AirwireSocketIO(SocketIO):  # type: ignore[misc]
    """Flask-SocketIO whose broadcasts are one byte string for everybody.

    `@socketio.on(…)`, acknowledgements and `emit(…, to=sid)` are Flask-SocketIO's own.
    """

    def broadcast(self, encoded: Encoded) -> None:
        """Send to every listener who has joined. Returns when each has been sent to, or has it in its backlog."""
        pkt = engine.Packet(engine.MESSAGE, encoded.packet)
        for _, eio_sid in self.server.manager.get_participants("/", LIVE):
            self.server.eio.send_packet(eio_sid, pkt)

    def send_to(self, sid: str, encoded: Encoded) -> None:
        """Send to one listener, joined or not. One that is gone meanwhile is no error."""
        eio_sid = self.server.manager.eio_sid_from_sid(sid, "/")
        if eio_sid:
            self.server.eio.send_packet(eio_sid, engine.Packet(engine.MESSAGE, encoded.packet))

    def join_live(self, sid: str, frames: Iterable[Encoded]) -> None:
        """Send `frames` and from then on every broadcast, with nothing in between.

        Broadcasts called before do not reach the listener, those called afterwards do: so take the frames from the
        replica and call this without yielding in between. Again for one who has joined, it is a resume.
        """
        for encoded in frames:
            self.send_to(sid, encoded)
        self.server.enter_room(sid, LIVE, namespace="/")

    @property
    def connected(self) -> int:
        """How many listeners have joined in this process."""
        return sum(1 for _ in self.server.manager.get_participants("/", LIVE))

    def drain(self, spread_s: float = 8.0) -> None:
        """Going down gently: close everybody over `spread_s` seconds, so that they come back elsewhere. Blocks."""
        for socket in list(self.server.eio.sockets.values()):
            socket.close(wait=False, abort=True)


def create_socketio(app: Flask, **limits: Any) -> AirwireSocketIO:
    """Socket.IO at `/socket.io/` of `app`, websocket only; `limits` are the fields of `Limits`."""
    return AirwireSocketIO(
        app, transports=["websocket"], async_mode="gevent", async_handlers=False, always_connect=True,
        manage_session=False, cors_allowed_origins="*",
    )  # fmt: skip
