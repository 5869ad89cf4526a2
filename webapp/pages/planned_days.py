"""The planned broadcasts by day, kept in memory: each day of a grid is computed once."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import orjson

from webapp.newsroom.schedule.days import check_span, day_bounds, local_date, planned_broadcasts
from webapp.newsroom.schedule.grid.grid import Grid

MAX_DAYS = 120
"""Kept in memory: what calendars and players ask for, up to 40 kB each where the grid is dense."""

_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class PlannedBroadcast:
    """A broadcast as JSON, a tenth of the size of the objects it is made of, with its start and end."""

    starts_at: datetime
    ends_at: datetime
    json: bytes

    def dump(self) -> dict[str, Any]:
        """`json` as an object."""
        said: dict[str, Any] = orjson.loads(self.json)
        return said


class PlannedDays:
    """The broadcasts by grid and date. Safe in any thread: two that compute a day at once get the same."""

    def __init__(self, most: int = MAX_DAYS) -> None:
        self._most = most
        self._days: OrderedDict[tuple[str, date], tuple[PlannedBroadcast, ...]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._days)

    def of(self, grid: Grid, on: date) -> tuple[PlannedBroadcast, ...]:
        """The broadcasts that overlap the date `on` of the station, in order."""
        key = (grid.revision, on)
        if (known := self._days.get(key)) is None:
            start, end = day_bounds(grid, on)
            shows = planned_broadcasts(grid, start, end) if start < end else []  # zones have left out whole dates
            known = tuple(PlannedBroadcast(show.starts_at, show.ends_at, orjson.dumps(show.dump())) for show in shows)
            self._days[key] = known
            while len(self._days) > self._most:
                self._days.popitem(last=False)
        return known

    def between(self, grid: Grid, start: datetime, end: datetime) -> list[PlannedBroadcast]:
        """The broadcasts that overlap [start, end), in order. Raises `Invalid` for a period that is empty or too long."""
        check_span(start, end)
        found: dict[datetime, PlannedBroadcast] = {}
        on = local_date(grid.tz, start)
        while day_bounds(grid, on)[0] < end:
            # A broadcast over midnight is on both dates.
            found |= {one.starts_at: one for one in self.of(grid, on)}
            on += _A_DAY
        return [one for one in found.values() if one.starts_at < end and one.ends_at > start]


def json_array(planned: Sequence[PlannedBroadcast]) -> bytes:
    """The broadcasts as a JSON array."""
    return b"[" + b",".join(one.json for one in planned) + b"]"
