"""Folds dated showings into a week: weekly ones become slots, the rest overrides.

A showing goes into a slot only if the slot reproduces it to the second. What does not fit a week (every other
Tuesday, the last Friday of the month, a moved date, an hour in which clocks change) stays a dated override.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from webapp.intake.calendar.ical_series import DateRange, Series, Showing
from webapp.newsroom.schedule.wall_clock import DAY_S, DAYS, format_time_of_day, instant
from webapp.newsroom.times import rfc3339

_A_WEEK = timedelta(days=7)
MIN_REGULAR_DATES = 3
"""A slot needs at least this many dates on a day of the week, and at most half as many gaps."""


@dataclass
class FoldedSeries:
    """A series as slots and overrides of a grid; the overrides lack the programme."""

    slots: list[dict[str, Any]] = field(default_factory=list)
    singles: list[tuple[Showing, dict[str, Any]]] = field(default_factory=list)


def fold_into_weeks(series: Series, date_range: DateRange) -> FoldedSeries:
    """Slots for what returns every week in the range, dated overrides for the rest of the series."""
    folded = FoldedSeries()
    groups: dict[tuple[int, int], dict[date, Showing]] = {}
    for showing in series.showings:
        wall = _wall_times(showing, date_range)
        usual = wall and showing.title == series.showings[0].title and showing.note == series.showings[0].note
        if wall and usual and wall[0] not in groups.get(wall[1:], {}):
            groups.setdefault(wall[1:], {})[wall[0]] = showing
        else:
            folded.singles.append((showing, _override_times(showing, wall)))
    for (start, end), dates in groups.items():
        regular = {day for day in dates if _is_regular(day.weekday(), dates, series, date_range)}
        if regular:
            folded.slots.append(_slot(start, end, regular, series, date_range))
        for day in sorted(dates.keys() - regular):
            folded.singles.append((dates[day], _override_times(dates[day], (day, start, end))))
    return folded


def _wall_times(showing: Showing, date_range: DateRange) -> tuple[date, int, int] | None:
    """Date, start and end by the clock, or `None` if these do not reproduce the showing exactly."""
    start, end = (moment.astimezone(date_range.zone) for moment in (showing.start, showing.end))
    begins, ends = (moment.hour * 3600 + moment.minute * 60 + moment.second for moment in (start, end))
    day = start.date()
    length = (ends - begins - 1) % DAY_S + 1
    exact = (instant(date_range.zone, day, begins), instant(date_range.zone, day, begins + length)) == (
        showing.start,
        showing.end,
    )
    return (day, begins, ends) if exact else None


def _override_times(showing: Showing, wall: tuple[date, int, int] | None) -> dict[str, Any]:
    if wall is None:
        return {"starts_at": rfc3339(showing.start), "ends_at": rfc3339(showing.end)}
    day, start, end = wall
    return {"date": day, "start": format_time_of_day(start), "end": format_time_of_day(end)}


def _is_regular(weekday: int, dates: dict[date, Showing], series: Series, date_range: DateRange) -> bool:
    mine = sorted(day for day in dates if day.weekday() == weekday)
    edge = date_range.until if series.goes_on else mine[-1] + _A_WEEK
    weeks = -(-(edge - mine[0]).days // 7)
    return len(mine) >= MIN_REGULAR_DATES and (weeks - len(mine)) * 2 <= len(mine)


def _slot(start: int, end: int, dates: set[date], series: Series, date_range: DateRange) -> dict[str, Any]:
    weekdays = sorted({day.weekday() for day in dates})
    first, last = min(dates), max(dates)
    edge = date_range.until - timedelta(days=1) if series.goes_on else last
    begins = None if first < date_range.since + _A_WEEK else first
    day, missing = begins or min(first, date_range.since), []
    while day <= edge:
        if day.weekday() in weekdays and day not in dates:
            missing.append(day)
        day += timedelta(days=1)
    return {
        "days": [DAYS[n] for n in weekdays],
        "start": format_time_of_day(start),
        "end": format_time_of_day(end),
        "start_date": begins,
        "end_date": series.last if series.goes_on else last,
        "except_dates": missing,
    }


def written_out_until(series: Series) -> datetime | None:
    """The last written-out showing of a series that is not weekly and may go on; else `None`."""
    if series.goes_on or not series.more:
        return None
    return max(showing.start for showing in series.showings)
