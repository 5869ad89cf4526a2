"""One listener's connection, without a greenlet of its own: a watcher of the event loop reads it until it ends.

Its states are open, closing (our close frame is sent; it is in no list any more) and closed. Watchers stop before their
descriptor closes, since the next connection reuses its number.
"""

from __future__ import annotations

import socket
from _socket import socket as RawSocket

from webapp.delivery.websocket.outbox import READ, Outbox, Pool
from webapp.delivery.websocket.receiver import POLICY, TRY_LATER, ProtocolError, Receiver, whole_text
from webapp.delivery.wire import CLOSE, TEXT, close_frame

_RESET = (1).to_bytes(4, "little") + bytes(4)


class Channel(Outbox):
    """A websocket on a socket that was taken over after the handshake. `on_end` is called once; `deflates` says whether
    messages may be compressed."""

    __slots__ = ("_allowed_at", "_held", "_reader", "_receiver", "_stale", "closed", "deflates", "slot")

    def __init__(self, pool: Pool, sock: RawSocket, deflates: bool = False) -> None:
        super().__init__(pool, sock)
        self.slot = 0
        self.closed = False
        self.deflates = deflates
        self._receiver: Receiver | None = None  # there is one while something is unfinished
        self._held = 0
        self._stale = False
        self._allowed_at = 0.0
        self._reader = pool.loop.io(sock.fileno(), READ)

    # For subclasses

    def on_frame(self, opcode: int, payload: str | bytes) -> None:
        raise NotImplementedError

    def on_end(self, reason: str) -> None:
        """Nothing can be sent any more."""
        raise NotImplementedError

    def on_closed(self) -> None:
        """The descriptor is closed."""
        raise NotImplementedError

    # Receiving

    def listen(self, already: bytes = b"") -> None:
        """Starts receiving; `already` has the bytes that came with the handshake."""
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
        elif not self.closing:  # while closing, data is read only to notice the end
            self._receive(bytes(buffer[:count]))

    def _receive(self, data: bytes) -> None:
        limits, receiver = self.pool.limits, self._receiver
        try:
            if receiver is None:
                text = whole_text(data, limits.message)
                if text is not None:
                    self.alive = True
                    self._count_frame()
                    self.on_frame(TEXT, text)
                    return
                receiver = self._receiver = Receiver(limits.message, limits.fragments, self.deflates)
            for opcode, payload in receiver.receive(data):
                self.alive = True
                self._stale = self._stale and opcode >= CLOSE  # control frames do not finish a message
                self._count_frame()
                self.on_frame(opcode, payload)
                if self.closing:
                    return
        except ProtocolError as error:
            self.finish(error.code, str(error), "transport error")
            return
        self._count_held(receiver.held)
        if not receiver.unfinished:
            self._receiver = None
        if self._held and self.pool.unfinished > self.pool.limits.unfinished:
            self.finish(TRY_LATER, "too many unfinished messages here", "transport error")

    def _count_held(self, held: int) -> None:
        self.pool.unfinished += held - self._held
        self._held = held

    def _count_frame(self) -> None:
        """Bounds the rate of frames, with bursts (GCRA): `_allowed_at` is when the next frame is due at the steady rate."""
        limits, now = self.pool.limits, self.pool.loop.now()
        self._allowed_at = max(self._allowed_at, now) + 1 / limits.frames_per_s
        if self._allowed_at - now > limits.burst / limits.frames_per_s:
            raise ProtocolError(POLICY, f"{limits.frames_per_s:g} frames a second are enough")

    def mark_unfinished(self) -> None:
        """Marks a message that is under way; `never_finishes` is true while nothing more of it has come."""
        self._stale = self._receiver is not None and self._receiver.unfinished

    @property
    def never_finishes(self) -> bool:
        return self._stale and self._receiver is not None and self._receiver.unfinished

    # The end

    def finish(self, code: int, text: str, reason: str = "server disconnect") -> None:
        """Closes by the protocol: sends a close frame, then reads until the peer closes too. `reason` goes to `on_end`."""
        self.write(close_frame(code, text))
        if self.closing:
            return
        self.closing, self.straight = True, -1
        self._receiver = None
        self._count_held(0)
        self.resume()
        if self._backlog is None:
            self._end_sending()
        self.on_end(reason)

    def on_all_sent(self) -> None:
        if self.closing:
            self._end_sending()

    def _end_sending(self) -> None:
        try:
            self._sock.shutdown(socket.SHUT_WR)
        except OSError:
            self._close()

    def lose(self, reason: str) -> None:
        """Closes at once, without a close frame: the peer is gone, or has to go."""
        ended, self.closing, self.straight = self.closing, True, -1
        self._close()
        if not ended:
            self.on_end(reason)

    def cut(self, reason: str) -> None:
        """Closes at once with a TCP reset, which drops what the kernel still holds for the peer."""
        if not self.closed:
            self._sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
            self.lose(reason)

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
