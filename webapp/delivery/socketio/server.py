"""Flask-SocketIO with our own fan-out; the interface that the rest of Airwire uses."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Protocol

import orjson
import socketio
from flask import Flask
from flask_socketio import SocketIO
from socketio import packet

from webapp.delivery.audience import Audience
from webapp.delivery.limits import Limits
from webapp.delivery.socketio.engine import Doorkeeper, Engine
from webapp.delivery.socketio.fanout import Fanout, Written
from webapp.delivery.socketio.handshakes import Environs
from webapp.delivery.socketio.listener import Interceptor, Listener
from webapp.delivery.websocket.receiver import INTERNAL_ERROR, POLICY
from webapp.delivery.wire import Encoded, Forms, joined

PATH = "/socket.io/"

WsgiApp = Callable[[dict[str, Any], Any], Iterable[bytes]]


class Json:
    """orjson with the interface that python-socketio expects."""

    @staticmethod
    def dumps(data: Any, **_: Any) -> str:
        return orjson.dumps(data).decode()

    loads = staticmethod(orjson.loads)


class Greeter(Protocol):
    """Knows what a newcomer needs first."""

    def greeting(self, place: Any, /) -> Forms:
        """What a client gets that connects with `place`, which may be anything that JSON can say. Broadcasts from after this call
        follow it. Called in the hub, so it may not block."""


class SocketServer(socketio.Server):  # type: ignore[misc]
    """python-socketio's server on our engine. A client that breaks the protocol is closed, without a log entry."""

    def __init__(
        self,
        app: Flask,
        limits: Limits,
        cookies: Sequence[str],
        interceptor: Interceptor | None,
        doorkeeper: Doorkeeper | None,
        greeter: Greeter | None,
        audience: Audience | None,
    ) -> None:
        # At ERROR, since any client can cause most of what the stock servers log.
        logger = logging.getLogger("webapp.socketio")
        logger.setLevel(logging.ERROR)
        super().__init__(
            client_manager=Fanout(limits.slice), async_mode="gevent", async_handlers=False, always_connect=True,
            namespaces=["/"], cors_allowed_origins="*", cors_credentials=False, json=Json,
            logger=logger, engineio_logger=logger, limits=limits, cookies=cookies, interceptor=interceptor,
            doorkeeper=doorkeeper, welcome=self._welcome, audience=audience,
        )  # fmt: skip
        self._greeter = greeter
        self.environ = Environs(self.eio.sockets, app)

    def _engineio_server_class(self) -> type[Engine]:
        return Engine

    def _handle_eio_message(self, eio_sid: str, data: str) -> None:
        try:
            sent = self._read(data)
        except (ValueError, TypeError, RecursionError) as error:
            listener = self.eio.sockets.get(eio_sid)
            if listener is not None:
                listener.finish(POLICY, str(error))
            return
        match sent.packet_type:
            case packet.CONNECT:
                self._handle_connect(eio_sid, sent.namespace, sent.data)
            case packet.DISCONNECT:
                self._handle_disconnect(eio_sid, sent.namespace, self.reason.CLIENT_DISCONNECT)
            case packet.EVENT:
                self._handle_event(eio_sid, sent.namespace, sent.id, sent.data)
            case packet.ACK:
                self._handle_ack(eio_sid, sent.namespace, sent.id, sent.data)

    def _handle_connect(self, eio_sid: str, namespace: str | None, data: Any) -> None:
        try:
            super()._handle_connect(eio_sid, namespace, data)
        except Exception:
            # Connected without its snapshot, a listener would wait for ever; closed, it reconnects.
            self.logger.exception("connect handler error")
            self.eio.sockets[eio_sid].finish(INTERNAL_ERROR, "internal error")

    def _welcome(self, listener: Listener, message: str) -> bool:
        """Answers a plain CONNECT in the hub: its acknowledgement and the greeting are one write. When all come back after an
        outage, the general road, with a greenlet for each and two writes, takes twice as long."""
        if self._greeter is None or not (message == "0" or message.startswith("0{")):
            return False
        try:
            place = orjson.loads(message[1:]) if len(message) > 1 else None
        except orjson.JSONDecodeError:
            return False  # the general road reads more, or says what is wrong
        try:
            takes_briefs = isinstance(place, dict) and place.get("brief") is True
            self.manager.join_at_once(listener, self._greeter.greeting(place), takes_briefs)
        except Exception:
            self.logger.exception("no greeting")
            listener.finish(INTERNAL_ERROR, "internal error")
        return True

    def _read(self, data: str) -> Any:
        """The packet in `data`. Raises `ValueError` for malformed ones, with which the stock server would call handlers."""
        sent = self.packet_class(encoded_packet=data)
        body = sent.data
        match sent.packet_type:
            case packet.CONNECT | packet.DISCONNECT:
                return sent
            case packet.EVENT if isinstance(body, list) and body and isinstance(body[0], str):
                if body[0] in self.reserved_events:
                    raise ValueError("the name of this event is taken")
                return sent
            case packet.ACK if isinstance(body, list):
                return sent
            case packet.BINARY_EVENT | packet.BINARY_ACK:
                raise ValueError("binary is not taken here")
        raise ValueError("not a packet of a Socket.IO client")


class _SocketIOMiddleware:
    """WSGI middleware: passes `/socket.io/` to the engine, everything else to Flask."""

    def __init__(self, server: SocketServer, wsgi_app: WsgiApp) -> None:
        self._server = server
        self._wsgi_app = wsgi_app

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if environ["PATH_INFO"].startswith(PATH):
            return self._server.handle_request(environ, start_response)  # type: ignore[no-any-return]
        return self._wsgi_app(environ, start_response)


class AirwireSocketIO(SocketIO):  # type: ignore[misc]
    """Flask-SocketIO whose broadcasts are one byte string for all listeners.

    `@socketio.on(…)`, acknowledgements, rooms and `emit(…, to=sid)` are Flask-SocketIO's own.
    """

    server: SocketServer

    def init_app(
        self,
        app: Flask,
        *,
        limits: Limits = Limits(),  # noqa: B008
        cookies: Sequence[str] = (),
        interceptor: Interceptor | None = None,
        doorkeeper: Doorkeeper | None = None,
        greeter: Greeter | None = None,
        audience: Audience | None = None,
        **_: Any,
    ) -> None:
        """Replaces the stock method, which makes a stock server."""
        app.extensions["socketio"] = self
        self.manage_session = False
        self.server = SocketServer(app, limits, cookies, interceptor, doorkeeper, greeter, audience)
        self.async_mode = self.server.async_mode
        for message, handler, namespace in self.handlers:
            self.server.on(message, handler, namespace=namespace)
        for namespace_handler in self.namespace_handlers:
            self.server.register_namespace(namespace_handler)
        self.sockio_mw = _SocketIOMiddleware(self.server, app.wsgi_app)
        app.wsgi_app = self.sockio_mw  # type: ignore[method-assign]

    def broadcast(self, *events: Encoded, written: Written | None = None) -> None:
        """Sends to every listener that has joined, several events as one message. Returns once it was sent to each; `written`
        as in `Fanout.broadcast`.

        The receivers are those at the time of the call, so events that are applied together are broadcast together.
        """
        self.server.manager.broadcast(joined(events), written)

    def send_to(self, sid: str, encoded: Encoded) -> None:
        """Sends to one listener, joined or not; does nothing where it is gone."""
        self.server.manager.send_to(sid, joined([encoded]))

    def join_live(self, sid: str, frames: Iterable[Encoded]) -> None:
        """Sends `frames`, and from then on every broadcast, with nothing in between.

        Broadcasts from before this call do not reach the listener, those after it do. So there may be no yield between
        reading the frames from the replica and this call. For a listener that has joined already it is a resume.
        """
        self.server.manager.join_live(sid, joined([*frames]))

    def give_briefs(self, sid: str) -> None:
        """From now on broadcasts reach this listener in brief, where they have such a form."""
        self.server.manager.give_briefs(sid)

    @property
    def connected(self) -> int:
        """How many listeners have joined in this process."""
        return len(self.server.eio.live)

    def stats(self) -> dict[str, int]:
        """For metrics: `live`, `connections`, `behind` and `backlog_bytes`, `unfinished_bytes`, `cut_behind` (ever), `ring`."""
        return self.server.eio.stats()  # type: ignore[no-any-return]

    def drain(self, spread_s: float | None = None) -> None:
        """For a shutdown: closes all listeners over `spread_s` seconds, so that they reconnect elsewhere. Blocks.

        `webapp.delivery.fast_http.worker.Worker` does this on SIGTERM; for other workers it is a `worker_exit` hook.
        """
        self.server.eio.drain(self.server.eio.limits.drain_s if spread_s is None else spread_s)


def create_socketio(
    app: Flask,
    cookies: Sequence[str] = (),
    interceptor: Interceptor | None = None,
    doorkeeper: Doorkeeper | None = None,
    greeter: Greeter | None = None,
    audience: Audience | None = None,
    **limits: Any,
) -> AirwireSocketIO:
    """Socket.IO at `/socket.io/` of `app`, websocket only.

    `limits` are fields of `Limits`; `cookies` names the cookies that handlers see in `request.cookies`, none by default;
    `interceptor` sees every message first; `doorkeeper` says who should rather reach another host. With a `greeter` every
    client joins as it connects, and no handler of `connect` is called. `audience` counts who is connected.
    """
    return AirwireSocketIO(
        app, limits=Limits(**limits), cookies=cookies, interceptor=interceptor, doorkeeper=doorkeeper, greeter=greeter,
        audience=audience,
    )  # fmt: skip
