"""One connection to a checked IP, plain or TLS, on which all waits together end at one deadline.

A socket's own timeout starts anew with every byte, so a server that trickles could hold us for ever. TLS runs over
memory buffers, so that the deadline covers its handshake too, under threads and greenlets alike.
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
    """No complete response in time. It may work later."""

    status = 502
    code = "unreachable"
    retry = True


class ConnectFailed(Unreachable):
    """Nothing came from the other side: unknown name, no route, no connection. The fault may be on our network."""

    code = "not-reached"


class ConnectRefused(Unreachable):
    """A host answered that nothing listens there: it is not our network, and nothing was sent."""


class Deadline:
    """A moment on the monotonic clock."""

    def __init__(self, seconds: float) -> None:
        self._at = time.monotonic() + seconds
        self._seconds = seconds

    def seconds_left(self) -> float:
        """Raises `Unreachable` once there are none."""
        left = self._at - time.monotonic()
        if left <= 0:
            raise Unreachable(f"no full answer within {self._seconds:g} s")
        return left

    def within(self, seconds: float) -> Deadline:
        """The nearer of this deadline and `seconds` from now."""
        return Deadline(min(seconds, self.seconds_left()))


class Connection(io.RawIOBase):
    """Sends and receives until `deadline`, receiving at most `max_bytes`; `makefile` serves `http.client`.

    Raises `Unreachable` on errors and at the deadline, `FetchRefused` for more bytes or a bad certificate.
    """

    def __init__(self, ip: IPAddress, port: int, deadline: Deadline, max_bytes: int) -> None:
        super().__init__()
        self._deadline = deadline
        self._bytes_left = max_bytes
        self._socket = socket.socket(socket.AF_INET6 if ip.version == 6 else socket.AF_INET, socket.SOCK_STREAM)
        try:
            self._timed(lambda: self._socket.connect((str(ip), port)))
        except Unreachable as error:
            self._socket.close()
            if isinstance(error.__context__, ConnectionRefusedError):
                raise ConnectRefused(error.message) from None
            raise ConnectFailed(error.message) from None
        except BaseException:
            self._socket.close()
            raise

    def set_deadline(self, deadline: Deadline) -> None:
        self._deadline = deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self.receive(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def receive(self, max_bytes: int) -> bytes:
        data = self._timed(lambda: self._socket.recv(max_bytes))
        self._bytes_left -= len(data)
        if self._bytes_left < 0:
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
        self._socket.settimeout(self._deadline.seconds_left())
        try:
            return action()
        except TimeoutError:
            self._deadline.seconds_left()
            raise Unreachable("no answer in time") from None
        except OSError as error:
            raise Unreachable(f"the connection failed: {error.strerror or error}") from None


class IcyReader(io.BufferedReader):
    """Rewrites the status line `ICY 200 OK` of SHOUTcast 1 and old Icecast servers to `HTTP/1.0 200 OK`."""

    _begun = False

    def readline(self, size: int | None = -1) -> bytes:
        line = super().readline(size)
        if not self._begun and line.startswith(b"ICY "):
            line = b"HTTP/1.0 " + line[4:]
        self._begun = True
        return line


class TlsConnection(Connection):
    """As `Connection`, with TLS; the certificate must be valid for `host`, although the connection goes to an IP."""

    def __init__(self, ip: IPAddress, port: int, deadline: Deadline, max_bytes: int, host: str) -> None:
        super().__init__(ip, port, deadline, max_bytes)
        self._in, self._out = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._tls = trusted().wrap_bio(self._in, self._out, server_hostname=host)
        try:
            self._pump(self._tls.do_handshake)
        except BaseException:
            self.close()
            raise

    def receive(self, max_bytes: int) -> bytes:
        return self._pump(lambda: self._tls.read(max_bytes))

    def sendall(self, data: bytes) -> None:
        self._pump(lambda: self._tls.write(data))

    def _pump(self, action: Callable[[], T]) -> T:
        """Runs `action`, carrying bytes between the TLS buffers and the socket until it succeeds."""
        while True:
            try:
                result = action()
            except ssl.SSLWantReadError:
                self._flush()
                data = super().receive(_CHUNK)
                self._in.write(data) if data else self._in.write_eof()
            except ssl.SSLZeroReturnError:
                return b""  # type: ignore[return-value]  # raised by reads only
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
def trusted() -> ssl.SSLContext:
    """The system's certificates and certifi's: a bare machine may have none of its own."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context
