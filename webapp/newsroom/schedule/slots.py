"""From the grid to instants: which broadcast is on the air when.

Airings may cut into each other. A **stretch** is what is left of one: uninterrupted, and no two share an instant. Two
layers are resolved:

* within the week, and among the overrides, the airing that began later wins (ties: the later in the grid);
* an override wins against the week, which continues after it.

Only the days around the instant in question are expanded, and cached, so a query takes microseconds.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property, lru_cache

from webapp.newsroom.schedule.airings import Airing, AiringPart, flatten, override_airing
from webapp.newsroom.schedule.grid.grid import Grid, GridProgramme
from webapp.newsroom.schedule.wall_clock import DAY_S, instant, local_date

_A_DAY = timedelta(days=1)


@dataclass(frozen=True, eq=False)
class Stretch:
    """An uninterrupted part of an airing: [start, end)."""

    start: datetime
    end: datetime
    airing: Airing

    @property
    def programme(self) -> GridProgramme:
        """The programme that is on."""
        assert self.airing.programme is not None, "a cancellation is no broadcast"
        return self.airing.programme

    @cached_property
    def parts(self) -> tuple[AiringPart, ...]:
        """The stretch cut at its segments' bounds, without gaps; a part between two segments has none."""
        parts: list[AiringPart] = []
        reached = self.start
        for part in self.airing.segments:
            start, end = max(part.start, self.start), min(part.end, self.end)
            if start >= end:
                continue
            if start > reached:
                parts.append(AiringPart(reached, start, None))
            parts.append(AiringPart(start, end, part.segment))
            reached = end
        if reached < self.end:
            parts.append(AiringPart(reached, self.end, None))
        return tuple(parts)

    def part_at(self, t: datetime) -> int:
        """The index in `parts` of the part at `t`."""
        return bisect_right(self.parts, t, key=lambda part: part.start) - 1


def stretch_at(grid: Grid, t: datetime) -> Stretch | None:
    """What is on at `t`; `None` in a hole of the grid."""
    specials = _specials(grid)
    n = bisect_right(specials, t, key=_start)
    before = specials[n - 1] if n else None
    if before and t < before.end:
        return before if before.airing.programme else None
    stretch = _covering(_weekly(grid, local_date(grid.tz, t)), t)
    if stretch is None:
        return None
    start = max(stretch.start, before.end) if before else stretch.start
    end = min(stretch.end, specials[n].start) if n < len(specials) else stretch.end
    return stretch if (start, end) == (stretch.start, stretch.end) else Stretch(start, end, stretch.airing)


def next_stretch(grid: Grid, t: datetime) -> Stretch | None:
    """The first stretch that begins after `t`, however far away."""
    specials = _specials(grid)
    at: datetime | None = t
    while at is not None:
        n = bisect_right(specials, at, key=_start)
        special = [specials[n].start] if n < len(specials) else []
        given_back = [specials[n - 1].end] if n and specials[n - 1].end > at else []
        weekly = _next_weekly_start(grid, at)
        at = min([*special, *given_back, *([weekly] if weekly else [])], default=None)
        if at is not None and (stretch := stretch_at(grid, at)) and stretch.start == at:
            return stretch
    return None


def stretches(grid: Grid, since: datetime, until: datetime) -> Iterator[Stretch]:
    """The stretches that overlap [since, until), in order, with their whole length."""
    stretch = stretch_at(grid, since) or next_stretch(grid, since)
    while stretch and stretch.start < until:
        yield stretch
        stretch = next_stretch(grid, stretch.start)


def count_pre_empted(grid: Grid) -> int:
    """How many overrides replace something of the weekly grid."""
    count = 0
    for special in _specials(grid):
        day, last = local_date(grid.tz, special.start), local_date(grid.tz, special.end)
        touched = [stretch for n in range((last - day).days + 1) for stretch in _weekly(grid, day + n * _A_DAY)]
        count += any(stretch.start < special.end and stretch.end > special.start for stretch in touched)
    return count


def _start(stretch: Stretch) -> datetime:
    return stretch.start


def _covering(row: Sequence[Stretch], t: datetime) -> Stretch | None:
    n = bisect_right(row, t, key=_start)
    return row[n - 1] if n and t < row[n - 1].end else None


@lru_cache(maxsize=16)
def _specials(grid: Grid) -> tuple[Stretch, ...]:
    airings = [override_airing(grid, override) for override in grid.overrides]
    airings = sorted((a for a in airings if a.start < a.end), key=lambda a: a.start)
    return tuple(Stretch(*piece) for piece in flatten(airings))


@lru_cache(maxsize=1_024)
def _weekly_airings(grid: Grid, day: date) -> tuple[Airing, ...]:
    """The slots that begin on that date, in order; one that lies wholly within a skipped hour is left out."""
    found = []
    for programme in grid.programmes:
        for slot in programme.slots:
            if slot.is_on(day):
                start = instant(grid.tz, day, slot.start)
                end = instant(grid.tz, day, slot.start + slot.seconds)
                if start < end:
                    found.append(Airing(start, end, programme, grid.tz, day, slot.start))
    return tuple(sorted(found, key=lambda airing: (airing.start, airing.wall_s)))


@lru_cache(maxsize=1_024)
def _weekly(grid: Grid, day: date) -> tuple[Stretch, ...]:
    """The week's stretches that touch that date, with their true bounds.

    A slot lasts a day at most: what touches the date began on it or on the day before, and what cuts into that began no
    later than the day after.
    """
    airings = [a for n in (-1, 0, 1) for a in _weekly_airings(grid, day + n * _A_DAY)]
    first, last = instant(grid.tz, day, 0), instant(grid.tz, day, DAY_S)
    return tuple(Stretch(*piece) for piece in flatten(airings) if piece[0] < last and piece[1] > first)


def _next_weekly_start(grid: Grid, t: datetime) -> datetime | None:
    for day in _days_with_broadcasts(grid, local_date(grid.tz, t)):
        row = _weekly(grid, day)
        n = bisect_right(row, t, key=_start)
        if n < len(row):
            return row[n].start
    return None


def _days_with_broadcasts(grid: Grid, day: date) -> Iterator[date]:
    """`day`, and every later day on which a slot may begin or resume."""
    while True:
        yield day
        yield day + _A_DAY  # what began yesterday may resume today
        slots = (slot for programme in grid.programmes for slot in programme.slots)
        following = min((d for slot in slots if (d := slot.next_date(day + _A_DAY))), default=None)
        if following is None:
            return
        day = following
