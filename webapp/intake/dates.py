"""Dates as feeds and pages write them → instants. A date without a zone is the station's own."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

from webapp.intake.text import line

_ISO = re.compile(
    r"(?P<date>\d{4}-\d{2}-\d{2})(?:[T ]\s*(?P<time>\d{1,2}:\d{2}(?::\d{2})?)(?:[.,]\d+)?)?"
    r"\s*(?P<zone>Z|[+-]\d{2}:?\d{2}|[+-]\d{2}(?!\d))?",
    re.IGNORECASE,
)
_ZONES_H = {
    "PHT": 8, "PHST": 8, "SGT": 8, "HKT": 8, "AWST": 8, "JST": 9, "KST": 9, "ICT": 7, "WIB": 7, "AEST": 10,
    "AEDT": 11, "NZST": 12, "NZDT": 13, "BST": 1, "WET": 0, "WEST": 1, "CET": 1, "CEST": 2, "MEZ": 1, "MESZ": 2,
    "EET": 2, "EEST": 3, "MSK": 3, "AKST": -9, "AKDT": -8, "HST": -10,
}  # fmt: skip
_NAMED_ZONE = re.compile(r"\b([A-Z]{2,4})\s*$")
_BUDDHIST_YEARS = 543


def moment(text: str, zone: ZoneInfo) -> tuple[datetime | None, bool]:
    """The instant that `text` names, in UTC, and whether it named its zone; `None` where it names none.

    ISO 8601 and RFC 822 in the forms met with; years of the Buddhist era are understood.
    """
    text = line(text, 100)
    found = _iso(text) or _seconds(text) or _rfc822(text)
    if found is None:
        return None, False
    if found.year > 2400:
        found = _year(found, found.year - _BUDDHIST_YEARS)
    zoned = found.tzinfo is not None
    try:
        instant = (found if zoned else found.replace(tzinfo=zone)).astimezone(UTC)
    except OverflowError:
        return None, False
    return (instant, zoned) if 1900 <= instant.year < 2400 and instant.timestamp() != 0 else (None, False)


def _iso(text: str) -> datetime | None:
    match = _ISO.search(text)
    if match is None:
        return None
    clock, zone = match["time"] or "00:00", (match["zone"] or "").upper()
    zone = f"{zone}:00" if len(zone) == 3 else zone
    clock = clock.zfill(5) if len(clock) < 6 else clock.zfill(8)
    midnight = clock.startswith("24:00")  # ISO's other name for the next day's first moment
    clock = f"00{clock[2:]}" if midnight else clock.removesuffix(":60") + ":59" if clock.endswith(":60") else clock
    try:
        return datetime.fromisoformat(f"{match['date']}T{clock}{zone}") + timedelta(days=midnight)
    except (ValueError, OverflowError):
        return None


def _seconds(text: str) -> datetime | None:
    """Since 1970, as some machines write; with thousandths where it has 13 digits."""
    return datetime.fromtimestamp(int(text[:10]), UTC) if re.fullmatch(r"1\d{9}(?:\d{3})?", text) else None


def _rfc822(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(text)
    except (ValueError, OverflowError, TypeError, IndexError):
        return None
    named = _NAMED_ZONE.search(text)
    if named and named[1] in _ZONES_H:
        return found.replace(tzinfo=timezone(timedelta(hours=_ZONES_H[named[1]])))
    return found


def _year(moment: datetime, year: int) -> datetime:
    try:
        return moment.replace(year=year)
    except ValueError:
        return moment.replace(year=year, day=28)
