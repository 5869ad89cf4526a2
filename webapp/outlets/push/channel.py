"""One kept connection to a push service that never blocks: a request, then its answer, then the next.

TLS runs over memory buffers, so that a step takes what is there and waits for nothing.
"""

from __future__ import annotations

import socket
import ssl
from dataclasses import dataclass

from webapp.fetch.addresses import Address, IPAddress
from webapp.fetch.connection import trusted

MAX_HEAD_BYTES, MAX_BODY_BYTES = 32_000, 200_000
_CHUNK = 65_536


class ChannelLost(Exception):
    """The connection ended, or what came is no HTTP. What was asked may have been done."""


@dataclass(frozen=True)
class Answer:
    """`retry_after` as it came. A push service says in `closes` that no further request is taken here."""

    status: int
    retry_after: str | None
    closes: bool


class Channel:
    """`begin` connects without waiting; `step` goes on as far as it can, and `wants_write` says what it waits for."""

    def __init__(self, address: Address, ip: IPAddress) -> None:
        self._tls: ssl.SSLObject | None = None
        self._in, self._out = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.socket = socket.socket(socket.AF_INET6 if ip.version == 6 else socket.AF_INET, socket.SOCK_STREAM)
        self.socket.setblocking(False)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if address.scheme == "https":
            self._tls = trusted().wrap_bio(self._in, self._out, server_hostname=address.host)
        self._shaken = self._tls is None
        self._connected = False
        self._to_send = bytearray()
        self._plain_out = b""
        self._got = bytearray()
        try:
            self.socket.connect((str(ip), address.port))
        except BlockingIOError:
            pass
        except OSError as error:
            self.socket.close()
            raise ChannelLost(str(error.strerror)) from None

    @property
    def wants_write(self) -> bool:
        return not self._connected or bool(self._to_send)

    def send(self, request: bytes) -> None:
        """Queues one request; the answer to the one before has come."""
        self._plain_out += request
        self.step(readable=False)

    def step(self, readable: bool = True) -> Answer | None:
        """Sends and receives what can be now; the answer once it is whole. Raises `ChannelLost`."""
        try:
            if not self._connected:
                self._connected = self._is_connected()
                if not self._connected:
                    return None
            if readable:
                self._receive()
            self._work_tls()
            self._flush()
        except (OSError, ssl.SSLError) as error:
            raise ChannelLost(str(error)) from None
        return self._answer()

    def close(self) -> None:
        self.socket.close()

    def _is_connected(self) -> bool:
        problem = self.socket.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        if problem:
            raise OSError(problem, "cannot be connected to")
        try:
            self.socket.getpeername()
        except OSError:
            return False
        return True

    def _receive(self) -> None:
        try:
            data = self.socket.recv(_CHUNK)
        except BlockingIOError:
            return
        if not data:
            raise ChannelLost("the connection was closed")
        if self._tls is None:
            self._got += data
        else:
            self._in.write(data)

    def _work_tls(self) -> None:
        if self._tls is None:
            self._to_send += self._plain_out
            self._plain_out = b""
            return
        try:
            if not self._shaken:
                self._tls.do_handshake()
                self._shaken = True
            if self._plain_out:
                self._tls.write(self._plain_out)
                self._plain_out = b""
            while True:
                data = self._tls.read(_CHUNK)
                if not data:
                    raise ChannelLost("the connection was closed")
                self._got += data
        except ssl.SSLWantReadError:
            pass
        finally:
            self._to_send += self._out.read()

    def _flush(self) -> None:
        if self._to_send:
            try:
                sent = self.socket.send(self._to_send)
            except BlockingIOError:
                return
            del self._to_send[:sent]

    def _answer(self) -> Answer | None:
        end = self._got.find(b"\r\n\r\n")
        if end < 0:
            if len(self._got) > MAX_HEAD_BYTES:
                raise ChannelLost("the answer's head is too long")
            return None
        lines = bytes(self._got[:end]).split(b"\r\n")
        version, _, rest = lines[0].partition(b" ")
        if not version.startswith(b"HTTP/1.") or not rest[:3].isdigit():
            raise ChannelLost("the answer is not HTTP")
        fields = {}
        for line in lines[1:]:
            name, _, value = line.partition(b":")
            fields[name.strip().lower()] = value.strip().decode("latin-1")
        size, status = self._body_size(fields, end + 4), int(rest[:3])
        if size is None:
            return None
        del self._got[: end + 4 + size]
        if 100 <= status < 200:
            return self._answer()
        closes = "close" in fields.get(b"connection", "").lower() or version == b"HTTP/1.0"
        return Answer(status, fields.get(b"retry-after"), closes)

    def _body_size(self, fields: dict[bytes, str], start: int) -> int | None:
        """Bytes of the body after `start`, once all of it is here."""
        if "chunked" in fields.get(b"transfer-encoding", "").lower():
            at = start
            while True:
                line_end = self._got.find(b"\r\n", at)
                if line_end < 0:
                    break
                try:
                    chunk = int(bytes(self._got[at:line_end]).split(b";")[0], 16)
                except ValueError:
                    raise ChannelLost("the answer is not HTTP") from None
                at = line_end + 2 + chunk + 2
                if chunk == 0:
                    return at - start if len(self._got) >= at else None
                if at - start > MAX_BODY_BYTES:
                    break
            size = MAX_BODY_BYTES + 1 if len(self._got) - start > MAX_BODY_BYTES else None
        else:
            length = fields.get(b"content-length", "0")
            size = int(length) if length.isascii() and length.isdigit() and len(length) < 10 else MAX_BODY_BYTES + 1
        if size is None or size > MAX_BODY_BYTES:
            if size is not None:
                raise ChannelLost("the answer is too long")
            return None
        return size if len(self._got) - start >= size else None
