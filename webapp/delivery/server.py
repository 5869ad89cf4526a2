"""Flask-SocketIO with a fan-out of its own: the names that the rest of Airwire calls."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import orjson
import socketio
from flask import Flask
from flask_socketio import SocketIO

from webapp.delivery.engine import Engine
from webapp.delivery.fanout import Fanout
from webapp.delivery.handshakes import Environs
from webapp.delivery.limits import Limits
from webapp.delivery.websocket import POLICY
from webapp.delivery.wire import Encoded

PATH = "/socket.io/"

WsgiApp = Callable[[dict[str, Any], Any], Iterable[bytes]]


class Json:
    """orjson under the names that python-socketio calls."""

    @staticmethod
    def dumps(data: Any, **_: Any) -> str:
        return orjson.dumps(data).decode()

    loads = staticmethod(orjson.loads)


class SocketServer(socketio.Server):  # type: ignore[misc]
    """python-socketio's server on our engine. A client that does not keep to the protocol is closed, not logged."""

    def __init__(self, app: Flask, limits: Limits, cookies: Sequence[str]) -> None:
        # At ERROR, since most of what the stock servers log is said at a stranger's bidding.
        logger = logging.getLogger("webapp.socketio")
        logger.setLevel(logging.ERROR)
        super().__init__(
            client_manager=Fanout(limits.slice), async_mode="gevent", async_handlers=False, always_connect=True,
            namespaces=["/"], cors_allowed_origins="*", cors_credentials=False, json=Json,
            logger=logger, engineio_logger=logger, limits=limits, cookies=cookies,
        )  # fmt: skip
        self.environ = Environs(self.eio.sockets, app)

    def _engineio_server_class(self) -> type[Engine]:
        return Engine

    def _handle_eio_message(self, eio_sid: str, data: str) -> None:
        try:
            if data[:1] in ("5", "6"):
                raise ValueError("binary is not taken here")
            super()._handle_eio_message(eio_sid, data)
        except (ValueError, TypeError, KeyError, IndexError, RecursionError):
            listener = self.eio.sockets.get(eio_sid)
            if listener is not None:
                listener.finish(POLICY, "not a packet of a Socket.IO client")

    def _handle_event(self, eio_sid: str, namespace: str | None, id: int | None, data: Any) -> None:
        if not isinstance(data, list) or not data or not isinstance(data[0], str) or data[0] in self.reserved_events:
            raise ValueError("an event is a name and its arguments")
        super()._handle_event(eio_sid, namespace, id, data)


class _Door:
    """The WSGI application: `/socket.io/` to the engine, everything else to Flask."""

    def __init__(self, server: SocketServer, wsgi_app: WsgiApp) -> None:
        self._server = server
        self._wsgi_app = wsgi_app

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if environ["PATH_INFO"].startswith(PATH):
            return self._server.handle_request(environ, start_response)  # type: ignore[no-any-return]
        return self._wsgi_app(environ, start_response)


class AirwireSocketIO(SocketIO):  # type: ignore[misc]
    """Flask-SocketIO whose broadcasts are one byte string for everybody.

    `@socketio.on(…)`, acknowledgements, rooms and `emit(…, to=sid)` are Flask-SocketIO's own.
    """

    server: SocketServer

    def init_app(self, app: Flask, *, limits: Limits = Limits(), cookies: Sequence[str] = (), **_: Any) -> None:  # noqa: B008
        """In place of the stock one, which makes a stock server."""
        app.extensions["socketio"] = self
        self.manage_session = False
        self.server = SocketServer(app, limits, cookies)
        self.async_mode = self.server.async_mode
        for message, handler, namespace in self.handlers:
            self.server.on(message, handler, namespace=namespace)
        for namespace_handler in self.namespace_handlers:
            self.server.register_namespace(namespace_handler)
        self.sockio_mw = _Door(self.server, app.wsgi_app)
        app.wsgi_app = self.sockio_mw  # type: ignore[method-assign]

    def broadcast(self, *events: Encoded) -> None:
        """Send to every listener who has joined, several events as one. Returns when each has been sent to.

        Who has joined is settled when this is called, so events that are applied together are broadcast together.
        """
        self.server.manager.broadcast(_joined(events))

    def send_to(self, sid: str, encoded: Encoded) -> None:
        """Send to one listener, joined or not. One that is gone meanwhile is no error."""
        self.server.manager.send_to(sid, encoded.frame)

    def join_live(self, sid: str, frames: Iterable[Encoded]) -> None:
        """Send `frames` and from then on every broadcast, with nothing in between.

        Broadcasts called before do not reach the listener, those called afterwards do: so take the frames from the
        replica and call this without yielding in between. Again for one who has joined, it is a resume.
        """
        self.server.manager.join_live(sid, _joined(frames))

    @property
    def connected(self) -> int:
        """How many listeners have joined in this process."""
        return len(self.server.eio.live)

    def drain(self, spread_s: float = 8.0) -> None:
        """Going down gently: close everybody over `spread_s` seconds, so that they come back elsewhere. Blocks."""
        self.server.eio.drain(spread_s)


def _joined(events: Iterable[Encoded]) -> bytes:
    return b"".join([encoded.frame for encoded in events])


def create_socketio(app: Flask, cookies: Sequence[str] = (), **limits: Any) -> AirwireSocketIO:
    """Socket.IO at `/socket.io/` of `app`, websocket only.

    `limits` are fields of `Limits`; `cookies` names those that handlers see in `request.cookies`, none by default.
    """
    return AirwireSocketIO(app, limits=Limits(**limits), cookies=cookies)
