"""Sending to one listener, without a queue and a writer: data goes straight to the kernel; only what does not fit is held.

    straight:  write ─► send()                     behind:  write ─► backlog ─► write watcher ─► send()
                          └ full ─► backlog                     └ past the bound ─► cut

No call here blocks, so all may be made from the hub.
"""

from __future__ import annotations

import errno
import logging
import socket
from _socket import socket as RawSocket
from collections import deque
from typing import Any

from gevent import get_hub

from webapp.delivery.limits import Limits
from webapp.delivery.websocket.io_uring import ring_or_none

log = logging.getLogger(__name__)

READ, WRITE = 1, 2
RECEIVE_BYTES = 65_536


class Pool:
    """What the connections of one process share: the event loop, a receive buffer, the ring, and the sums of what they hold."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.loop = get_hub().loop
        self.buffer = memoryview(bytearray(RECEIVE_BYTES))
        self.ring = ring_or_none() if limits.ring else None
        self.behind: set[Outbox] = set()
        self.backlogs = 0
        self.unfinished = 0
        self.cut_behind = 0

    def cut_the_furthest_behind(self) -> None:
        max(self.behind, key=lambda outbox: outbox.backlog_bytes).cut_for_backlog()


class Outbox:
    """The sending half of a connection. `straight` is its descriptor while it has no backlog and is not closing, else -1."""

    __slots__ = ("_backlog", "_sock", "_writer", "alive", "backlog_bytes", "closing", "pool", "straight")

    def __init__(self, pool: Pool, sock: RawSocket) -> None:
        sock.setblocking(False)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, pool.limits.send_buffer)
        if sock.family != socket.AF_UNIX:
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.pool = pool
        self.alive = True
        self.closing = False
        self.backlog_bytes = 0
        self.straight = sock.fileno()
        self._sock = sock
        self._backlog: deque[bytes | memoryview] | None = None
        self._writer: Any = None

    def lose(self, reason: str) -> None:
        """Closes at once: the peer is gone, or has to go."""
        raise NotImplementedError

    def cut(self, reason: str) -> None:
        """Closes at once, and drops what the kernel still holds for the peer."""
        raise NotImplementedError

    def on_all_sent(self) -> None:
        """The backlog is empty again."""
        raise NotImplementedError

    def write(self, data: bytes) -> None:
        """Sends `data`, and holds what the kernel does not take. Does nothing on a channel that is closing."""
        if self.closing:
            return
        if self._backlog is not None:
            self._hold(data)
            return
        try:
            sent = self._sock.send(data)
        except BlockingIOError:
            sent = 0
        except OSError:
            self.lose("transport error")
            return
        if sent != len(data):
            self._hold(memoryview(data)[sent:])

    def hold_rest(self, data: bytes, sent: int) -> None:
        """Goes on after a ring sent only `sent` bytes of `data`, or failed with `-errno`."""
        if self.closing:
            return
        if sent >= 0 or -sent in (errno.EAGAIN, errno.EWOULDBLOCK):
            self._hold(memoryview(data)[max(sent, 0) :])
        else:
            self.lose("transport error")

    def _hold(self, data: bytes | memoryview) -> None:
        """Adds to the backlog. Rests of a broadcast are views, so that its bytes are held once for all who are behind."""
        pool = self.pool
        if self._backlog is None:
            self._backlog = deque()
            self.straight = -1
            self._writer = pool.loop.io(self._sock.fileno(), WRITE)
            self._writer.start(self._on_writable)
            pool.behind.add(self)
        self._backlog.append(data)
        self._count_backlog(len(data))
        # A single message is never too much: a snapshot may be larger than the bound.
        if self.backlog_bytes > pool.limits.backlog and len(self._backlog) > 1:
            self.cut_for_backlog()
        elif pool.backlogs > pool.limits.backlogs:
            pool.cut_the_furthest_behind()

    def _on_writable(self) -> None:
        backlog = self._backlog
        while backlog:
            data = backlog[0]
            try:
                sent = self._sock.send(data)
            except BlockingIOError:
                return
            except OSError:
                self.lose("transport error")
                return
            self._count_backlog(-sent)
            self.alive = True  # the peer reads, if slowly
            if sent < len(data):
                backlog[0] = memoryview(data)[sent:]
                return
            backlog.popleft()
        self._forget_backlog()
        self.on_all_sent()

    def _count_backlog(self, change: int) -> None:
        self.backlog_bytes += change
        self.pool.backlogs += change

    def _forget_backlog(self) -> None:
        if self._backlog is not None:
            self._count_backlog(-self.backlog_bytes)
            self._backlog = None
            self.straight = -1 if self.closing else self._sock.fileno()
            self._writer.stop()
            self._writer.close()
            self._writer = None
            self.pool.behind.discard(self)

    def cut_for_backlog(self) -> None:
        log.info("cut a listener that does not read: %d bytes behind", self.backlog_bytes)
        self.pool.cut_behind += 1
        self.cut("transport error")
