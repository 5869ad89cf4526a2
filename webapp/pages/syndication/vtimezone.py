"""The VTIMEZONE of a zone (RFC 5545, 3.6.5), as every reader of calendars understands it.

What recurs every year by one rule is said by that rule, as in the calendars of Google and Apple; of a zone without such rules
each change is said by itself. Never several dates in one property: ical.js reads only the first of them. An onset is given by
the clock that ends there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

import icalendar

from webapp.newsroom.schedule.wall_clock import DAYS

RULE_YEARS = 12
"""A rule is taken for one if it holds in all of these years."""

LAST_YEAR = 2037
"""Of a zone without a rule the changes are said until here: what zone files list is no longer."""

_A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Onset:
    """From `at` (UTC) on the clock is `after` ahead of UTC; until then it was `before`."""

    at: datetime
    before: timedelta
    after: timedelta

    @property
    def wall(self) -> datetime:
        """When that is by the clock that ends there."""
        return (self.at + self.before).replace(tzinfo=None)


@lru_cache(maxsize=32)
def vtimezone(zone: ZoneInfo, first_year: int) -> icalendar.Timezone:
    """The component, which holds from the beginning of `first_year` on; not to be changed."""
    timezone = icalendar.Timezone()
    timezone.add("TZID", zone.key)
    start = datetime(first_year, 1, 1, tzinfo=UTC)
    rules = _yearly([list(_onsets(zone, year)) for year in range(first_year, first_year + RULE_YEARS)])
    if rules is None:
        offset = _offset(zone, start)
        timezone.add_component(_observance(zone, Onset(start - offset, offset, offset), None))
        rules = [(onset, None) for year in range(first_year, LAST_YEAR + 1) for onset in _onsets(zone, year)]
    for onset, rule in rules:
        timezone.add_component(_observance(zone, onset, rule))
    return timezone


def _yearly(years: Sequence[Sequence[Onset]]) -> list[tuple[Onset, dict[str, Any] | None]] | None:
    """The first year's onsets with the rule of each, if all the years have the same; `None` where they have none."""
    if not years[0] or any(len(year) != len(years[0]) for year in years):
        return None
    found: list[tuple[Onset, dict[str, Any] | None]] = []
    for same in zip(*years, strict=True):
        if len({(onset.before, onset.after, onset.wall.time(), onset.wall.month) for onset in same}) > 1:
            return None
        weeks = set.intersection(*({_from_the_start(onset.wall), _from_the_end(onset.wall)} for onset in same))
        if not weeks:
            return None
        # a fifth Sunday is the last one, wherever both hold
        found.append((same[0], {"FREQ": "YEARLY", "BYMONTH": same[0].wall.month, "BYDAY": min(weeks)}))
    return found


def _from_the_start(day: datetime) -> str:
    return f"{(day.day - 1) // 7 + 1}{DAYS[day.weekday()][:2].upper()}"


def _from_the_end(day: datetime) -> str:
    following = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
    return f"-{((following - _A_DAY).day - day.day) // 7 + 1}{DAYS[day.weekday()][:2].upper()}"


def _onsets(zone: ZoneInfo, year: int) -> Iterator[Onset]:
    """The changes of its clocks within a year of UTC, to the second."""
    day = datetime(year, 1, 1, tzinfo=UTC)
    after = _offset(zone, day)
    while day.year == year:
        before, after = after, _offset(zone, day + _A_DAY)
        if before != after:
            low, high = 0, 86_400
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (
                    (middle, high) if _offset(zone, day + timedelta(seconds=middle)) == before else (low, middle)
                )
            yield Onset(day + timedelta(seconds=high), before, after)
        day += _A_DAY


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()


def _observance(zone: ZoneInfo, onset: Onset, rule: dict[str, Any] | None) -> Any:
    made = icalendar.TimezoneDaylight() if onset.after > onset.before else icalendar.TimezoneStandard()
    made.add("DTSTART", onset.wall)
    made.add("TZOFFSETFROM", onset.before)
    made.add("TZOFFSETTO", onset.after)
    made.add("TZNAME", onset.at.astimezone(zone).tzname())
    if rule:
        made.add("RRULE", rule)
    return made
