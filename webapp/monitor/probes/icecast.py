"""Icecast 2.4's `status-json.xsl` and `/admin/stats`: which of the mounts has an encoder, what it plays and for how many.

In JSON `source` is absent, one object or a list. That document is made by a style sheet and is not always JSON. A title
that libxslt takes for a number (`-`, `.5`, `1e5`) or a truth is printed bare; old versions leave commas before brackets,
brackets open, quotes and control characters as they are. So bare values are read as the texts that they were, the rest is
repaired, and what cannot be gives `unknown`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from itertools import pairwise
from typing import Any
from urllib.parse import unquote, urlsplit

from webapp.monitor.probes.stats import UNREADABLE_REASON, Stats, count, decode, xml_root

STRING = re.compile(r'"(?:[^"\\]|\\.)*(?:"|\Z)', re.DOTALL)
"""A string literal; one left open goes to the end, or hostile quotes would take quadratic time."""

STRAY_COMMA = re.compile(rf"({STRING.pattern})|,(?=\s*[}}\]])", re.DOTALL)
BARE_VALUE = re.compile(rf'({STRING.pattern})|:\s*(?![\s"{{\[])([^,}}\]"]*)', re.DOTALL)

ENCODER_FIELDS = {
    "stream_start", "stream_start_iso8601", "server_type", "title", "bitrate", "audio_info", "connected", "content-type",
}  # fmt: skip
"""Fields that a mount has from its encoder: without one it stays listed while listeners hear its fallback."""

RELAY_FIELDS = {"listener_peak", "on_demand"}
"""Fields that only an on-demand relay has while nobody listens, and a mount that lost its encoder has not."""

NO_ENCODER = Stats("no", reason="no encoder is connected")
NOT_LISTED = Stats("no", reason="no encoder is connected", listed=False)
IDLE_RELAY = Stats(listeners=0, on_demand=True, reason="an on-demand relay that nobody listens to")
UNREADABLE = Stats(reason=UNREADABLE_REASON)


def read_icecast(body: bytes, mount: str, *, guessed: bool = False) -> Stats | None:
    """What the document says of `mount` (`/live.mp3`); `None` where it is no Icecast document at all.

    `guessed`: the mount was taken from a public address, which a proxy may have put under a path of its own.
    A hidden mount is never listed, so `connected: no` is not yet silence there: the bytes of the mount decide.
    """
    source_text = decode(body)
    if '"icestats"' in source_text[:2000]:
        sources = _from_json(source_text)
    elif "<icestats" in source_text[:2000]:
        sources = _from_xml(body)
    else:
        return None
    if sources is None:
        return UNREADABLE
    by_mount = {path: source for source in sources if (path := _mount(source))}
    source = by_mount.get(_listed_as(unquote(mount), by_mount, guessed))
    if source is not None:
        return _stats(source)
    if len(by_mount) < len(sources):
        return Stats(reason="the server lists a mount without its name")
    return NOT_LISTED


def _listed_as(mount: str, listed: Mapping[str, object], guessed: bool) -> str:
    """The mount itself, else the longest that a guessed one ends with (`/radio/live.mp3` → `/live.mp3`)."""
    ends = (
        [path for path in listed if len(path) > 1 and mount.endswith(path)] if guessed and mount not in listed else []
    )
    return max(ends, key=len, default=mount)


def _stats(source: Mapping[str, Any]) -> Stats:
    if not source.keys() & ENCODER_FIELDS:
        return IDLE_RELAY if source.keys() & RELAY_FIELDS and not count(source.get("listeners")) else NO_ENCODER
    stats = Stats("yes", listeners=count(source.get("listeners")), on_demand=count(source.get("on_demand")) == 1)
    return stats.with_title(source.get("artist"), source.get("title") or source.get("yp_currently_playing"))


def _mount(source: Mapping[str, Any]) -> str | None:
    address = source.get("mount") or source.get("listenurl")
    try:
        return unquote(urlsplit(address).path) or None if isinstance(address, str) else None
    except ValueError:
        return None


def _from_xml(body: bytes) -> list[Mapping[str, Any]] | None:
    root = xml_root(body)
    if root is None:
        return None
    return [
        {"mount": source.get("mount"), **{child.tag.lower(): child.text for child in source}}
        for source in root.iter("source")
    ]


def _from_json(document: str) -> list[Mapping[str, Any]] | None:
    parsed = _json(BARE_VALUE.sub(_quoted, document))
    stats = parsed.get("icestats") if isinstance(parsed, dict) else None
    if not isinstance(stats, dict):
        return None
    listed = stats.get("source", [])
    return [source for source in (listed if isinstance(listed, list) else [listed]) if isinstance(source, dict)]


def _quoted(found: re.Match[str]) -> str:
    """A bare value as the text it was; only `null` is none."""
    if found[1] is not None:
        return found[1]
    value = found[2].strip()
    return ":null" if value == "null" else ":" + json.dumps(value)


def _json(document: str) -> Any:
    for repair in (str, _brackets_closed, lambda text: _brackets_closed(_quotes_escaped(text))):
        try:
            return json.loads(repair(document), strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _brackets_closed(document: str) -> str:
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


def _quotes_escaped(document: str) -> str:
    """With a backslash before each quote within a text: one that nothing follows which may follow a text."""
    pieces = document.split('"')
    made, within = [pieces[0]], False
    for before, after in pairwise(pieces):
        escaped = (len(before) - len(before.rstrip("\\"))) % 2 == 1
        closes = after.lstrip()[:1] in ("", ",", ":", "}", "]")
        if within and not closes and not escaped:
            made.append('\\"')
        else:
            made.append('"')
            within = not within if not escaped else within
        made.append(after)
    return "".join(made)
