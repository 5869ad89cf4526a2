"""One connection to an address that was checked, plain or TLS, on which no wait outlives one deadline.

A socket's own timeout starts anew with every byte, so a server that trickles could hold us for ever. TLS runs over
memory buffers here, so that the same holds for the handshake, with threads and with greenlets alike.
"""

from __future__ import annotations

import io
import socket
import ssl
import time
from collections.abc import Callable
from functools import lru_cache
from typing import Any, TypeVar

import certifi

from webapp.fetch.addresses import FetchRefused, IPAddress
from webapp.newsroom.errors import NewsroomError

T = TypeVar("T")

_CHUNK = 16_384


class Unreachable(NewsroomError):
    """Nobody answered, or not in time, or not to the end. Later it may go better."""

    status = 502
    code = "unreachable"
    retry = True


class ConnectFailed(Unreachable):
    """Nobody at their end said anything: no such name, no route, no connection. It may be our own network."""

    code = "not-reached"


class Deadline:
    """A moment by which all has to be over."""

    def __init__(self, seconds: float) -> None:
        self._at = time.monotonic() + seconds
        self._seconds = seconds

    def left(self) -> float:
        """Seconds left. Raises `Unreachable` when there are none."""
        left = self._at - time.monotonic()
        if left <= 0:
            raise Unreachable(f"no full answer within {self._seconds:g} s")
        return left

    def within(self, seconds: float) -> Deadline:
        """A nearer deadline for a part of it."""
        return Deadline(min(seconds, self.left()))


class Connection(io.RawIOBase):
    """Reads and writes bytes until `deadline`, at most `most` of them coming in; `makefile` is what http.client asks for."""

    def __init__(self, ip: IPAddress, port: int, deadline: Deadline, most: int) -> None:
        super().__init__()
        self._deadline = deadline
        self._left = most
        self._socket = socket.socket(socket.AF_INET6 if ip.version == 6 else socket.AF_INET, socket.SOCK_STREAM)
        try:
            self._timed(lambda: self._socket.connect((str(ip), port)))
        except Unreachable as error:
            self._socket.close()
            if isinstance(error.__context__, ConnectionRefusedError):
                raise  # by somebody
            raise ConnectFailed(error.message) from None
        except BaseException:
            self._socket.close()
            raise

    def until(self, deadline: Deadline) -> None:
        self._deadline = deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self.receive(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def receive(self, most: int) -> bytes:
        data = self._timed(lambda: self._socket.recv(most))
        self._left -= len(data)
        if self._left < 0:
            raise FetchRefused("more bytes came than are taken")
        return data

    def sendall(self, data: bytes) -> None:
        self._timed(lambda: self._socket.sendall(data))

    def makefile(self, mode: str) -> io.BufferedReader:
        return IcyReader(self)

    def close(self) -> None:
        self._socket.close()
        super().close()

    def _timed(self, action: Callable[[], T]) -> T:
        self._socket.settimeout(self._deadline.left())
        try:
            return action()
        except TimeoutError:
            self._deadline.left()
            raise Unreachable("no answer in time") from None
        except OSError as error:
            raise Unreachable(f"the connection failed: {error.strerror or error}") from None


class IcyReader(io.BufferedReader):
    """Where HTTP says `HTTP/1.0 200 OK`, SHOUTcast 1 and old Icecasts say `ICY 200 OK`."""

    _begun = False

    def readline(self, size: int | None = -1) -> bytes:
        line = super().readline(size)
        if not self._begun and line.startswith(b"ICY "):
            line = b"HTTP/1.0 " + line[4:]
        self._begun = True
        return line


class TlsConnection(Connection):
    """The same with TLS: the certificate must be `host`'s, although we connected to an IP."""

    def __init__(self, ip: IPAddress, port: int, deadline: Deadline, most: int, host: str) -> None:
        super().__init__(ip, port, deadline, most)
        self._in, self._out = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._tls = _trust().wrap_bio(self._in, self._out, server_hostname=host)
        try:
            self._pump(self._tls.do_handshake)
        except BaseException:
            self.close()
            raise

    def receive(self, most: int) -> bytes:
        return self._pump(lambda: self._tls.read(most))

    def sendall(self, data: bytes) -> None:
        self._pump(lambda: self._tls.write(data))

    def _pump(self, action: Callable[[], T]) -> T:
        """Does `action`, carrying bytes between the TLS buffers and the socket until it is done."""
        while True:
            try:
                result = action()
            except ssl.SSLWantReadError:
                self._flush()
                data = super().receive(_CHUNK)
                self._in.write(data) if data else self._in.write_eof()
            except ssl.SSLZeroReturnError:
                return b""  # type: ignore[return-value]  # only reading ends this way
            except ssl.SSLCertVerificationError as error:
                raise FetchRefused(f"the certificate is not good: {error.verify_message}") from None
            except ssl.SSLError as error:
                raise Unreachable(f"TLS failed: {error.reason or error}") from None
            else:
                self._flush()
                return result

    def _flush(self) -> None:
        if data := self._out.read():
            super().sendall(data)


@lru_cache(maxsize=1)
def _trust() -> ssl.SSLContext:
    """The system's certificates and certifi's: a bare machine may have none of its own."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context
