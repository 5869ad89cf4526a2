"""From the grid to instants: which broadcast has the air when.

An **airing** is one taking-place of a slot or an override, whole. Airings may cut into each other; a **stretch** is
what is left of one: uninterrupted, and no two stretches share an instant. Two layers make it so:

* within the week, and among the overrides, the airing that began later has the air (a tie: the later in the grid);
* an override has the air against the week, and gives back what the week then has.

Only the days around the instant asked for are expanded, and kept, so a question costs microseconds.
"""

from __future__ import annotations

import heapq
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Protocol, TypeVar
from zoneinfo import ZoneInfo

from webapp.newsroom.grid import Grid, GridProgramme, GridSegment, Override, slug_of
from webapp.newsroom.wall import DAY_S, DAYS, instant, local_date

_A_DAY = timedelta(days=1)


@dataclass(frozen=True, eq=False)
class Airing:
    """`day` and `reading` are where the clock stood at the start: segments are counted from there.

    `programme` is `None` where an override cancels whatever would be on.
    """

    start: datetime
    end: datetime
    programme: GridProgramme | None
    zone: ZoneInfo
    day: date
    reading: int
    special: bool = False

    @cached_property
    def segments(self) -> tuple[Part, ...]:
        """Its segments in order, those that a gap swallows left out; where two claim a moment, the later has it."""
        if self.programme is None:
            return ()
        weekday = DAYS[self.day.weekday()]
        wanted = [(s, (s.start - self.reading) % DAY_S) for s in self.programme.segments if weekday in s.days]
        wanted.sort(key=lambda pair: pair[1])
        parts = []
        for (segment, offset), follower in zip(wanted, [*wanted[1:], None], strict=True):
            start = max(self._at(offset), self.start)
            if segment.end is not None:
                end = self._at(offset + (segment.end - segment.start - 1) % DAY_S + 1)
            else:
                end = self._at(follower[1]) if follower else self.end
            if start < min(end, self.end):
                parts.append(Part(start, min(end, self.end), segment))
        return tuple(Part(start, end, part.segment) for start, end, part in flatten(parts))

    def _at(self, offset: int) -> datetime:
        return instant(self.zone, self.day, self.reading + offset)


@dataclass(frozen=True)
class Part:
    """A part of a stretch with one segment, or with none."""

    start: datetime
    end: datetime
    segment: GridSegment | None


@dataclass(frozen=True, eq=False)
class Stretch:
    start: datetime
    end: datetime
    airing: Airing

    @property
    def programme(self) -> GridProgramme:
        assert self.airing.programme is not None, "a cancellation is no broadcast"
        return self.airing.programme

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """It cut at its segments' bounds, without holes: a part between segments has none."""
        parts: list[Part] = []
        reached = self.start
        for part in self.airing.segments:
            start, end = max(part.start, self.start), min(part.end, self.end)
            if start >= end:
                continue
            if start > reached:
                parts.append(Part(reached, start, None))
            parts.append(Part(start, end, part.segment))
            reached = end
        if reached < self.end:
            parts.append(Part(reached, self.end, None))
        return tuple(parts)

    def part_at(self, t: datetime) -> int:
        return bisect_right(self.parts, t, key=lambda part: part.start) - 1


def stretch_at(grid: Grid, t: datetime) -> Stretch | None:
    """What has the air at `t`; `None` where the grid has a hole."""
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
    """All that have the air at some moment of [since, until), in order, with their whole length."""
    stretch = stretch_at(grid, since) or next_stretch(grid, since)
    while stretch and stretch.start < until:
        yield stretch
        stretch = next_stretch(grid, stretch.start)


class _Span(Protocol):
    @property
    def start(self) -> datetime: ...
    @property
    def end(self) -> datetime: ...


S = TypeVar("S", bound=_Span)


def flatten(spans: Sequence[S]) -> list[tuple[datetime, datetime, S]]:
    """Spans, given in the order of their starts, cut so that at each instant only the last of them to begin is left."""
    cuts = sorted({cut for span in spans for cut in (span.start, span.end)})
    begun: list[int] = []  # a heap of negative positions: the last begun is on top
    pieces: list[tuple[datetime, datetime, S]] = []
    position = 0
    for start, end in pairwise(cuts):
        while position < len(spans) and spans[position].start <= start:
            heapq.heappush(begun, -position)
            position += 1
        while begun and spans[-begun[0]].end <= start:
            heapq.heappop(begun)
        if begun:
            span = spans[-begun[0]]
            if pieces and pieces[-1][2] is span and pieces[-1][1] == start:
                pieces[-1] = (pieces[-1][0], end, span)
            else:
                pieces.append((start, end, span))
    return pieces


def override_airing(grid: Grid, override: Override) -> Airing:
    if override.date is not None and override.start is not None and override.end is not None:
        day, reading = override.date, override.start
        start = instant(grid.tz, day, reading)
        end = instant(grid.tz, day, reading + (override.end - reading - 1) % DAY_S + 1)
    else:
        assert override.starts_at and override.ends_at, "an override has one of the two forms"
        start, end = override.starts_at, override.ends_at
        wall = start.astimezone(grid.tz)
        day, reading = wall.date(), wall.hour * 3600 + wall.minute * 60 + wall.second
    return Airing(start, end, _override_programme(grid, override), grid.tz, day, reading, special=True)


def _override_programme(grid: Grid, override: Override) -> GridProgramme | None:
    if override.cancelled:
        return None
    usual = grid.by_id.get(override.programme or "")
    title = override.title or (usual.title if usual else override.programme) or ""
    return GridProgramme(
        id=override.programme or slug_of(title),
        title=title,
        hosts=override.hosts or (usual.hosts if usual else ()),
        description=override.description or (usual.description if usual else None),
        language=override.language or (usual.language if usual else None),
        picture=usual.picture if usual else None,
        segments=override.segments or (usual.segments if usual else ()),
        **(override if override.has_rules or not usual else usual).rotation_fields(),
    )


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
    """The slots that begin on that date, in order; one that lies wholly in a gap is not among them."""
    found = []
    for programme in grid.programmes:
        for slot in programme.slots:
            if slot.is_on(day):
                start = instant(grid.tz, day, slot.start)
                end = instant(grid.tz, day, slot.start + slot.seconds)
                if start < end:
                    found.append(Airing(start, end, programme, grid.tz, day, slot.start))
    return tuple(sorted(found, key=lambda airing: (airing.start, airing.reading)))


@lru_cache(maxsize=1_024)
def _weekly(grid: Grid, day: date) -> tuple[Stretch, ...]:
    """The week's stretches that touch that date, with their true bounds.

    A slot lasts a day at most: what touches the date began on it or on the day before, and what cuts into that
    began no later than the day after.
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
    """`day`, and every later one on which a slot may begin or be given back."""
    while True:
        yield day
        yield day + _A_DAY  # what began yesterday may be given back today
        slots = (slot for programme in grid.programmes for slot in programme.slots)
        following = min((d for slot in slots if (d := slot.next_date(day + _A_DAY))), default=None)
        if following is None:
            return
        day = following
