"""Icecast 2.4's `status-json.xsl`: which of the mounts has an encoder, what it plays and for how many.

`source` is absent, one object or a list. The document is made by a style sheet and is not always JSON: the commonest
faults (a comma before a bracket, a missing brace, raw control characters) are repaired, others give `unknown`.
A hidden mount is never listed, so `connected: no` here is not yet silence there: the bytes of the mount decide.
"""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import unquote, urlsplit

from webapp.monitor.probes.stats import Stats, count, decode, text

STRING = re.compile(r'"(?:[^"\\]|\\.)*(?:"|\Z)', re.DOTALL)
"""A string literal; one left open goes to the end, or hostile quotes would take quadratic time."""

STRAY_COMMA = re.compile(rf"({STRING.pattern})|,(?=\s*[}}\]])", re.DOTALL)

ENCODER_FIELDS = {"stream_start", "stream_start_iso8601", "server_type", "title", "bitrate", "audio_info"}
"""Fields that a mount has from its encoder: without one it stays listed while listeners hear its fallback."""

NO_ENCODER = Stats("no", reason="no encoder is connected")
UNREADABLE = Stats(reason="the server's status page cannot be read")


def read_icecast(body: bytes, mount: str) -> Stats | None:
    """What the document says of `mount` (`/live.mp3`); `None` where it is no Icecast document at all."""
    source_text = decode(body)
    if '"icestats"' not in source_text[:2000]:
        return None
    document = _json(source_text)
    stats = document.get("icestats") if isinstance(document, dict) else None
    if not isinstance(stats, dict):
        return UNREADABLE
    listed = stats.get("source", [])
    sources = [s for s in (listed if isinstance(listed, list) else [listed]) if isinstance(s, dict)]
    for source in sources:
        if _mount(source) == unquote(mount):
            if not source.keys() & ENCODER_FIELDS:
                return NO_ENCODER
            return Stats("yes", _title(source), count(source.get("listeners")))
    if any(_mount(source) is None for source in sources):
        return Stats(reason="the server lists a mount without its name")
    return NO_ENCODER


def _mount(source: dict[str, Any]) -> str | None:
    address = source.get("listenurl")
    try:
        return unquote(urlsplit(address).path) or None if isinstance(address, str) else None
    except ValueError:
        return None


def _title(source: dict[str, Any]) -> str | None:
    artist, title = text(source.get("artist")), text(source.get("title"))
    return f"{artist} - {title}" if artist and title else title or text(source.get("yp_currently_playing"))


def _json(document: str) -> Any:
    for attempt in (document, _repaired(document)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _repaired(document: str) -> str:
    """Without commas before brackets, and with the brackets closed that were left open."""
    bare = STRING.sub('""', document)
    opened: list[str] = []
    for char in bare:
        if char in "{[":
            opened.append("}" if char == "{" else "]")
        elif char in "}]" and opened:
            opened.pop()
    closed = document.rstrip().rstrip(",") + "".join(reversed(opened))
    return STRAY_COMMA.sub(lambda found: found[1] or "", closed)
