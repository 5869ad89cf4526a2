"""What an event is on the wire, encoded once and then the same bytes for everybody.

    data ─► Socket.IO packet text ─► Engine.IO text ─► unmasked websocket frame     (Socket.IO listeners)
        └─► `id:` `event:` `data:` lines                                           (server-sent events)

A server's frames are unmasked (RFC 6455, 5.1), so one broadcast to ten thousand listeners is one byte string.
"""

from __future__ import annotations

from typing import Any

import orjson

TEXT, BINARY, CLOSE, PING, PONG = 0x1, 0x2, 0x8, 0x9, 0xA
_FIN = 0x80


def frame(payload: bytes, opcode: int = TEXT) -> bytes:
    """One whole, unmasked websocket frame."""
    size = len(payload)
    if size < 126:
        return bytes((_FIN | opcode, size)) + payload
    if size < 65_536:
        return bytes((_FIN | opcode, 126)) + size.to_bytes(2, "big") + payload
    return bytes((_FIN | opcode, 127)) + size.to_bytes(8, "big") + payload


def close_frame(code: int, reason: str = "") -> bytes:
    """A close frame; the reason is cut to the 123 bytes that fit, at a character."""
    text = reason.encode()[:123].decode(errors="ignore").encode()
    return frame(code.to_bytes(2, "big") + text, CLOSE)


class Encoded:
    """One event, or one snapshot: its JSON made at once, its forms for each transport when first asked for."""

    __slots__ = ("_frame", "json", "name")

    def __init__(self, name: str, json: bytes) -> None:
        self.name = name
        self.json = json
        self._frame: bytes | None = None

    @property
    def packet(self) -> str:
        """The Socket.IO v5 packet of the namespace `/`, as text: `2["name",{…}]`."""
        return f"2[{orjson.dumps(self.name).decode()},{self.json.decode()}]"

    @property
    def frame(self) -> bytes:
        """The whole websocket frame of the Engine.IO message that carries the packet."""
        if self._frame is None:
            self._frame = frame(b"42[%b,%b]" % (orjson.dumps(self.name), self.json))
        return self._frame

    def sse(self, id: str) -> bytes:
        """The event for a `text/event-stream`; `id` comes back as `Last-Event-ID`.

        Raises `ValueError` where the id or the name would break out of its line.
        """
        if any(mark in text for text in (id, self.name) for mark in "\r\n\0"):
            raise ValueError("an id or a name of a server-sent event is one line")
        return b"id: %b\nevent: %b\ndata: %b\n\n" % (id.encode(), self.name.encode(), self.json)

    def __repr__(self) -> str:
        return f"<Encoded {self.name} {len(self.json)} bytes>"


def encode(event_name: str, data: dict[str, Any] | None) -> Encoded:
    """Encode `data` under `event_name`. What happens to `data` afterwards changes nothing on the wire.

    Raises `orjson.JSONEncodeError` (a `TypeError`) for what JSON cannot say.
    """
    # orjson leaves room behind what it makes, up to eight times as much; this one is kept for thousands of events.
    return Encoded(event_name, bytes(memoryview(orjson.dumps(data))))
