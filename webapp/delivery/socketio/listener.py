"""One Engine.IO session on one websocket.

What the protocol itself answers (pings, closing) is done in the hub. What the application does with a message runs in
a short-lived greenlet, in order: there is one while there is something to do, and none while the listener listens.
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
from webapp.delivery.wire import BINARY, CLOSE, PING, PONG, frame

_PING = frame(b"2")


class Interceptor(Protocol):
    """Shown each message of who is in, before its greenlet is begun, and again, with leave to wait, in there."""

    def take(self, listener: Listener, message: str, wait: bool, /) -> bool:
        """Whether it has taken the message, of which nobody else then hears. May block only with leave to `wait`."""


class ListenerEngine(Protocol):
    """What a listener uses of its engine."""

    @property
    def live(self) -> dict[Listener, None]:
        """Those who get broadcasts."""

    @property
    def interceptor(self) -> Interceptor | None: ...

    @property
    def reason(self) -> Any:
        """Engine.IO's words for why a session ends."""

    def deliver(self, listener: Listener, message: str) -> None:
        """To the application; called in the listener's greenlet, where it may block."""

    def ended(self, listener: Listener, reason: str) -> None:
        """The last thing that the listener's greenlet does."""

    def closed(self, listener: Listener, entry: str) -> None:
        """Its socket is closed; `entry` is what it was admitted by."""


class Listener(Channel, EngineSocket):  # type: ignore[misc]
    """`sio` is its Socket.IO id once it has sent CONNECT, `rooms` the rooms it is in."""

    __slots__ = (
        "_ended", "_entry", "_inbox", "_pinged", "_session", "_working",
        "entered", "handshake", "rooms", "server", "sid", "sio",
    )  # fmt: skip

    upgraded = connected = True  # Engine.IO's words for: speaks websocket

    def __init__(
        self, server: ListenerEngine, pool: Pool, sock: RawSocket, sid: str, entry: str, handshake: Kept
    ) -> None:
        # EngineSocket.__init__ would make a queue, which nobody here waits at.
        Channel.__init__(self, pool, sock)
        self.server = server
        self.sid = sid
        self.handshake = handshake
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
        """Engine.IO's place for what the application notes of a client; few are ever asked for."""
        if self._session is None:
            self._session = {}
        return self._session

    @session.setter
    def session(self, session: dict[str, Any]) -> None:
        self._session = session

    def send(self, pkt: Packet) -> None:
        """Send one Engine.IO packet."""
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
                pass  # a pong; any frame at all has shown that the peer is there
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

    # In a greenlet: the application's side

    def _take(self, message: str) -> None:
        interceptor = self.server.interceptor
        if interceptor is not None and self.sio is not None and interceptor.take(self, message, False):
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
