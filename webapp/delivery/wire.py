"""The encoding of events for each transport, made once and then the same bytes for all listeners.

    data ─► Socket.IO packet text ─► Engine.IO text ─► unmasked websocket frame, plain or compressed  (Socket.IO listeners)
        └─► `id:` `event:` `data:` lines                                           (server-sent events)

A server's frames are unmasked (RFC 6455, 5.1), so one broadcast to ten thousand listeners is one byte string.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import orjson

from webapp.delivery.websocket.deflate import deflate

TEXT, BINARY, CLOSE, PING, PONG = 0x1, 0x2, 0x8, 0x9, 0xA
DEFLATED = 0x40
"""The bit of a frame whose message is compressed (RFC 7692, 6)."""

_FIN = 0x80

MIN_DEFLATED_BYTES = 160
"""Shorter messages gain next to nothing."""


def frame(payload: bytes, opcode: int = TEXT) -> bytes:
    """One whole, unmasked websocket frame. `opcode` may have the bit `DEFLATED`."""
    size = len(payload)
    if size < 126:
        return bytes((_FIN | opcode, size)) + payload
    if size < 65_536:
        return bytes((_FIN | opcode, 126)) + size.to_bytes(2, "big") + payload
    return bytes((_FIN | opcode, 127)) + size.to_bytes(8, "big") + payload


def close_frame(code: int, reason: str = "") -> bytes:
    """A close frame (RFC 6455, 5.5.1); the reason is cut to the 123 bytes that fit, at a character."""
    text = reason.encode()[:123].decode(errors="ignore").encode()
    return frame(code.to_bytes(2, "big") + text, CLOSE)


class Encoded:
    """One event or snapshot: its JSON, and its form for each transport, made on first use. `brief` is what those get of it who
    take briefs (`briefs.py`)."""

    __slots__ = ("_deflated", "_frame", "brief", "json", "name")

    def __init__(self, name: str, json: bytes) -> None:
        self.name = name
        self.json = json
        self.brief = self
        self._frame: bytes | None = None
        self._deflated: bytes | None = None

    @property
    def packet(self) -> str:
        """The Socket.IO v5 packet of the namespace `/`, as text: `2["name",{…}]`."""
        return f"2[{orjson.dumps(self.name).decode()},{self.json.decode()}]"

    @property
    def frame(self) -> bytes:
        """The whole websocket frame of the Engine.IO message that carries the packet."""
        if self._frame is None:
            self._frame = frame(self._message)
        return self._frame

    @property
    def deflated(self) -> bytes:
        """`frame` for listeners that take compressed messages; the plain one where that is as short."""
        if self._deflated is None:
            packed = deflate(self._message) if len(self.json) >= MIN_DEFLATED_BYTES else None
            self._deflated = frame(packed, TEXT | DEFLATED) if packed and len(packed) < len(self.json) else self.frame
        return self._deflated

    @property
    def _message(self) -> bytes:
        return b"42[%b,%b]" % (orjson.dumps(self.name), self.json)

    def sse(self, id: str) -> bytes:
        """The event for a `text/event-stream`; clients send `id` back as `Last-Event-ID`.

        Raises `ValueError` for an id or a name with a line break or NUL.
        """
        if any(mark in text for text in (id, self.name) for mark in "\r\n\0"):
            raise ValueError("an id or a name of a server-sent event is one line")
        return b"id: %b\nevent: %b\ndata: %b\n\n" % (id.encode(), self.name.encode(), self.json)

    def __repr__(self) -> str:
        return f"<Encoded {self.name} {len(self.json)} bytes>"


class Forms(NamedTuple):
    """Messages as one byte string for each kind of listener, in the order of `form`."""

    plain: bytes
    deflated: bytes
    brief: bytes
    brief_deflated: bytes


def form(deflates: bool, takes_briefs: bool) -> int:
    """The index in `Forms` of what such a listener gets."""
    return int(deflates) + 2 * int(takes_briefs)


def joined(events: Sequence[Encoded]) -> Forms:
    """All of `events` as one message: the same bytes in every backlog."""
    briefs = [one.brief for one in events]
    plain, deflated = b"".join(one.frame for one in events), b"".join(one.deflated for one in events)
    if all(brief is one for brief, one in zip(briefs, events, strict=True)):
        return Forms(plain, deflated, plain, deflated)
    return Forms(plain, deflated, b"".join(one.frame for one in briefs), b"".join(one.deflated for one in briefs))


def encode(event_name: str, data: dict[str, Any] | None) -> Encoded:
    """Encodes `data` under `event_name`; later changes of `data` have no effect.

    Raises `orjson.JSONEncodeError` (a `TypeError`) for what JSON cannot represent.
    """
    # orjson over-allocates, up to eight times; these bytes are kept for thousands of events.
    return Encoded(event_name, bytes(memoryview(orjson.dumps(data))))
