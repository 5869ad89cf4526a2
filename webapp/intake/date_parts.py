"""The parts of a date as people and machines write it: which day, what o'clock, in which zone. Each is found by itself."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

_MONTHS = (
    "january enero", "february pebrero febrero", "march marso marzo", "april abril", "may mayo", "june hunyo junio",
    "july hulyo julio", "august agosto", "september setyembre septyembre setiembre septiembre", "october oktubre octubre",
    "november nobyembre noviembre", "december disyembre diciembre",
)  # fmt: skip
"""English, Filipino, Spanish; whatever one of them begins with, from three letters on, is short for it."""

_NAME = r"(?P<name>[^\W\d_]{3,12})\.?"
_YEAR = r"(?P<y>\d{4})(?!\d)"
_DAYS = (
    re.compile(r"(?<!\d)(?P<y>\d{4})[-/.年](?P<m>\d{1,2})[-/.月](?P<d>\d{1,2})(?!\d)"),
    re.compile(r"^(?P<y>19\d\d|20\d\d|25\d\d)(?P<m>\d\d)(?P<d>\d\d)(?!\d{1,3}(?!\d))"),
    re.compile(
        rf"(?<!\d)(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\.?[\s-]*(?:(?:de|ng|of)\s+)?{_NAME},?[\s-]*(?:del?\s+)?{_YEAR}"
    ),
    re.compile(rf"(?<![^\W\d_]){_NAME}\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+{_YEAR}"),
    re.compile(rf"(?<![\d./-])(?P<first>\d{{1,2}})(?P<between>[./-])(?P<second>\d{{1,2}})(?P=between){_YEAR}"),
)
_CLOCK = re.compile(
    r"(?<![\d:+-])(?P<h>\d{1,2}):(?P<min>\d{2})(?::(?P<s>\d{2}))?(?:[.,]\d+)?(?:\s*(?P<half>[ap])\.?m\b\.?)?",
    re.IGNORECASE,
)
_CLOCK_COMPACT = re.compile(r"^\d{8}T?(?P<h>\d\d)(?P<min>\d\d)(?P<s>\d\d)?(?:[.,]\d+)?(?P<half>)(?!\d)", re.IGNORECASE)

_OFFSET = re.compile(
    r"[\s,(]*(?:GMT|UTC?)?\s*(?P<sign>[+-])(?P<h>0?\d|1[0-4])(?::?(?P<min>[0-5]\d))?(?!\d)", re.IGNORECASE
)
_ZONE = re.compile(r"[\s,(]*([A-Z]{1,5})\b", re.IGNORECASE)
_ZONES_H = {
    "Z": 0, "UTC": 0, "GMT": 0, "UT": 0,
    "PHT": 8, "PHST": 8, "SGT": 8, "HKT": 8, "AWST": 8, "JST": 9, "KST": 9, "ICT": 7, "WIB": 7, "AEST": 10,
    "AEDT": 11, "NZST": 12, "NZDT": 13, "BST": 1, "WET": 0, "WEST": 1, "CET": 1, "CEST": 2, "MEZ": 1, "MESZ": 2,
    "EET": 2, "EEST": 3, "MSK": 3, "AKST": -9, "AKDT": -8, "HST": -10,
    "AST": -4, "ADT": -3, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7,
}  # fmt: skip
_AT_HOME_H = {"Asia/Manila": {"PST": 8}}
"""Names that stations of a zone use for their own time: Philippine, not Pacific."""


def written(text: str) -> datetime | None:
    """The day and time in `text`, whatever its zone; midnight where it says no time. `None` where it names no day."""
    day = next(filter(None, (pattern.search(text) for pattern in _DAYS)), None)
    if day is None:
        return None
    clock = _clock(text)
    hour, minute, second = (int(clock[part] or 0) for part in ("h", "min", "s")) if clock else (0, 0, 0)
    if clock and clock["half"] and hour <= 12:
        hour = hour % 12 + (12 if clock["half"] in "pP" else 0)
    midnight = hour == 24 and minute == 0  # ISO's other name for the next day's first moment
    try:
        at = time(0 if midnight else hour, minute, 59 if second == 60 else second)
        return datetime.combine(date(*_ymd(day)), at) + timedelta(days=midnight)
    except (ValueError, OverflowError):
        return None


def stated_zone(text: str, station: ZoneInfo) -> tzinfo | None:
    """The zone that stands after the time in `text`, or after its day: an offset, or a name that we know."""
    clock = _clock(text)
    days = (pattern.search(text) for pattern in _DAYS)
    after = [text[found.end() :] for found in (clock, next(filter(None, days), None)) if found]
    return next(filter(None, (_zone(rest, station) for rest in after)), None)


def _clock(text: str) -> re.Match[str] | None:
    return _CLOCK_COMPACT.search(text) or _CLOCK.search(text)


def _ymd(day: re.Match[str]) -> tuple[int, int, int]:
    """Raises `ValueError` where a word is no month."""
    said = day.groupdict()
    if "name" in said:
        return int(said["y"]), _month(said["name"]), int(said["d"])
    if "m" in said:
        return int(said["y"]), int(said["m"]), int(said["d"])
    first, second = int(said["first"]), int(said["second"])
    day_first = first > 12 or (said["between"] == "." and second <= 12)
    return (int(said["y"]), second, first) if day_first else (int(said["y"]), first, second)


def _month(word: str) -> int:
    word = word.casefold()
    return next((n for n, names in enumerate(_MONTHS, 1) if any(name.startswith(word) for name in names.split())), 0)


def _zone(after: str, station: ZoneInfo) -> tzinfo | None:
    if offset := _OFFSET.match(after):
        ahead = timedelta(hours=int(offset["h"]), minutes=int(offset["min"] or 0))
        return timezone(-ahead if offset["sign"] == "-" else ahead)
    named = _ZONE.match(after)
    name = named[1].upper() if named else ""
    hours = _AT_HOME_H.get(station.key, {}).get(name, _ZONES_H.get(name))
    return None if hours is None else timezone(timedelta(hours=hours)) if hours else UTC
