"""Where a grid has two broadcasts at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from webapp.newsroom.schedule.airings import override_airing
from webapp.newsroom.schedule.grid.grid import Grid, Slot
from webapp.newsroom.schedule.grid.problem import MAX_PROBLEMS_LISTED, Problem
from webapp.newsroom.schedule.wall_clock import DAY_S, DAYS, FIRST_DATE, LAST_DATE, Day, format_time_of_day


@dataclass(frozen=True, order=True)
class _Place:
    """A slot on one day of the week, in seconds from Monday midnight."""

    start: int
    end: int
    day: Day
    programme: int
    number: int


def week_overlaps(grid: Grid) -> Iterator[Problem]:
    """Each pair of slots that overlap in some week, once; at most `MAX_PROBLEMS_LISTED`."""
    places = sorted(
        _Place(DAYS.index(day) * DAY_S + slot.start, DAYS.index(day) * DAY_S + slot.start + slot.seconds, day, n, m)
        for n, programme in enumerate(grid.programmes)
        for m, slot in enumerate(programme.slots)
        for day in slot.days
    )
    # Sunday night runs into Monday morning, so the first day is repeated a week later.
    again = [_Place(p.start + 7 * DAY_S, p.end, p.day, p.programme, p.number) for p in places if p.start < DAY_S]
    running: list[_Place] = []
    found: set[tuple[int, ...]] = set()
    for place in [*places, *again]:
        running = [other for other in running if other.end > place.start]
        for other in running:
            pair = (other.programme, other.number, place.programme, place.number)
            if pair not in found and _share_a_week(grid, other, place):
                found.add(pair)
                yield _overlap(grid, other, place)
                if len(found) >= MAX_PROBLEMS_LISTED:
                    return
        running.append(place)


def _overlap(grid: Grid, earlier: _Place, later: _Place) -> Problem:
    programme = grid.programmes[earlier.programme]
    text = f"overlaps {programme.title!r} {earlier.day} {slot_times(programme.slots[earlier.number])}"
    return Problem(
        ("programme", later.programme, "slot", later.number),
        text,
        ("programme", earlier.programme, "slot", earlier.number),
    )


def _share_a_week(grid: Grid, earlier: _Place, later: _Place) -> bool:
    """Whether both take place in some week: seasons and exceptions may keep them apart."""
    first = grid.programmes[earlier.programme].slots[earlier.number]
    second = grid.programmes[later.programme].slots[later.number]
    apart = timedelta(days=later.start // DAY_S - earlier.start // DAY_S)
    begin = max(first.start_date or FIRST_DATE, (second.start_date or FIRST_DATE + apart) - apart)
    end = min(first.end_date or LAST_DATE, (second.end_date or LAST_DATE) - apart)
    day = begin + timedelta(days=(DAYS.index(earlier.day) - begin.weekday()) % 7)
    excepted: set[date] = {*first.except_dates, *(day - apart for day in second.except_dates)}
    while day <= end and day in excepted:
        day += timedelta(days=7)
    return day <= end


def override_overlaps(grid: Grid) -> Iterator[Problem]:
    """Each override that overlaps an earlier one."""
    spans = sorted((a.start, a.end, n) for n, a in enumerate(override_airing(grid, o) for o in grid.overrides))
    reach = spans[0][1] if spans else None
    holder = spans[0][2] if spans else 0
    for start, end, n in spans[1:]:
        if reach and start < reach:
            yield Problem(("override", n), "overlaps another override", ("override", holder))
        if reach is None or end > reach:
            reach, holder = end, n


def slot_times(slot: Slot) -> str:
    """`05:00–09:00`"""
    return f"{format_time_of_day(slot.start)}–{format_time_of_day(slot.end)}"
