"""The receiving side of RFC 6455 (websockets), for peers that may be hostile. Pure: bytes in, messages out, no socket.

The size of a frame is checked with its header, before its payload is held; that of a message with each fragment. `wire`
frames what is sent. A message may be compressed where that was agreed on (`deflate`); then its size is checked again when it is
inflated, which stops at the limit. Other reserved bits are errors.
"""

from __future__ import annotations

import base64
import binascii
import codecs
import hashlib
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from webapp.delivery.websocket import deflate
from webapp.delivery.wire import BINARY, CLOSE, DEFLATED, PING, PONG, TEXT

CONTINUATION = 0x0
WHOLE_TEXT = 0x81
"""The first byte of a whole text message, and so of nearly every frame."""

PROTOCOL_ERROR, UNSUPPORTED, BAD_TEXT, POLICY, TOO_BIG = 1002, 1003, 1007, 1008, 1009
INTERNAL_ERROR, RESTART, TRY_LATER = 1011, 1012, 1013

_GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
_Utf8 = codecs.getincrementaldecoder("utf-8")
_OPCODES = frozenset({CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG})
_CLOSE_CODES = frozenset({1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014})


class BadHandshake(Exception):
    """A request that cannot become a websocket.

    `status` and `headers` are the HTTP answer, `code` is the error code of Engine.IO.
    """

    def __init__(self, status: str, reason: str, *headers: tuple[str, str], code: int = 3) -> None:
        super().__init__(reason)
        self.status = status
        self.code = code
        self.headers = list(headers)


class ProtocolError(Exception):
    """The peer broke the protocol or a limit; `code` goes into the close frame, the text is its reason."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code


class Agreed(NamedTuple):
    """The `101` response to a handshake, and whether messages may be compressed."""

    answer: bytes
    deflates: bool


def handshake(environ: Mapping[str, Any]) -> Agreed:
    """The answer to a WSGI request for a websocket (RFC 6455, 4.2). Raises `BadHandshake` for any other request."""
    deflates = check_opening(environ)
    return Agreed(switching(environ.get("HTTP_SEC_WEBSOCKET_KEY", "").strip(), deflates), deflates)


def check_opening(environ: Mapping[str, Any]) -> bool:
    """Checks all of an opening request but its key. Returns whether messages may be compressed; raises `BadHandshake`."""
    if environ["REQUEST_METHOD"] != "GET" or environ.get("SERVER_PROTOCOL") == "HTTP/1.0":
        raise BadHandshake("400 Bad Request", "a websocket starts with an HTTP/1.1 GET")
    if "websocket" not in _tokens(environ, "HTTP_UPGRADE") or "upgrade" not in _tokens(environ, "HTTP_CONNECTION"):
        raise BadHandshake("400 Bad Request", "this address is for websockets: the Upgrade header is missing")
    if environ.get("HTTP_SEC_WEBSOCKET_VERSION", "").strip() != "13":
        version = ("Sec-WebSocket-Version", "13")
        raise BadHandshake("426 Upgrade Required", "the websocket version is 13", version, ("Upgrade", "websocket"))
    if environ.get("CONTENT_LENGTH", "0") not in ("", "0") or "HTTP_TRANSFER_ENCODING" in environ:
        raise BadHandshake("400 Bad Request", "a websocket handshake has no body")
    return deflate.accepts(environ.get("HTTP_SEC_WEBSOCKET_EXTENSIONS", ""))


_SWITCHING = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
_ACCEPT = b"Sec-WebSocket-Accept: %b%b\r\n\r\n"
_DEFLATES = b"\r\nSec-WebSocket-Extensions: " + deflate.ANSWER


def switching(key: str, deflates: bool) -> bytes:
    """The `101` response for the client's `key`. Raises `BadHandshake` for one that is none."""
    try:
        sound = len(base64.b64decode(key, validate=True)) == 16
    except (binascii.Error, ValueError):
        sound = False
    if not sound:
        raise BadHandshake("400 Bad Request", "Sec-WebSocket-Key is 16 bytes in base64")
    digest = hashlib.sha1(key.encode() + _GUID, usedforsecurity=False).digest()
    return _SWITCHING + _ACCEPT % (binascii.b2a_base64(digest, newline=False), _DEFLATES if deflates else b"")


def _tokens(environ: Mapping[str, Any], header: str) -> list[str]:
    return [token.strip().lower() for token in environ.get(header, "").split(",")]


def whole_text(data: bytes, limit: int) -> str | None:
    """The message, where `data` is one short, whole, plain text message and no more, as nearly all are; else `None`, also for
    one that breaks the protocol."""
    size = len(data) - 6
    if not 0 <= size <= min(125, limit) or data[0] != WHOLE_TEXT or data[1] != 0x80 | size:
        return None
    try:
        return _unmask(data, 2, size + 6).decode()
    except UnicodeDecodeError:
        return None


class Receiver:
    """Turns a client's bytes into messages of at most `limit` bytes in `max_fragments` fragments. It never holds more of an
    unfinished message than that and one frame header. Compressed ones are taken where `deflates`."""

    __slots__ = (
        "_buffer", "_deflated", "_deflates", "_fragments", "_limit", "_max_fragments", "_message", "_needed", "_opcode",
        "_utf8",
    )  # fmt: skip

    def __init__(self, limit: int, max_fragments: int, deflates: bool = False) -> None:
        self._limit = limit
        self._deflates = deflates
        self._deflated = False  # whether the message that is not whole yet is compressed
        self._max_fragments = max_fragments
        self._buffer: bytearray | None = None  # the start of a frame that is not whole yet
        self._needed = 0  # bytes that the buffer must have before the frame can be whole
        self._message: bytearray | None = None  # the fragments so far of a message that is not whole yet
        self._opcode = CONTINUATION  # of that message
        self._fragments = 0
        self._utf8: codecs.IncrementalDecoder | None = None  # finds bad text before the message is whole

    @property
    def held(self) -> int:
        """Bytes kept of what is unfinished."""
        return len(self._buffer or b"") + len(self._message or b"")

    @property
    def unfinished(self) -> bool:
        """Whether the peer has begun something that it has not finished."""
        return self._buffer is not None or self._message is not None

    def receive(self, data: bytes) -> Iterator[tuple[int, str | bytes]]:
        """Yield `(opcode, payload)` for each whole message and control frame; the payload of `TEXT` is a `str`.

        Raises `ProtocolError`, after which it may not be called again.
        """
        stream: bytes | bytearray = data
        if self._buffer is not None:
            self._buffer += data
            if len(self._buffer) < self._needed:
                return
            stream = self._buffer
        start = 0
        while (found := self._frame(stream, start)) is not None:
            mask, end = found
            opcode, final, deflated = stream[start] & 0x0F, stream[start] >= 0x80, stream[start] & DEFLATED
            payload = _unmask(stream, mask, end)
            start = end
            if opcode == CLOSE:
                _check_close(payload)
            if opcode >= CLOSE:
                yield opcode, payload
            elif final and self._message is None:
                payload = self._inflate(payload) if deflated else payload
                yield opcode, _text(payload) if opcode == TEXT else payload
            elif (message := self._assemble(opcode, final, payload, bool(deflated))) is not None:
                yield message
        self._buffer = bytearray(stream[start:]) if start < len(stream) else None

    def _frame(self, stream: bytes | bytearray, start: int) -> tuple[int, int] | None:
        """Where the mask of the frame at `start` is, and where the frame ends; `None` while it is not whole. Checks all of its
        header."""
        have = len(stream) - start
        self._needed = 2
        if have < 2:
            return None
        first, second = stream[start], stream[start + 1]
        size = second & 0x7F
        if first != WHOLE_TEXT or second < 0x80 or self._message is not None:
            self._check_header(first, first & 0x0F, second, size)
        extra = _SIZE_BYTES.get(size, 0)
        self._needed = 2 + extra
        if have < self._needed:
            return None
        if extra:
            size = int.from_bytes(stream[start + 2 : start + 2 + extra], "big")
            if size < (126 if extra == 2 else 65_536) or size >= 1 << 63:
                raise ProtocolError(PROTOCOL_ERROR, "a length is written in the fewest bytes")
        if first & 0x0F < CLOSE and size + len(self._message or b"") > self._limit:
            raise ProtocolError(TOO_BIG, f"a message has {self._limit} bytes at most")
        self._needed += 4 + size
        return None if have < self._needed else (start + 2 + extra, start + self._needed)

    def _check_header(self, first: int, opcode: int, second: int, size: int) -> None:
        if first & 0x30 or (first & DEFLATED and not (self._deflates and opcode in (TEXT, BINARY))):
            raise ProtocolError(PROTOCOL_ERROR, "no such extension was agreed on")
        if not second & 0x80:
            raise ProtocolError(PROTOCOL_ERROR, "a client masks its frames")
        if opcode not in _OPCODES:
            raise ProtocolError(PROTOCOL_ERROR, "unknown opcode")
        if opcode >= CLOSE:
            if size > 125 or first < 0x80:
                raise ProtocolError(PROTOCOL_ERROR, "a control frame is whole and has 125 bytes at most")
        elif (opcode == CONTINUATION) != (self._message is not None):
            raise ProtocolError(PROTOCOL_ERROR, "a fragment out of its place")

    def _inflate(self, payload: bytes) -> bytes:
        try:
            message = deflate.inflate(payload, self._limit)
        except ValueError:
            raise ProtocolError(BAD_TEXT, "not a compressed message") from None
        if message is None:
            raise ProtocolError(TOO_BIG, f"a message has {self._limit} bytes at most")
        return message

    def _assemble(self, opcode: int, final: bool, payload: bytes, deflated: bool) -> tuple[int, str | bytes] | None:
        if self._message is None:
            self._opcode, self._message, self._fragments = opcode, bytearray(), 0
            self._deflated = deflated
            self._utf8 = _Utf8() if opcode == TEXT and not deflated else None
        self._fragments += 1
        if self._fragments > self._max_fragments:
            raise ProtocolError(POLICY, f"a message has {self._max_fragments} fragments at most")
        if self._utf8 is not None:
            _text(payload, self._utf8, final)
        self._message += payload
        if not final:
            return None
        message, self._message, self._utf8 = bytes(self._message), None, None
        if self._deflated:
            message = self._inflate(message)
        return self._opcode, _text(message) if self._opcode == TEXT else message


_SIZE_BYTES = {126: 2, 127: 8}
"""Extra header bytes for the size, by the size in the second byte (RFC 6455, 5.2)."""


def _unmask(stream: bytes | bytearray, mask: int, end: int) -> bytes:
    """The payload of a frame, from behind its mask to `end`. XOR as one big number, so that no Python loop runs over bytes."""
    start = mask + 4
    size = end - start
    key = int.from_bytes((stream[mask:start] * (size // 4 + 1))[:size], "big")
    return (int.from_bytes(stream[start:end], "big") ^ key).to_bytes(size, "big")


def _text(payload: bytes, decoder: codecs.IncrementalDecoder | None = None, final: bool = True) -> str:
    try:
        return decoder.decode(payload, final) if decoder else payload.decode()
    except UnicodeDecodeError:
        raise ProtocolError(BAD_TEXT, "text is UTF-8") from None


def _check_close(payload: bytes) -> None:
    if not payload:
        return
    code = int.from_bytes(payload[:2], "big")
    if len(payload) < 2 or not (code in _CLOSE_CODES or 3000 <= code <= 4999):
        raise ProtocolError(PROTOCOL_ERROR, "no such close code")
    _text(payload[2:])
