"""What a streaming server says of one of its mounts, whichever server it is."""

from __future__ import annotations

from dataclasses import dataclass

from webapp.newsroom.stream.facts import Fact


@dataclass(frozen=True)
class Stats:
    """`connected`: whether an encoder feeds the mount. The rest is `None` where the server does not say."""

    connected: Fact = "unknown"
    title: str | None = None
    listeners: int | None = None
    reason: str | None = None


def text(value: object) -> str | None:
    """A title or name as one clean line of at most 300 characters; `None` where there is none."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    line = " ".join("".join(char if char.isprintable() else " " for char in str(value)).split())
    return line[:300] or None


def count(value: object) -> int | None:
    """A number of listeners, which some servers write as text."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value if 0 <= value < 10**9 else None
    if isinstance(value, str) and value.strip().isascii() and value.strip().isdigit() and len(value) < 10:
        return int(value)
    return None


def decode(body: bytes) -> str:
    """UTF-8 where it is, else Latin-1, as old encoders send it."""
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("latin-1")
