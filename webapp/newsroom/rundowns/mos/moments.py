"""Times and lengths as MOS writes them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from webapp.newsroom.times import EARLIEST, LATEST

_TIME = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})-?[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*"
    r"(?:(Z)|([+-])(\d{1,2}):?(\d{2})?)?",
    re.ASCII | re.IGNORECASE,
)
_LENGTH = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):(\d{1,2})(?:[.,:;](\d{1,9}))?", re.ASCII)
_NUMBER = re.compile(r"\d{1,9}(?:[.,]\d{1,9})?", re.ASCII)

LONGEST_S = 7 * 86_400.0


def parse_moment(text: str, zone: ZoneInfo) -> datetime | None:
    """`2026-12-24T18:30:00,125`, with `Z`, with `+05:45`, or by the clock of `zone`; `None` for what is no time."""
    found = _TIME.fullmatch(text.strip())
    if not found:
        return None
    *numbers, fraction, utc, sign, hours, minutes = found.groups()
    year, month, day, hour, minute, second = (int(number or 0) for number in numbers)
    if not EARLIEST <= year < LATEST:
        return None
    try:
        tz = UTC if utc else _offset(sign, hours, minutes) if sign else zone
        moment = datetime(year, month, day, hour, minute, second, tzinfo=tz).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return moment + timedelta(milliseconds=int((fraction or "0").ljust(3, "0")[:3]))


def _offset(sign: str, hours: str, minutes: str | None) -> timezone:
    ahead = timedelta(hours=int(hours), minutes=int(minutes or 0))
    return timezone(-ahead if sign == "-" else ahead)


def parse_length_s(text: str) -> float | None:
    """`01:30:00`, `05:30`, `00:00:12,5` or a number of seconds; `None` for what is no length, or longer than a week."""
    text = text.strip()
    if _NUMBER.fullmatch(text):
        seconds = float(text.replace(",", "."))
        return seconds if seconds <= LONGEST_S else None
    found = _LENGTH.fullmatch(text)
    if not found:
        return None
    hours, minutes, seconds_, fraction = found.groups()
    whole = int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds_)
    seconds = whole + (float(f"0.{fraction}") if fraction else 0.0)
    return seconds if seconds <= LONGEST_S else None
