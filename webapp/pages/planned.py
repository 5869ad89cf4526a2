"""What the grid plans, day by day, remembered: a broadcast is worked out once for each grid, however it is asked for."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import orjson

from webapp.newsroom.schedule.days import check_span, day_bounds, local_date, planned_broadcasts
from webapp.newsroom.schedule.grid.grid import Grid

DAYS = 120
"""So many days are remembered: what calendars and players ask for, some 40 kB each where the grid is dense."""

_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Planned:
    """A broadcast as JSON, which weighs a tenth of what it is made of, and from when to when it lasts."""

    starts_at: datetime
    ends_at: datetime
    json: bytes

    def dump(self) -> dict[str, Any]:
        """What `json` says."""
        said: dict[str, Any] = orjson.loads(self.json)
        return said


class Days:
    """By grid and date. May be asked in any thread: what two work out at once is the same."""

    def __init__(self, most: int = DAYS) -> None:
        self._most = most
        self._days: OrderedDict[tuple[str, date], tuple[Planned, ...]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._days)

    def of(self, grid: Grid, on: date) -> tuple[Planned, ...]:
        """The broadcasts that are on at some moment of that date, in order."""
        key = (grid.revision, on)
        if (known := self._days.get(key)) is None:
            start, end = day_bounds(grid, on)
            shows = planned_broadcasts(grid, start, end) if start < end else []  # zones have left out whole dates
            known = tuple(Planned(show.starts_at, show.ends_at, orjson.dumps(show.dump())) for show in shows)
            self._days[key] = known
            while len(self._days) > self._most:
                self._days.popitem(last=False)
        return known

    def between(self, grid: Grid, start: datetime, end: datetime) -> list[Planned]:
        """The broadcasts that are on at some moment of [start, end), in order. Raises `Invalid` as `schedule.day` does."""
        check_span(start, end)
        found: dict[datetime, Planned] = {}
        on = local_date(grid.tz, start)
        while day_bounds(grid, on)[0] < end:
            # One over midnight is on both dates.
            found |= {one.starts_at: one for one in self.of(grid, on)}
            on += _A_DAY
        return [one for one in found.values() if one.starts_at < end and one.ends_at > start]


def listed(planned: Sequence[Planned]) -> bytes:
    """A JSON array of them."""
    return b"[" + b",".join(one.json for one in planned) + b"]"
