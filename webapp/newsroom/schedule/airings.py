"""Airings: one occurrence of a slot or an override at its full length, before anything cuts into it."""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from itertools import pairwise
from typing import Protocol, TypeVar
from zoneinfo import ZoneInfo

from webapp.newsroom.schedule.grid.grid import Grid, GridProgramme, GridSegment, Override
from webapp.newsroom.schedule.wall_clock import DAY_S, DAYS, instant
from webapp.newsroom.slugs import programme_id


class _Interval(Protocol):
    @property
    def start(self) -> datetime: ...
    @property
    def end(self) -> datetime: ...


S = TypeVar("S", bound=_Interval)


def flatten(spans: Sequence[S]) -> list[tuple[datetime, datetime, S]]:
    """Cuts overlapping intervals, sorted by start, so that each instant belongs only to the one that began last.

    Returns `(start, end, interval)` in order of time.
    """
    cuts = sorted({cut for span in spans for cut in (span.start, span.end)})
    begun: list[int] = []  # a heap of negated positions: the one that began last is on top
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


@dataclass(frozen=True, eq=False)
class Airing:
    """One occurrence. `day` and `wall_s` (seconds after midnight) are what the clock showed at the start; segments
    count from it.

    `programme` is `None` when an override cancels whatever would be on.
    """

    start: datetime
    end: datetime
    programme: GridProgramme | None
    zone: ZoneInfo
    day: date
    wall_s: int
    special: bool = False

    @cached_property
    def segments(self) -> tuple[AiringPart, ...]:
        """Its segments in order, without those that a clock change swallows; where two claim a moment, the later one
        has it.
        """
        if self.programme is None:
            return ()
        weekday = DAYS[self.day.weekday()]
        wanted = [(s, (s.start - self.wall_s) % DAY_S) for s in self.programme.segments if weekday in s.days]
        wanted.sort(key=lambda pair: pair[1])
        parts = []
        for (segment, offset), following in zip(wanted, [*(begins for _, begins in wanted[1:]), None], strict=False):
            start = max(self._at(offset), self.start)
            if segment.end is not None:
                end = self._at(offset + (segment.end - segment.start - 1) % DAY_S + 1)
            else:
                end = self.end if following is None else self._at(following)
            if start < min(end, self.end):
                parts.append(AiringPart(start, min(end, self.end), segment))
        return tuple(AiringPart(start, end, part.segment) for start, end, part in flatten(parts))

    def _at(self, offset: int) -> datetime:
        return instant(self.zone, self.day, self.wall_s + offset)


@dataclass(frozen=True)
class AiringPart:
    """A piece of an airing or stretch with one segment, or with none."""

    start: datetime
    end: datetime
    segment: GridSegment | None


def override_airing(grid: Grid, override: Override) -> Airing:
    """The airing of an override; empty (`start >= end`) when a clock change swallows it."""
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
        id=override.programme or programme_id(title),
        title=title,
        hosts=override.hosts or (usual.hosts if usual else ()),
        description=override.description or (usual.description if usual else None),
        language=override.language or (usual.language if usual else None),
        picture=usual.picture if usual else None,
        segments=override.segments or (usual.segments if usual else ()),
        **(override if override.has_rules or not usual else usual).rotation_fields(),
    )
