"""One Engine.IO session on one websocket.

The protocol's own answers (pings, closing) are made in the hub. The application handles messages in a short-lived greenlet,
in order: there is one while there are messages, and none while the listener only listens.
"""

from __future__ import annotations

from _socket import socket as RawSocket
from collections import deque
from typing import Any, Protocol

import gevent
from engineio.packet import Packet
from engineio.socket import Socket as EngineSocket

from webapp.delivery.socketio.handshakes import Kept
from webapp.delivery.websocket.channel import Channel
from webapp.delivery.websocket.outbox import Pool
from webapp.delivery.websocket.receiver import POLICY, PROTOCOL_ERROR, UNSUPPORTED
from webapp.delivery.wire import BINARY, CLOSE, PING, PONG, form, frame
from webapp.newsroom.listeners.kinds import OTHER, Kind

_PING = frame(b"2")

UNKNOWN_KIND = Kind("websocket", OTHER)


class Interceptor(Protocol):
    """Sees each message of a connected client first: in the hub without waiting, then again in the listener's greenlet."""

    def take(self, listener: Listener, message: str, wait: bool, /) -> bool:
        """Whether it has handled the message, which then goes no further. May block only where `wait` is true."""


class ListenerEngine(Protocol):
    """The parts of the engine that a listener uses."""

    @property
    def live(self) -> dict[Listener, None]:
        """The listeners that get broadcasts."""

    @property
    def interceptor(self) -> Interceptor | None: ...

    @property
    def reason(self) -> Any:
        """Engine.IO's reasons for the end of a session."""

    def welcome(self, listener: Listener, message: str) -> bool:
        """Whether `message`, the first of a client, was its CONNECT and is answered. May not block."""

    def deliver(self, listener: Listener, message: str) -> None:
        """Passes the message to the application. Called in the listener's greenlet, and may block."""

    def ended(self, listener: Listener, reason: str) -> None:
        """Called last by the listener's greenlet."""

    def closed(self, listener: Listener, entry: str) -> None:
        """Called when its socket is closed; `entry` is its key in `Admission`."""


class Listener(Channel, EngineSocket):  # type: ignore[misc]
    """`sid` is its Engine.IO id, `sio` its Socket.IO id once it has sent CONNECT, `rooms` the rooms it is in, `form`
    the form in which it gets broadcasts (`wire.Forms`)."""

    __slots__ = (
        "_ended", "_entry", "_inbox", "_pinged", "_session", "_working",
        "entered", "form", "handshake", "kind", "rooms", "server", "sid", "sio",
    )  # fmt: skip

    upgraded = connected = True  # what Engine.IO asks to know whether it is on a websocket

    def __init__(
        self,
        server: ListenerEngine,
        pool: Pool,
        sock: RawSocket,
        sid: str,
        entry: str,
        handshake: Kept,
        deflates: bool = False,
        kind: Kind = UNKNOWN_KIND,
    ) -> None:
        # EngineSocket.__init__ would make a queue, which is not used here.
        Channel.__init__(self, pool, sock, deflates)
        self.server = server
        self.form = form(deflates, takes_briefs=False)
        self.sid = sid
        self.handshake = handshake
        self.kind = kind
        self._session: dict[str, Any] | None = None
        self.sio: str | None = None
        self.entered = False
        self.rooms: tuple[str, ...] = ()
        self._entry = entry
        self._pinged = False
        self._inbox: deque[str] | None = None
        self._working = False
        self._ended: str | None = None

    @property
    def session(self) -> dict[str, Any]:
        """Engine.IO's dict for the application's notes on a client, made on first use, since few need it."""
        if self._session is None:
            self._session = {}
        return self._session

    @session.setter
    def session(self, session: dict[str, Any]) -> None:
        self._session = session

    def send(self, pkt: Packet) -> None:
        """Sends one Engine.IO packet."""
        encoded = pkt.encode()
        self.write(frame(encoded, BINARY) if isinstance(encoded, bytes) else frame(encoded.encode()))

    def close(self, wait: bool = True, abort: bool = False, reason: str | None = None) -> None:
        self.finish(1000, "", reason or self.server.reason.SERVER_DISCONNECT)

    # In the hub: nothing here may block

    def on_frame(self, opcode: int, payload: str | bytes) -> None:
        if isinstance(payload, str):
            self._on_packet(payload)
        elif opcode == PING:
            self.write(frame(payload, PONG))
        elif opcode == CLOSE:
            self.finish(int.from_bytes(payload[:2], "big") or 1000, "", self.server.reason.TRANSPORT_CLOSE)
            self.lose(self.server.reason.TRANSPORT_CLOSE)
        elif opcode == BINARY:
            self.finish(UNSUPPORTED, "binary is not taken here", self.server.reason.TRANSPORT_ERROR)

    def _on_packet(self, packet: str) -> None:
        match packet[:1]:
            case "4":
                self._take(packet[1:])
            case "3":
                pass  # a pong; any frame has already shown that the peer is there
            case "1":
                self.finish(1000, "", self.server.reason.CLIENT_DISCONNECT)
            case _:
                self.finish(PROTOCOL_ERROR, "not a packet of an Engine.IO client", self.server.reason.TRANSPORT_ERROR)

    def ping(self) -> None:
        self.alive = False
        self._pinged = True
        self.mark_unfinished()
        self.write(_PING)

    def check(self) -> None:
        reason = self.server.reason
        if self.closing:
            self.cut(reason.TRANSPORT_CLOSE)
        elif self._pinged and not self.alive:
            self.cut(reason.PING_TIMEOUT)
        elif self.never_finishes:
            self.finish(POLICY, "a message is never finished", reason.TRANSPORT_ERROR)
        elif self._pinged and self.sio is None:
            self.finish(POLICY, "no Socket.IO CONNECT came", reason.TRANSPORT_ERROR)

    def on_end(self, reason: str) -> None:
        self.server.live.pop(self, None)
        self._ended = reason
        self._wake()

    def on_closed(self) -> None:
        self.server.closed(self, self._entry)

    # For the application: what has to wait is done in a greenlet

    def _take(self, message: str) -> None:
        interceptor = self.server.interceptor
        if self.sio is None:
            if not self._working and self.server.welcome(self, message):
                return
        elif interceptor is not None and interceptor.take(self, message, False):
            return
        if self._inbox is None:
            self._inbox = deque()
        self._inbox.append(message)
        if len(self._inbox) >= self.pool.limits.inbox:
            self.pause()
        self._wake()

    def _wake(self) -> None:
        if not self._working:
            self._working = True
            gevent.spawn_raw(self._work)

    def _work(self) -> None:
        while self._inbox:
            self.server.deliver(self, self._inbox.popleft())
        self._inbox = None
        self._working = False
        if self._ended is None:
            self.resume()
        else:
            self.server.ended(self, self._ended)
