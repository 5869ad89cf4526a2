"""Frames of STOMP 1.0, 1.1 and 1.2: as much as receivers of RadioVIS need. Pure.

SUBSCRIBE
destination:/topic/fm/5e0/5abc/09390/text

␀
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

MAX_FRAME_BYTES = 8_192
MAX_HEADERS = 30

_ESCAPES = {"\\": "\\\\", "\n": "\\n", ":": "\\c", "\r": "\\r"}
_UNESCAPES = {"\\\\": "\\", "\\n": "\n", "\\c": ":", "\\r": "\r"}


class BadFrame(ValueError):
    """What came is no STOMP, or more of it than is taken."""


@dataclass(frozen=True)
class StompFrame:
    """Of a header that occurs twice the first counts."""

    command: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    def encoded(self, version: str) -> bytes:
        """The frame's bytes. Version 1.0 knows no escapes, so a line break in a header is left out there."""
        lines = [self.command, *(f"{_escaped(n, version)}:{_escaped(v, version)}" for n, v in self.headers.items())]
        if self.body:
            lines.append(f"content-length:{len(self.body)}")
        return "\n".join(lines).encode() + b"\n\n" + self.body + b"\0"


class StompReader:
    """Takes bytes as they come, and gives frames. `version` is that of the peer, once it is known."""

    def __init__(self) -> None:
        self.version = "1.0"
        self._waiting = b""

    def feed(self, data: bytes) -> Iterator[StompFrame]:
        """The frames that `data` completes. Raises `BadFrame`."""
        self._waiting += data
        while frame := self._next():
            yield frame

    def _next(self) -> StompFrame | None:
        text = self._waiting.lstrip(b"\r\n")  # heart-beats, and what some put between frames
        self._waiting = text
        head, found, rest = _head(text)
        if not found:
            if len(text) > MAX_FRAME_BYTES:
                raise BadFrame("a frame has at most 8 kB")
            return None
        command, headers = self._read_head(head)
        if "content-length" in headers:
            length = _length(headers["content-length"])
            if len(rest) < length + 1:
                return None
            if rest[length : length + 1] != b"\0":
                raise BadFrame("the body is longer than it says")
            body, self._waiting = rest[:length], rest[length + 1 :]
        else:
            body, ended, after = rest.partition(b"\0")
            if not ended:
                if len(text) > MAX_FRAME_BYTES:
                    raise BadFrame("a frame has at most 8 kB")
                return None
            self._waiting = after
        return StompFrame(command, headers, body)

    def _read_head(self, head: bytes) -> tuple[str, dict[str, str]]:
        try:
            lines = head.decode().replace("\r\n", "\n").split("\n")
        except UnicodeDecodeError:
            raise BadFrame("headers are UTF-8") from None
        command, *pairs = lines
        if not command.isalpha() or not command.isupper() or len(pairs) > MAX_HEADERS:
            raise BadFrame("that is no STOMP")
        headers: dict[str, str] = {}
        for pair in pairs:
            name, colon, value = pair.partition(":")
            if not colon:
                raise BadFrame("a header has a colon")
            if self.version == "1.0":
                value = value.strip()
            headers.setdefault(self._unescaped(name), self._unescaped(value))
        return command, headers

    def _unescaped(self, text: str) -> str:
        if self.version == "1.0" or "\\" not in text:
            return text
        made, at = "", 0
        while at < len(text):
            pair = text[at : at + 2]
            if text[at] == "\\" and pair not in _UNESCAPES:
                raise BadFrame("an escape that STOMP does not know")
            made += _UNESCAPES.get(pair, text[at])
            at += 2 if pair in _UNESCAPES else 1
        return made


def _head(text: bytes) -> tuple[bytes, bool, bytes]:
    """What is before the first empty line, whether there is one, and what follows."""
    ends = [(at, len(mark)) for mark in (b"\n\n", b"\n\r\n") if (at := text.find(mark)) >= 0]
    nul = text.find(b"\0")
    if not ends or (0 <= nul < min(ends)[0]):
        if nul >= 0:
            raise BadFrame("that is no STOMP")
        return text, False, b""
    at, width = min(ends)
    return text[:at].rstrip(b"\r"), True, text[at + width :]


def _length(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) > MAX_FRAME_BYTES:
        raise BadFrame("a frame has at most 8 kB")
    return int(text)


def _escaped(text: str, version: str) -> str:
    if version == "1.0":
        return text.replace("\n", "").replace("\r", "")
    return "".join(_ESCAPES.get(char, char) for char in text)


def agreed_version(accepts: str | None) -> str | None:
    """The newest version that both sides know; 1.0 for a peer that names none, `None` where there is no common one."""
    if accepts is None:
        return "1.0"
    offered = [one.strip() for one in accepts.split(",")]
    return next((version for version in ("1.2", "1.1", "1.0") if version in offered), None)
