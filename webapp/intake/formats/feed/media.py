"""What an RSS or Atom entry has beside its text: pictures, recordings, and what is written about a video."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from webapp.intake.formats.feed.feed_xml import Element, name_of
from webapp.intake.formats.feed.fields import fields_of, first_text
from webapp.intake.formats.feed.xml_base import base_of
from webapp.intake.formats.json_values import pixels
from webapp.intake.importing.documents import SourceAudio, SourcePicture
from webapp.intake.story.clean_text import clean_line, paragraphs
from webapp.intake.story.urls import normalize_url

_AUDIO_FILE = re.compile(r"\.(?P<end>mp3|m4a|aac|ogg|oga|opus|wav|flac)(?:$|\?)", re.IGNORECASE)
_AUDIO_KIND = re.compile(r"audio/[\w.+-]{1,60}")
_AUDIO_KINDS = {
    "mp3": "audio/mpeg", "m4a": "audio/mp4", "aac": "audio/aac", "ogg": "audio/ogg", "oga": "audio/ogg", "opus": "audio/ogg",
    "wav": "audio/wav", "flac": "audio/flac",
}  # fmt: skip


MAX_SECONDS = 172_800


def pictures_in(item: Element, home: str | None, url: str | None) -> Iterator[SourcePicture]:
    """`media:content`, `media:thumbnail` and enclosures, with captions and credits that stand in them or beside them."""
    around = fields_of(item)
    for element in item.iter():
        name = name_of(element)
        if name not in ("media:content", "media:thumbnail", "enclosure"):
            continue
        kind = element.get("type", "") or element.get("medium", "")
        picture = normalize_url(element.get("url", ""), base_of(element, url) or home)
        if picture is None or not (kind.startswith("image") or (name != "enclosure" and not kind)):
            continue
        inner = fields_of(element)
        group = element.getparent()
        beside = fields_of(group) if group is not None and name_of(group) == "media:group" else around
        yield SourcePicture(
            picture,
            pixels(element.get("width")),
            pixels(element.get("height")),
            clean_line(first_text(inner, "media:title")),
            clean_line(
                first_text(inner, "media:description", "media:text") or first_text(beside, "media:description"), 1000
            )
            or None,
            clean_line(first_text(inner, "media:credit") or first_text(beside, "media:credit")) or None,
        )


def audio_in(item: Element, home: str | None, url: str | None) -> SourceAudio | None:
    """The recording in an entry's enclosure, as podcasts have it; `None` without one."""
    about = fields_of(item)
    for element in item.iter():
        if name_of(element) not in ("enclosure", "media:content", "atom:link"):
            continue
        if name_of(element) == "atom:link" and element.get("rel") != "enclosure":
            continue
        address = normalize_url(element.get("url", "") or element.get("href", ""), base_of(element, url) or home)
        kind = audio_kind(element.get("type", ""), element.get("medium", ""), address or "")
        if address and kind:
            seconds = seconds_in(first_text(about, "itunes:duration") or element.get("duration", ""))
            return SourceAudio(address, kind, seconds)
    return None


def audio_kind(stated: str, medium: str, address: str) -> str:
    """The media type of a recording; empty for what is none. Many hosts state none, or a wrong one."""
    stated = stated.split(";", maxsplit=1)[0].strip().lower()
    if _AUDIO_KIND.fullmatch(stated):
        return "audio/mpeg" if stated in ("audio/mp3", "audio/mpeg3", "audio/x-mp3", "audio/x-mpeg") else stated
    named = _AUDIO_FILE.search(address)
    if named and (medium == "audio" or stated in ("", "application/octet-stream", "binary/octet-stream")):
        return _AUDIO_KINDS[named["end"].lower()]
    return "audio/mpeg" if medium == "audio" else ""


def seconds_in(text: str) -> int | None:
    """`1:02:03`, `62:03` and `3723` → 3723."""
    parts = text.strip().split(":")
    if (
        not text.strip()
        or not all(part.isdecimal() and part.isascii() and len(part) < 7 for part in parts)
        or len(parts) > 3
    ):
        return None
    seconds = 0
    for part in parts:
        seconds = seconds * 60 + int(part)
    return seconds if 0 < seconds <= MAX_SECONDS else None


def video_description(item: Element) -> str:
    """What a channel writes about its video, as HTML: YouTube's feeds have no other text."""
    for holder in (item, *(element for element in item if name_of(element) == "media:group")):
        if text := first_text(fields_of(holder), "media:description"):
            return paragraphs(escape(text))
    return ""
