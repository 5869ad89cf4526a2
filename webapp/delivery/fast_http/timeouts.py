"""Timeouts for HTTP clients: a deadline for the body of a request, and one for each piece of an answer.

gunicorn bounds the head of a request (`keepalive`). A client that stops reading holds at most one piece in memory.
"""

from __future__ import annotations

import contextlib
import errno
import time
from typing import Any

from gevent.socket import socket

PIECE_BYTES = 65_536


class PatientSocket(socket):  # type: ignore[misc]
    """A socket with these timeouts, for a web server that has none. Takes over the connection of `taken`."""

    def __init__(self, taken: Any, body_s: float, piece_s: float) -> None:
        super().__init__(taken.family, taken.type, taken.proto, fileno=taken.detach())
        self._body_s = body_s
        self._piece_s = piece_s
        self._until: float | None = None
        self._given_up = False
        self._unread = b""

    def unread(self, data: bytes) -> None:
        """Puts `data` back: `recv` returns it first."""
        self._unread = data

    def begin_body(self) -> None:
        """Starts the deadline for the body; called once the head was read."""
        self._until = time.monotonic() + self._body_s

    def end_body(self) -> None:
        """Ends the deadline; called once the request is answered."""
        self._until = None

    def recv(self, size: int, flags: int = 0) -> bytes:
        """Raises `RequestTimeout` (408) once the body has taken too long; returns nothing after that."""
        if self._given_up:
            return b""
        if self._unread:
            data, self._unread = self._unread[:size], self._unread[size:]
            return data
        if self._until is not None:
            self.settimeout(max(0.001, self._until - time.monotonic()))
        try:
            return super().recv(size, flags)  # type: ignore[no-any-return]
        except TimeoutError:
            from werkzeug.exceptions import RequestTimeout  # the worker is imported before anything is patched

            self._given_up = True
            raise RequestTimeout("the body of the request did not come in its time") from None
        finally:
            self.settimeout(None)

    def sendall(self, data: Any, flags: int = 0) -> None:
        """Raises `BrokenPipeError` where the peer is gone, or does not take a piece in time."""
        whole = memoryview(data).cast("B")
        with contextlib.suppress(BlockingIOError):  # most answers go at once
            whole = whole[self._sock.send(whole[:PIECE_BYTES], flags) :]
        if not whole:
            return
        self.settimeout(self._piece_s)
        try:
            for start in range(0, len(whole), PIECE_BYTES):
                super().sendall(whole[start : start + PIECE_BYTES], flags)
        except TimeoutError:
            raise BrokenPipeError(errno.EPIPE, "does not read what it asked for") from None
        finally:
            self.settimeout(None)

    def sendfile(self, file: Any, offset: int = 0, count: int | None = None) -> int:
        """Sends a file piece by piece, as gunicorn calls it. Returns the bytes sent."""
        file.seek(offset)
        sent = 0
        while piece := file.read(PIECE_BYTES if count is None else min(PIECE_BYTES, count - sent)):
            self.sendall(piece)
            sent += len(piece)
        return sent
