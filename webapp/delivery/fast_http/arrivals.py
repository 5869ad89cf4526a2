"""Accepts connections, and reads what each client says first, in the hub. Whoever opens a websocket never has a greenlet here.

accept ─► recv ─► a websocket? ── yes ─► the engine
            │             └─ no ─► a greenlet, with what was read
            └─ nothing yet ─► waits in the hub, for a moment ─► a greenlet
"""

from __future__ import annotations

import logging
from _socket import socket as RawSocket
from collections.abc import Callable
from typing import Any, NamedTuple

from gevent.server import StreamServer
from gevent.socket import socket as GeventSocket

from webapp.delivery.fast_http.request import MAX_REQUEST_BYTES
from webapp.delivery.websocket.outbox import READ

log = logging.getLogger(__name__)

WAIT_S = 1.0
"""The time for the first bytes in the hub. In a greenlet there are limits for those who say nothing."""

OpenWebsocket = Callable[[RawSocket, bytes, Any], bool]
"""Whether the connection, with what it said first and its address, was taken over as a websocket."""


class Waiting(NamedTuple):
    """A connection that has said nothing yet, since `since` by the loop's clock."""

    watcher: Any
    address: Any
    since: float
    ticket: str


class Arrivals(StreamServer):  # type: ignore[misc]
    """Serves `listener`, a socket that other processes may share, and accepts `at_once` connections between looks at the others.
    `handle` is called in a greenlet of `spawn`, a pool, with the socket, the address and what was read. `enter` and `leave` are
    those of the `Admission` that bounds how many say nothing; who has no place there is left to `handle` at once."""

    def __init__(
        self,
        listener: Any,
        open_websocket: OpenWebsocket,
        handle: Callable[[Any, Any, bytes], None],
        spawn: Any,
        at_once: int,
        enter: Callable[[Any], str | None],
        leave: Callable[[str], None],
    ) -> None:
        super().__init__(listener, handle=handle, spawn=spawn)
        self.max_accept = at_once
        self._open_websocket = open_websocket
        self._enter, self._leave = enter, leave
        self._waiting: dict[RawSocket, Waiting] = {}
        self._clock = self.loop.timer(WAIT_S / 4, WAIT_S / 4)

    def close(self) -> None:
        super().close()
        self._clock.stop()
        for sock in tuple(self._waiting):
            self._stop_waiting(sock)
            sock.close()

    # What the stock server calls

    def do_read(self) -> tuple[RawSocket, Any] | None:
        listener = self.socket
        try:
            descriptor, address = listener._accept()
        except BlockingIOError:
            return None
        return RawSocket(listener.family, listener.type, listener.proto, descriptor), address

    def do_handle(self, sock: RawSocket, address: Any) -> None:
        sock.setblocking(False)
        if not self._read_first(sock, address):
            self._wait(sock, address)

    # In the hub

    def _read_first(self, sock: RawSocket, address: Any) -> bool:
        """Whether something has come, or nothing will."""
        try:
            data = sock.recv(MAX_REQUEST_BYTES)
            if not data:
                sock.close()
            elif not self._open_websocket(sock, data, address):
                self._hand_on(sock, address, data)
        except BlockingIOError:
            return False
        except OSError:
            sock.close()
        return True

    def _wait(self, sock: RawSocket, address: Any) -> None:
        ticket = self._enter(address)
        if ticket is None:
            self._hand_on(sock, address, b"")
            return
        if not self._waiting:
            self._clock.again(self._end_long_waits)
        watcher = self.loop.io(sock.fileno(), READ)
        self._waiting[sock] = Waiting(watcher, address, self.loop.now(), ticket)
        watcher.start(self._on_readable, sock, address)

    def _on_readable(self, sock: RawSocket, address: Any) -> None:
        self._stop_waiting(sock)
        if not self._read_first(sock, address):
            self._wait(sock, address)

    def _end_long_waits(self) -> None:
        until = self.loop.now() - WAIT_S
        for sock, waiting in tuple(self._waiting.items()):
            if waiting.since <= until:
                self._stop_waiting(sock)
                self._hand_on(sock, waiting.address, b"")

    def _stop_waiting(self, sock: RawSocket) -> None:
        waiting = self._waiting.pop(sock)
        waiting.watcher.stop()
        waiting.watcher.close()
        self._leave(waiting.ticket)
        if not self._waiting:
            self._clock.stop()

    def _hand_on(self, sock: RawSocket, address: Any, data: bytes) -> None:
        client = GeventSocket(sock.family, sock.type, sock.proto, fileno=sock.detach())
        super().do_handle(client, address, data)
