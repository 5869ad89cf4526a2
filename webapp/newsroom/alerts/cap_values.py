"""The values of CAP's fields: instants, shapes on the map, and texts made fit to be shown."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from webapp.newsroom.alerts.cap import Circle, Point
from webapp.newsroom.links import web_link
from webapp.newsroom.plain_text import NotPlain, multi_line, without_non_xml
from webapp.newsroom.times import to_utc_ms

_TIME = re.compile(r"(\d{4}-\d\d-\d\d)[Tt](\d\d:\d\d:\d\d)(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)?")
_BREAK = re.compile(r"<br\s*/?>|</p>", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,200}>")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_SPACES = re.compile(r"\s+")


def parse_time(text: str, zone: ZoneInfo | None = None) -> datetime:
    """An instant as CAP writes it. `Z` is taken, though CAP wants `-00:00`. Raises `ValueError`."""
    found = _TIME.fullmatch(text.strip())
    wanted = "must be a time with its offset, such as 2026-03-01T06:00:00+08:00"
    if not found:
        raise ValueError(wanted)
    day, time, fraction, offset = found.groups()
    if offset is None and zone is None:
        raise ValueError(wanted)
    try:
        local = datetime.fromisoformat(f"{day}T{time}{(fraction or '')[:7]}{(offset or '').upper()}")
        return to_utc_ms((local if offset else local.replace(tzinfo=zone)).astimezone(UTC))
    except (ValueError, OverflowError):
        raise ValueError("is no time that there is") from None


def parse_polygon(text: str) -> tuple[Point, ...]:
    """`lat,lon lat,lon …`, closed where it is not. Raises `ValueError`."""
    points = tuple(_point(pair) for pair in text.split())
    if points and points[0] != points[-1]:
        points = (*points, points[0])
    if len(points) < 4:
        raise ValueError("must be three points or more, as lat,lon lat,lon …")
    return points


def parse_circle(text: str) -> Circle:
    """`lat,lon radius`, the radius in km. Raises `ValueError`."""
    parts = text.split()
    if len(parts) != 2:
        raise ValueError("must be a point and a radius in km, as lat,lon radius")
    radius = _number(parts[1])
    if not 0 <= radius <= 20_100:
        raise ValueError("has a radius that is larger than the earth")
    return Circle(centre=_point(parts[0]), radius_km=radius)


def _point(text: str) -> Point:
    parts = text.split(",")
    if len(parts) != 2:
        raise ValueError(f"{text[:40]!r} is no lat,lon")
    latitude, longitude = _number(parts[0]), _number(parts[1])
    if not (-90 <= latitude <= 90 and -360 <= longitude <= 360):
        raise ValueError(f"{text[:40]!r} is no place on the earth; the latitude comes first")
    return (latitude, longitude)


def _number(text: str) -> float:
    if not re.fullmatch(r"[+-]?\d{1,6}(?:\.\d{0,20})?", text):
        raise ValueError(f"{text[:40]!r} is no number")
    return float(text)


def clean_line(text: str, most: int) -> str:
    """`text` as one line of plain text, cut to `most` characters."""
    line = _SPACES.sub(" ", clean_text(text, most * 2)).strip()
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


def clean_text(text: str | None, most: int) -> str:
    """`text` without tags and controls, cut to `most` characters."""
    plain = _TAG.sub("", _BREAK.sub("\n", without_non_xml((text or "")[: most * 4])))
    try:
        plain = multi_line(plain)
    except NotPlain:
        plain = multi_line(_CONTROLS.sub(" ", plain))
    return plain if len(plain) <= most else f"{plain[: most - 1].rstrip()}…"


def link(text: str | None) -> str | None:
    try:
        return web_link(text) if text and len(text) <= 2000 else None
    except ValueError:
        return None
