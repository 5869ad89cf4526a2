"""One listener's socket: no greenlet, no queue. A send goes straight to the kernel; only what does not fit is held.

    writable:  write ─► send()                     behind:  write ─► backlog ─► write watcher ─► send()
                          └ full ─► backlog                     └ past the bound ─► cut

Every call here returns at once, so it may be made from the hub itself. Watchers stop before their descriptor closes:
its number is in use again with the next connection.
"""

from __future__ import annotations

import logging
import socket
from _socket import socket as RawSocket
from collections import deque
from typing import Any

from gevent import get_hub

from webapp.delivery.limits import Limits
from webapp.delivery.websocket import POLICY, TRY_LATER, ProtocolError, Receiver
from webapp.delivery.wire import CLOSE, close_frame

log = logging.getLogger(__name__)

READ, WRITE = 1, 2
RECEIVE_BYTES = 65_536
_RESET = (1).to_bytes(4, "little") + bytes(4)


class Pool:
    """What the channels of one process share: the loop, one receive buffer, and the sums of what they hold."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.loop = get_hub().loop
        self.buffer = memoryview(bytearray(RECEIVE_BYTES))
        self.behind: set[Channel] = set()
        self.backlogs = 0
        self.unfinished = 0
        self.cut_behind = 0

    def cut_the_furthest_behind(self) -> None:
        max(self.behind, key=lambda channel: channel.backlog_bytes).cut_for_backlog()


class Channel:
    """Open, then closing (our close frame is on its way; out of every list), then closed. `on_end` comes once."""

    __slots__ = (
        "_allowed_at", "_backlog", "_held", "_reader", "_receiver", "_sock", "_stale", "_writer",
        "alive", "backlog_bytes", "closed", "closing", "pool", "slot",
    )  # fmt: skip

    def __init__(self, pool: Pool, sock: RawSocket) -> None:
        limits = pool.limits
        sock.setblocking(False)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, limits.send_buffer)
        if sock.family != socket.AF_UNIX:
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.pool = pool
        self.slot = 0
        self.closing = self.closed = False
        self.alive = True
        self._sock = sock
        self._receiver = Receiver(limits.message, limits.fragments)
        self._held = 0
        self._stale = False
        self._allowed_at = 0.0
        self._backlog: deque[bytes] | None = None
        self.backlog_bytes = 0
        self._writer: Any = None
        self._reader = pool.loop.io(sock.fileno(), READ)

    # What a subclass makes of it

    def on_frame(self, opcode: int, payload: str | bytes) -> None:
        raise NotImplementedError

    def on_end(self, reason: str) -> None:
        """Nothing can be sent any more."""
        raise NotImplementedError

    def on_closed(self) -> None:
        """The descriptor is closed."""
        raise NotImplementedError

    # Out

    def write(self, data: bytes) -> None:
        """Send, or hold what the kernel does not take. Nothing happens on a channel that is closing."""
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
            self._hold(data[sent:])

    def _hold(self, data: bytes) -> None:
        pool = self.pool
        if self._backlog is None:
            self._backlog = deque()
            self._writer = pool.loop.io(self._sock.fileno(), WRITE)
            self._writer.start(self._on_writable)
            pool.behind.add(self)
        self._backlog.append(data)
        self._count_backlog(len(data))
        # One message alone is never too much: a snapshot may be larger than the bound.
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
            self.alive = True  # somebody reads, if slowly
            if sent < len(data):
                backlog[0] = data[sent:]
                return
            backlog.popleft()
        self._forget_backlog()
        if self.closing:
            self._end_sending()

    def _count_backlog(self, change: int) -> None:
        self.backlog_bytes += change
        self.pool.backlogs += change

    def _forget_backlog(self) -> None:
        if self._backlog is not None:
            self._count_backlog(-self.backlog_bytes)
            self._backlog = None
            self._writer.stop()
            self._writer.close()
            self._writer = None
            self.pool.behind.discard(self)

    # In

    def listen(self, already: bytes = b"") -> None:
        """Begin to receive, first what came `already` with the handshake."""
        if self.closed:
            return
        self._reader.start(self._on_readable)
        if already:
            self._receive(already)

    def pause(self) -> None:
        self._reader.stop()

    def resume(self) -> None:
        if not self.closed and not self._reader.active:
            self._reader.start(self._on_readable)

    def _on_readable(self) -> None:
        buffer = self.pool.buffer
        try:
            count = self._sock.recv_into(buffer)
        except BlockingIOError:
            return
        except OSError:
            self.lose("transport error")
            return
        if not count:
            self.lose("transport close")
        elif not self.closing:  # else what comes is read only to see its end
            self._receive(bytes(buffer[:count]))

    def _receive(self, data: bytes) -> None:
        try:
            for opcode, payload in self._receiver.receive(data):
                self.alive = True
                self._stale = self._stale and opcode >= CLOSE  # a ping finishes nothing
                self._count_frame()
                self.on_frame(opcode, payload)
                if self.closing:
                    return
        except ProtocolError as error:
            self.finish(error.code, str(error), "transport error")
            return
        self._count_held(self._receiver.held)
        if self._held and self.pool.unfinished > self.pool.limits.unfinished:
            self.finish(TRY_LATER, "too many unfinished messages here", "transport error")

    def _count_held(self, held: int) -> None:
        self.pool.unfinished += held - self._held
        self._held = held

    def _count_frame(self) -> None:
        """A steady rate with bursts: `_allowed_at` is when the next frame would be due at that rate."""
        limits, now = self.pool.limits, self.pool.loop.now()
        self._allowed_at = max(self._allowed_at, now) + 1 / limits.frames_per_s
        if self._allowed_at - now > limits.burst / limits.frames_per_s:
            raise ProtocolError(POLICY, f"{limits.frames_per_s:g} frames a second are enough")

    def mark_unfinished(self) -> None:
        """Remember that a message is under way; `never_finishes` when nothing has come of it since."""
        self._stale = self._receiver.unfinished

    @property
    def never_finishes(self) -> bool:
        return self._stale and self._receiver.unfinished

    # The end

    def finish(self, code: int, text: str, reason: str = "server disconnect") -> None:
        """Close as the protocol wants it: send a close frame, then read until the peer closes too."""
        self.write(close_frame(code, text))
        if self.closing:
            return
        self.closing = True
        self._receiver.drop()
        self._count_held(0)
        self.resume()
        if self._backlog is None:
            self._end_sending()
        self.on_end(reason)

    def _end_sending(self) -> None:
        try:
            self._sock.shutdown(socket.SHUT_WR)
        except OSError:
            self._close()

    def lose(self, reason: str) -> None:
        """The peer is gone, or to be gone at once."""
        ended, self.closing = self.closing, True
        self._close()
        if not ended:
            self.on_end(reason)

    def cut(self, reason: str) -> None:
        """Lose the peer and whatever the kernel still holds for it."""
        if not self.closed:
            self._sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
            self.lose(reason)

    def cut_for_backlog(self) -> None:
        log.info("cut a listener that does not read: %d bytes behind", self.backlog_bytes)
        self.pool.cut_behind += 1
        self.cut("transport error")

    def _close(self) -> None:
        if self.closed:
            return
        self.closed = True
        self._forget_backlog()
        self._count_held(0)
        self._reader.stop()
        self._reader.close()
        self._sock.close()
        self.on_closed()
