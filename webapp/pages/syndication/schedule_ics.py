"""The programme grid as an iCalendar feed (RFC 5545), for calendars to subscribe to.

Weekly slots become recurring events. A date on which a slot does not air by its rule (an override touches it, or clocks
change) is excluded by EXDATE, and what airs instead stands as single events in UTC: calendars disagree about gaps and folds,
and about the end of a recurring event across them. This covers `EXCEPTION_WEEKS` weeks from `now`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import icalendar

from webapp.newsroom.schedule.airings import override_airing
from webapp.newsroom.schedule.days import day_bounds, local_date
from webapp.newsroom.schedule.grid.grid import Grid, GridProgramme, Slot
from webapp.newsroom.schedule.slots import Stretch, stretches
from webapp.newsroom.schedule.wall_clock import DAY_S, instant
from webapp.pages.syndication.vtimezone import vtimezone

EXCEPTION_WEEKS = 30
_A_DAY = timedelta(days=1)


def schedule_ics(
    grid: Grid,
    name: str,
    now: datetime,
    *,
    host: str = "airwire",
    weeks: int = EXCEPTION_WEEKS,
    full: bool = False,
    only: str | None = None,
) -> bytes:
    """The feed. `name` is the calendar's, `host` the part after the `@` of the events' UIDs.

    `full` adds segments and rotation rules, so that an import makes the same grid of it. These name articles that may not
    be out yet, so a public feed goes without. `only` is the id of the one programme that is in it.
    """
    calendar = icalendar.Calendar()
    calendar.add("VERSION", "2.0")
    calendar.add("PRODID", "-//Airwire//Programme grid//EN")
    for key, value in (("NAME", name), ("X-WR-CALNAME", name), ("X-WR-TIMEZONE", grid.zone)):
        calendar.add(key, value)
    calendar.add("REFRESH-INTERVAL", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", "PT1H")
    calendar.add_component(vtimezone(grid.tz, now.year - 1))
    for event in _Feed(grid, now, host, weeks, full, only).events():
        calendar.add_component(event)
    return bytes(calendar.to_ical())


class _Feed:
    """Builds one feed. The dates from `_first` to `_last` are computed one by one."""

    def __init__(self, grid: Grid, now: datetime, host: str, weeks: int, full: bool, only: str | None) -> None:
        self._only = only
        self._grid, self._now, self._host, self._full = grid, now, host, full
        today = local_date(grid.tz, now)
        self._first = today - timedelta(days=today.weekday() + 7)
        self._last = self._first + timedelta(weeks=weeks)

    def events(self) -> Iterator[icalendar.Event]:
        excepted = self._excepted()
        for programme in filter(self._has, self._grid.programmes):
            for slot in programme.slots:
                if event := self._weekly(programme, slot, excepted):
                    yield event
        for stretch in self._air():
            airing = stretch.airing
            if self._has(stretch.programme) and (airing.special or airing.day in excepted):
                yield self._single(stretch)

    def _has(self, programme: GridProgramme) -> bool:
        return self._only in (None, programme.id)

    def _air(self) -> Iterator[Stretch]:
        since, _ = day_bounds(self._grid, self._first)
        return stretches(self._grid, since, instant(self._grid.tz, self._last, 0))

    def _excepted(self) -> set[date]:
        """Dates on which some slot does not air from start to end by the clock."""
        zone, found = self._grid.tz, set()
        day = self._first
        while day < self._last:
            if instant(zone, day, 2 * DAY_S) - instant(zone, day, 0) != 2 * _A_DAY:
                found.add(day)
            day += _A_DAY
        for stretch in self._air():
            if stretch.airing.special:
                found |= set(self._dates_under(stretch.start, stretch.end))
            elif (stretch.start, stretch.end) != (stretch.airing.start, stretch.airing.end):
                found.add(stretch.airing.day)
        for override in self._grid.overrides:
            if override.cancelled:
                hole = override_airing(self._grid, override)
                found |= set(self._dates_under(hole.start, hole.end))
        return {day for day in found if self._first <= day < self._last}

    def _dates_under(self, start: datetime, end: datetime) -> Iterator[date]:
        """Dates whose slots may reach into [start, end); a slot begins at most a day before."""
        day = local_date(self._grid.tz, start) - _A_DAY
        while instant(self._grid.tz, day, 0) < end:
            yield day
            day += _A_DAY

    def _weekly(self, programme: GridProgramme, slot: Slot, excepted: set[date]) -> icalendar.Event | None:
        anchor = max(self._first, slot.start_date or self._first)
        first = slot.next_date(anchor - _A_DAY)
        while first is not None and first in excepted:
            first = slot.next_date(first)
        if first is None:
            return None
        start = self._wall(first, slot.start)
        season = f"{slot.start_date or 'always'}.{slot.end_date or 'on'}"
        event = self._event(f"{programme.id}.{'-'.join(slot.days)}.{start:%H%M%S}.{slot.seconds}.{season}", programme)
        event.add("DTSTART", start)
        event.add("DTEND", self._wall(first, slot.start + slot.seconds))
        rule: dict[str, Any] = {"FREQ": "WEEKLY", "BYDAY": [day[:2].upper() for day in slot.days], "WKST": "MO"}
        if slot.end_date:
            rule["UNTIL"] = instant(self._grid.tz, slot.end_date, DAY_S - 1)
        event.add("RRULE", rule)
        left_out = {day for day in slot.except_dates if day > first}
        left_out |= {day for day in excepted if day > first and slot.is_on(day)}
        if left_out:
            event.add("EXDATE", [self._wall(day, slot.start) for day in sorted(left_out)])
        return event

    def _single(self, stretch: Stretch) -> icalendar.Event:
        event = self._event(f"{stretch.programme.id}.{stretch.start:%Y%m%dT%H%M%SZ}", stretch.programme)
        whole = (stretch.start, stretch.end) == (stretch.airing.start, stretch.airing.end)
        if self._full and not whole:
            event.add("X-AIRWIRE-SEGMENTS", json.dumps(list(self._cut_segments(stretch)), ensure_ascii=False))
        event.add("DTSTART", stretch.start)
        event.add("DTEND", stretch.end)
        return event

    def _cut_segments(self, stretch: Stretch) -> Iterator[dict[str, Any]]:
        """The segments that remain: one that began before the cut begins with it."""
        for part in stretch.parts:
            if part.segment:
                start, end = (f"{moment.astimezone(self._grid.tz):%H:%M:%S}" for moment in (part.start, part.end))
                yield {**part.segment.model_dump(mode="json", exclude_defaults=True), "start": start, "end": end}

    def _event(self, uid: str, programme: GridProgramme) -> icalendar.Event:
        event = icalendar.Event()
        event.add("UID", f"{uid}@{self._host}")
        event.add("DTSTAMP", self._now)
        event.add("SUMMARY", programme.title)
        if self._full:
            if programme.description:
                event.add("DESCRIPTION", programme.description)
            note = programme.model_dump(mode="json", exclude={"slots"}, exclude_defaults=True)
            event.add("X-AIRWIRE-PROGRAMME", json.dumps(note, ensure_ascii=False))
        elif text := "\n\n".join(filter(None, [", ".join(programme.hosts), programme.description])):
            event.add("DESCRIPTION", text)
        return event

    def _wall(self, day: date, seconds: int) -> datetime:
        return datetime(day.year, day.month, day.day, tzinfo=self._grid.tz) + timedelta(seconds=seconds)
