"""Wall-clock time, in which a programme grid is written, and the one rule that turns it into instants.

    instant(zone, date, seconds)  →  when the station's clock reaches that time of day

* An ordinary time: the one instant at which the clock shows it.
* In a **gap** (spring: 02:00 becomes 03:00): every skipped time is the instant at which the gap ends.
* In a **fold** (autumn: 02:00 becomes 01:00 again): the first pass.

A later time of day is never an earlier instant, so slots that touch on the wall touch in UTC as well: a day of the grid
has no gaps or overlaps that its author did not write. A programme that begins in a gap begins when the gap ends; one
that lies wholly in a gap is left out that day; the one that is on when a fold comes stays on through the second pass.
`docs/explain/decisions/programme-time.md` has the reasons.
"""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, PlainSerializer, PlainValidator

Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
DAYS: tuple[Day, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

DAY_S = 86_400
FIRST_DATE, LAST_DATE = date(1970, 1, 1), date(2199, 12, 31)

_TIME_OF_DAY = re.compile(r"([0-9]{2}):([0-9]{2})(?::([0-9]{2}))?", re.ASCII)
_SECOND = timedelta(seconds=1)


class SinceMidnight(int):
    """Seconds after midnight by the wall clock, parsed from text: a type of its own, since a plain number is no time of
    day.
    """


def parse_time_of_day(value: Any) -> SinceMidnight:
    """Parses `"05:30"`, `"05:30:15"`, `"24:00"` or TOML's `05:30:00` as seconds since midnight. Raises `ValueError`."""
    if isinstance(value, SinceMidnight):
        return value
    text = value.isoformat() if isinstance(value, time) and not value.microsecond else value
    match = _TIME_OF_DAY.fullmatch(text) if isinstance(text, str) else None
    if match:
        hours, minutes, seconds = (int(part or 0) for part in match.groups())
        total = hours * 3600 + minutes * 60 + seconds
        if minutes < 60 and seconds < 60 and total <= DAY_S:
            return SinceMidnight(total)
    raise ValueError(f'{_shown(value)} is no time of day; write it as "05:30", from "00:00" to "24:00"')


def format_time_of_day(seconds: int) -> str:
    """`05:30`, with `:15` only when there are seconds; times past midnight wrap around."""
    if seconds > DAY_S:
        seconds -= DAY_S
    hours, rest = divmod(seconds, 3600)
    tail = f":{rest % 60:02}" if rest % 60 else ""
    return f"{hours:02}:{rest // 60:02}{tail}"


def parse_date(value: Any) -> date:
    """Parses a date or a text such as `2026-12-25`, from 1970 to 2199. Raises `ValueError`."""
    if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value, re.ASCII):
        with suppress(ValueError):
            value = date.fromisoformat(value)
    if isinstance(value, date) and not isinstance(value, datetime) and FIRST_DATE <= value <= LAST_DATE:
        return value
    raise ValueError(
        f"{_shown(value)} is no date; write it as 2026-12-25 (years {FIRST_DATE.year} to {LAST_DATE.year})"
    )


def _shown(value: Any) -> str:
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= 60 else text[:59] + "…"


TimeOfDay = Annotated[
    int,
    PlainValidator(parse_time_of_day, json_schema_input_type=str),
    PlainSerializer(format_time_of_day, return_type=str, when_used="json"),
]
"""Seconds since local midnight by the wall clock, 0 to 86,400; as JSON a text such as `05:30`."""


def _before_midnight(reading: int) -> int:
    if reading == DAY_S:
        raise ValueError('"24:00" can only end something; a start at midnight is "00:00" of the next day')
    return reading


StartTimeOfDay = Annotated[TimeOfDay, AfterValidator(_before_midnight)]

CalendarDate = Annotated[date, BeforeValidator(parse_date)]


def instant(zone: ZoneInfo, day: date, seconds: int) -> datetime:
    """The UTC instant at which the clock in `zone` reaches `seconds` after midnight of `day`; more than a day is
    allowed.
    """
    wall = datetime.combine(day, time()) + timedelta(seconds=seconds)
    before = wall.replace(tzinfo=zone).utcoffset() or timedelta()
    after = wall.replace(tzinfo=zone, fold=1).utcoffset() or timedelta()
    if after <= before:
        return (wall - before).replace(tzinfo=UTC)
    return _gap_end(zone, wall - after, wall - before, before)


def _gap_end(zone: ZoneInfo, low: datetime, high: datetime, before: timedelta) -> datetime:
    """The instant in (low, high] at which the offset stops being `before`, found by bisection."""
    low, high = low.replace(tzinfo=UTC), high.replace(tzinfo=UTC)
    while high - low > _SECOND:
        middle = low + timedelta(seconds=(high - low) // _SECOND // 2)
        if middle.astimezone(zone).utcoffset() == before:
            low = middle
        else:
            high = middle
    return high


def local_date(zone: ZoneInfo, t: datetime) -> date:
    """The date whose span `[instant(date, 0), instant(next date, 0))` contains `t`.

    This may differ from the calendar on the wall: where clocks go back over midnight, the wall shows yesterday's date
    again after today has begun.
    """
    day = t.astimezone(zone).date()
    while t >= instant(zone, day, DAY_S):
        day += timedelta(days=1)
    return day
