"""Ten years in twenty zones: at each minute just one programme, or a hole that says it is one and until when.

Whole days around every change of clocks, minute by minute around the change itself, weeks picked from the rest; and
one zone from end to end.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from tests.unit.schedule.schedule_strategies import FIRST, LAST, ZONES, round_the_clock, transitions
from tests.unit.schedule.test_time import expected, furthest_reading
from webapp.newsroom.schedule.days import next_boundary, on_air
from webapp.newsroom.schedule.grid.grid import Grid
from webapp.newsroom.schedule.holds import NO_HOLDS
from webapp.newsroom.schedule.slots import stretches

CUTS = [0, 90, 150, 720]
"""Midnight, twice in the hours in which clocks change, and noon."""

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
EXCEPTION_WEEKS = 4


def spans(zone: str) -> Iterator[tuple[datetime, datetime]]:
    for change in transitions(zone):
        yield change - DAY, change + DAY
    chance = random.Random(zone)
    for _ in range(EXCEPTION_WEEKS):
        start = FIRST + timedelta(days=chance.randrange((LAST - FIRST).days - 7))
        yield start, start + 7 * DAY


def check_covered(grid: Grid, start: datetime, end: datetime) -> None:
    on = list(stretches(grid, start, end))
    assert on[0].start <= start and on[-1].end >= end
    for earlier, later in pairwise(on):
        assert earlier.end == later.start and earlier.start < earlier.end, f"a hole or two at once at {earlier.end}"
    for stretch in on:
        # It is on where the clock on the wall says so, from its first minute to its last.
        walls = [furthest_reading(grid.tz, t) for t in (stretch.start, stretch.end - MINUTE)]
        assert {expected(CUTS, wall) for wall in walls} == {stretch.programme.id}, stretch.start


@pytest.mark.parametrize("zone", ZONES)
def test_the_days_around_every_change_of_clocks_are_covered_once_and_whole(zone: str) -> None:
    grid = round_the_clock(zone, CUTS)
    for start, end in spans(zone):
        check_covered(grid, start, end)


def test_ten_years_of_one_station_are_covered_once_and_whole() -> None:
    check_covered(round_the_clock("America/Sao_Paulo", CUTS), FIRST, LAST)


@pytest.mark.parametrize("zone", ZONES)
def test_at_each_minute_near_a_change_of_clocks_the_answer_is_that_one_programme(zone: str) -> None:
    grid = round_the_clock(zone, CUTS)
    for change in transitions(zone):
        begins = change - 35 * MINUTE
        on = list(stretches(grid, begins, begins + 140 * MINUTE))
        for n in range(140):
            t = begins + n * MINUTE
            (there,) = [stretch for stretch in on if stretch.start <= t < stretch.end]
            answer = on_air(grid, NO_HOLDS, t)
            assert answer.programme and answer.programme.id == there.programme.id
            assert (answer.starts_at, answer.ends_at) == (there.start, there.end)


@pytest.mark.parametrize("zone", ZONES)
def test_a_station_that_sleeps_has_one_hole_a_night_and_says_until_when(zone: str) -> None:
    """Also where clocks change in the night: the hole is shorter or longer, or all of it lies in a gap."""
    whole = round_the_clock(zone, CUTS)
    grid = Grid(zone=zone, programmes=tuple(p for p in whole.programmes if p.id != "at-0"))
    for start, end in spans(zone):
        t = start
        holes = [s for s in stretches(whole, start, end) if s.programme.id == "at-0" and s.start >= start]
        told = []
        while t < end:
            answer, boundary = on_air(grid, NO_HOLDS, t), next_boundary(grid, NO_HOLDS, t)
            assert boundary and boundary > t
            if answer.programme is None:
                assert answer.next and answer.ends_at == answer.next.starts_at == boundary
                told.append(t)
            t = boundary
        assert [hole.start for hole in holes] == [begun for begun in told if begun >= holes[0].start]


def test_the_zones_are_twenty_and_their_clocks_change_often_enough_to_matter() -> None:
    assert len(set(ZONES)) == 20
    changes: list[datetime] = [change for zone in ZONES for change in transitions(zone)]
    assert len(changes) > 250
