"""Dates as feeds and pages write them → instants. A date without a zone is the station's own."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

from webapp.intake.date_parts import stated_zone, written
from webapp.intake.text import line

_BUDDHIST_YEARS = 543


def moment(text: str, zone: ZoneInfo) -> tuple[datetime | None, bool]:
    """The instant that `text` names, in UTC, and whether it named its zone; `None` where it names none.

    ISO 8601, RFC 822 and dates in words and figures, in the forms met with; years of the Buddhist era are understood.
    """
    text = line(text, 100)
    found = _seconds(text) or written(text) or _rfc822(text)
    if found is None:
        return None, False
    if found.year > 2400:
        found = _year(found, found.year - _BUDDHIST_YEARS)
    stated = found.tzinfo or stated_zone(text, zone)
    zoned = stated is not None
    try:
        instant = found.replace(tzinfo=stated or zone).astimezone(UTC)
    except OverflowError:
        return None, False
    return (instant, zoned) if 1900 <= instant.year < 2400 and instant.timestamp() != 0 else (None, False)


def _seconds(text: str) -> datetime | None:
    """Since 1970, as some machines write; with thousandths where it has 13 digits."""
    return datetime.fromtimestamp(int(text[:10]), UTC) if re.fullmatch(r"1\d{9}(?:\d{3})?", text) else None


def _rfc822(text: str) -> datetime | None:
    """What mail programs understand besides, as years of two figures; its zone is read as everywhere else."""
    try:
        return parsedate_to_datetime(text).replace(tzinfo=None)
    except (ValueError, OverflowError, TypeError, IndexError):
        return None


def _year(moment: datetime, year: int) -> datetime:
    try:
        return moment.replace(year=year)
    except ValueError:
        return moment.replace(year=year, day=28)
