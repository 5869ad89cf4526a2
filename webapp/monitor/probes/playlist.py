"""As much of an HLS playlist (RFC 8216) as it takes to know whether the stream is alive, read leniently.

Only what is needed is looked at: a vendor's tag, or a wrong value in an attribute that no player of ours reads,
must not read as off air. (The `m3u8` package refuses a whole playlist for one bad bandwidth.)
"""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import isfinite
from urllib.parse import urljoin

from webapp.monitor.probes.stats import decode

ATTRIBUTE = re.compile(r'([A-Z0-9-]+)=("[^"]*"|[^",]*)(?:,|$)')


MAX_TAG_CHARS = 4096
"""Characters of one tag that are parsed: the pattern takes quadratic time on hostile ones."""

NEWEST_SEGMENTS = 3
"""Segments kept of a playlist: players start this many from its end."""


class NoPlaylist(ValueError):
    """The text is no HLS playlist."""


@dataclass(frozen=True)
class MediaSegment:
    """A piece of the stream. `bytes_from` and `bytes_len` where it is a part of a file; `init` is fMP4's header; `gap`:
    the playlist says that there is nothing to fetch.
    """

    number: int
    url: str
    bytes_from: int | None = None
    bytes_len: int | None = None
    init: str | None = None
    encrypted: bool = False
    gap: bool = False
    date: str | None = None


@dataclass(frozen=True)
class Variant:
    url: str
    bandwidth: int


@dataclass(frozen=True)
class Playlist:
    """A master has `variants` (cheapest first), a media playlist the last of its segments (`newest`). `ends_at` is the
    date (EXT-X-PROGRAM-DATE-TIME) of the end of its last segment.
    """

    variants: tuple[Variant, ...] = ()
    newest: tuple[MediaSegment, ...] = ()
    target_s: float = 0.0
    ended: bool = False
    ends_at: datetime | None = None


def read_playlist(body: bytes, url: str) -> Playlist:
    """The playlist that stood at `url`, against which its addresses are resolved. Raises `NoPlaylist`."""
    lines = [line.strip() for line in decode(body).splitlines()]
    tags = [line for line in lines if line and (not line.startswith("#") or line.startswith("#EXT"))]
    if not tags or not tags[0].startswith("#EXTM3U"):
        raise NoPlaylist("it does not begin with #EXTM3U")
    if any(line.startswith("#EXT-X-STREAM-INF:") for line in tags):
        return Playlist(variants=_variants(tags, url))
    if not any(line.startswith("#EXT-X-TARGETDURATION:") for line in tags):
        raise NoPlaylist("it has neither segments' target duration nor variants")
    return _media(tags, url)


def _variants(tags: list[str], url: str) -> tuple[Variant, ...]:
    """Sound alone is cheapest: a rendition of its own (`EXT-X-MEDIA`) comes first, then the lowest bandwidth."""
    found: list[Variant] = []
    offered: dict[str, str] | None = None
    for tag in tags:
        if tag.startswith("#EXT-X-MEDIA:"):
            media = _attributes(tag)
            if media.get("TYPE") == "AUDIO" and media.get("URI"):
                found.append(Variant(_join(url, media["URI"]), 0))
        elif tag.startswith("#EXT-X-STREAM-INF:"):
            offered = _attributes(tag)
        elif not tag.startswith("#") and offered is not None:
            bandwidth = _decimal(offered.get("BANDWIDTH", ""))
            found.append(Variant(_join(url, tag), 10**9 if bandwidth is None else bandwidth))
            offered = None
    return tuple(sorted((v for v in found if v.url), key=lambda variant: variant.bandwidth))


def _media(tags: list[str], url: str) -> Playlist:
    number, target, ended, encrypted, gap = 0, 0.0, False, False, False
    duration = 0.0
    at: datetime | None = None
    init: str | None = None
    part: str | None = None
    date: str | None = None
    offset = 0
    segments: deque[MediaSegment] = deque(maxlen=NEWEST_SEGMENTS)
    for tag in tags:
        name, _, value = tag.partition(":")
        if not tag.startswith("#"):
            start, length, offset = _byte_range(part, offset)
            segments.append(MediaSegment(number, tag, start, length, init, encrypted, gap, date))
            number, part, date, gap = number + 1, None, None, False
            at = at and at + timedelta(seconds=duration)
        elif name == "#EXT-X-MEDIA-SEQUENCE":
            number = _decimal(value) or 0
        elif name == "#EXT-X-TARGETDURATION":
            target = _seconds(value)
        elif name == "#EXT-X-MAP":
            init = _join(url, _attributes(tag).get("URI", "")) or None
        elif name == "#EXT-X-KEY":
            encrypted = _attributes(tag).get("METHOD", "NONE") != "NONE"
        elif name == "#EXT-X-BYTERANGE":
            part = value
        elif name == "#EXT-X-PROGRAM-DATE-TIME":
            date, at = value, _date(value)
        elif name == "#EXTINF":
            duration = _seconds(value.partition(",")[0])
        elif name == "#EXT-X-GAP":
            gap = True
        elif name == "#EXT-X-ENDLIST":
            ended = True
    # joined last: a long window has thousands of addresses, of which the newest matter
    newest = (replace(segment, url=_join(url, segment.url)) for segment in segments)
    return Playlist(
        newest=tuple(segment for segment in newest if segment.url), target_s=target, ended=ended, ends_at=at
    )


def _byte_range(part: str | None, offset: int) -> tuple[int | None, int | None, int]:
    """Start, length, and where the next part begins if it does not say."""
    length_text, _, start_text = (part or "").partition("@")
    length, start = _decimal(length_text), _decimal(start_text)
    if length is None:
        return None, None, 0
    begins = offset if start is None else start
    return begins, length, begins + length


def _decimal(value: str) -> int | None:
    """A decimal integer (RFC 8216, 4.2) of at most 19 digits; `None` for anything else."""
    digits = value.strip()
    return int(digits) if digits.isdecimal() and len(digits) < 20 else None


def _seconds(value: str) -> float:
    try:
        seconds = float(value)
    except ValueError:
        return 0.0
    return seconds if isfinite(seconds) and 0 < seconds <= 3600 else 0.0


def _date(value: str) -> datetime | None:
    """An instant; `None` where it is none, or names no zone, which players take for one of several."""
    try:
        date = datetime.fromisoformat(value.strip())
    except ValueError:
        return None
    return date if date.tzinfo and 1970 < date.year < 3000 else None


def _attributes(tag: str) -> dict[str, str]:
    return {name: value.strip('"') for name, value in ATTRIBUTE.findall(tag.partition(":")[2][:MAX_TAG_CHARS])}


def _join(url: str, reference: str) -> str:
    """The address, or nothing where it is none."""
    try:
        return urljoin(url, reference) if reference else ""
    except ValueError:
        return ""
