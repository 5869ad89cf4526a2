"""How long a peer may take over HTTP: a request's body has a deadline, and so has each piece of an answer.

A request's head is bounded by gunicorn (`keepalive`). Nobody who stops reading holds more than one piece.
"""

from __future__ import annotations

import contextlib
import errno
import time
from typing import Any

from gevent.socket import socket

PIECE_BYTES = 65_536


class PatientSocket(socket):  # type: ignore[misc]
    """A connection under a web server that would wait for ever. `begin_body` begins a request's time."""

    def __init__(self, taken: Any, body_s: float, piece_s: float) -> None:
        super().__init__(taken.family, taken.type, taken.proto, fileno=taken.detach())
        self._body_s = body_s
        self._piece_s = piece_s
        self._until: float | None = None
        self._given_up = False
        self._unread = b""

    def unread(self, data: bytes) -> None:
        """Somebody has looked at it, and it is the next that is received."""
        self._unread = data

    def begin_body(self) -> None:
        """The head is there: from now on the rest of the request has its deadline."""
        self._until = time.monotonic() + self._body_s

    def end_body(self) -> None:
        """The request is answered."""
        self._until = None

    def recv(self, size: int, flags: int = 0) -> bytes:
        """Raises `RequestTimeout` (408) once the body has taken too long; after that nothing comes any more."""
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
        """Raises `BrokenPipeError` where a piece is not taken in its time, as where the peer is gone."""
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
        """gunicorn's way for files, a piece at a time."""
        file.seek(offset)
        sent = 0
        while piece := file.read(PIECE_BYTES if count is None else min(PIECE_BYTES, count - sent)):
            self.sendall(piece)
            sent += len(piece)
        return sent
