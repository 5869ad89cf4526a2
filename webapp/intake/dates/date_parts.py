"""Takes a written date apart: its day, its time, and the text where its zone would stand."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from webapp.intake.dates.clock_times import ClockTime, find_clock_time

_MONTHS = (
    "january enero janvier januar janeiro gennaio", "february pebrero febrero février fevrier februar fevereiro febbraio",
    "march marso marzo mars märz março marco maart", "april abril avril aprile", "may mayo mai maio maggio mei",
    "june hunyo junio juin juni junho giugno", "july hulyo julio juillet juli julho luglio", "august agosto août aout augustus",
    "september setyembre septyembre setiembre septiembre septembre setembro settembre",
    "october oktubre octubre octobre oktober outubro ottobre", "november nobyembre noviembre novembre novembro",
    "december disyembre diciembre décembre decembre dezember dezembro dicembre",
)  # fmt: skip
"""English, Filipino, Spanish, French, German, Portuguese, Italian and others.

An abbreviation is any beginning of a name from three letters on.
"""

_BEGINNINGS = {names[:3] for month in _MONTHS for names in month.split()}
_NAME = rf"(?P<name>(?:{'|'.join(sorted(_BEGINNINGS))})[^\W\d_]{{0,9}})\.?"
_YEAR = r"(?P<y>\d{4})(?!\d)"
_DAYS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?<!\d)(?P<y>\d{4})[-/.年]\s?(?P<m>\d{1,2})[-/.月]\s?(?P<d>\d{1,2})(?!\d)",
        r"^(?P<y>19\d\d|20\d\d|25\d\d)(?P<m>\d\d)(?P<d>\d\d)(?!\d{1,3}(?!\d))",
        rf"(?<!\d)(?P<d>\d{{1,2}})(?:st|nd|rd|th|er)?\.?[\s-]*(?:(?:de|ng|of)\s+)?{_NAME},?[\s-]*(?:del?\s+)?{_YEAR}",
        rf"(?<![^\W\d_]){_NAME}\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th|er)?[,\s]+{_YEAR}",
        rf"(?<!\d)(?P<y>\d{{4}}),?\s+{_NAME}\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th|er)?(?!\d)",
        rf"(?<!\d)(?P<y>\d{{4}}),?\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th|er)?\s+{_NAME}(?![^\W\d_])",
        rf"(?<![\d./-])(?P<first>\d{{1,2}})(?P<between>[./-])(?P<second>\d{{1,2}})(?P=between){_YEAR}",
    )
)
_ZONE_BEFORE_YEAR = re.compile(r"\s+(?:[A-Z]{2,5}|[+-]\d{4})(?=\s+\d{4}\b)")
"""As Unix and Twitter write: `Nov 30 17:00:00 PST 2026`."""


class WrittenDate(NamedTuple):
    """Day and time without a zone; `suffixes` are the texts that follow the time and the day, which may name a zone."""

    at: datetime
    suffixes: tuple[str, ...]


def parse_written_date(text: str) -> WrittenDate | None:
    """The date in `text`, at midnight if it has no time. `None` where it names no day, or an impossible moment."""
    try:
        clock = find_clock_time(text)
        day = _find_day(text) or _find_day(_without_time(text, clock))
        if day is None:
            return None
        at = datetime.combine(date(*_year_month_day(day)), clock.at if clock else time())
        suffixes = [text[clock.end :]] if clock else []
        suffixes += [text[day.end() :]] if day.string == text else []
        return WrittenDate(at + timedelta(days=bool(clock and clock.next_day)), tuple(suffixes))
    except (ValueError, OverflowError):
        return None


def _find_day(text: str) -> re.Match[str] | None:
    return next(filter(None, (pattern.search(text) for pattern in _DAYS)), None)


def _without_time(text: str, clock: ClockTime | None) -> str:
    """`Nov 30 17:00:00 PST 2026` → `Nov 30  2026`."""
    return text if clock is None else text[: clock.start] + " " + _ZONE_BEFORE_YEAR.sub("", text[clock.end :], count=1)


def _year_month_day(day: re.Match[str]) -> tuple[int, int, int]:
    """Raises `ValueError` where a word is not a month."""
    groups = day.groupdict()
    if "name" in groups:
        return int(groups["y"]), _month(groups["name"]), int(groups["d"])
    if "m" in groups:
        return int(groups["y"]), int(groups["m"]), int(groups["d"])
    first, second = int(groups["first"]), int(groups["second"])
    day_first = first > 12 or (groups["between"] == "." and second <= 12)
    return (int(groups["y"]), second, first) if day_first else (int(groups["y"]), first, second)


def _month(word: str) -> int:
    word = word.casefold()
    return next((n for n, names in enumerate(_MONTHS, 1) if any(name.startswith(word) for name in names.split())), 0)
