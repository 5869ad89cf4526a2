"""Listeners by the minute, kept for ninety days: each web process adds its own, and the sums are read."""

from __future__ import annotations

import sys
from array import array
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

from webapp.newsroom.listeners.counts import (
    ALL,
    MAX_SERIES,
    MINUTES_A_DAY,
    PROCESSES,
    RETENTION,
    DayCounts,
    Steps,
    stepped,
)
from webapp.store.core import keys
from webapp.store.core.client import Store
from webapp.store.core.connection import script, store_errors

SERIES_BYTES = MINUTES_A_DAY * 4


class ListenerMinutes:
    """Raises `StoreAway` when the store does not answer."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._count = script(store, "count_listeners")

    def add(self, minute: datetime, counts: Mapping[str, int]) -> None:
        """Adds one process's series (`counts.minute_counts`) of the minute that begins at `minute`."""
        at = minute.astimezone(UTC)
        day = at.date().isoformat()
        first = [(name, counts[name]) for name in (PROCESSES, ALL) if name in counts]
        rest = sorted(
            ((name, n) for name, n in counts.items() if name not in (PROCESSES, ALL)), key=lambda one: -one[1]
        )
        args = [
            at.hour * 60 + at.minute,
            MAX_SERIES,
            keys.LISTENERS_TTL_S,
            *(part for pair in [*first, *rest] for part in pair),
        ]
        with store_errors():
            self._count(keys=[keys.listener_series(day), keys.listener_counts(day)], args=args)

    def put(self, days: Sequence[DayCounts]) -> None:
        """Writes whole days, in the place of what is there: for invented ones."""
        with store_errors(), self._store.pipeline() as pipe:
            for day in days:
                names, counts = keys.listener_series(day.day.isoformat()), keys.listener_counts(day.day.isoformat())
                series = list(day.series)[:MAX_SERIES]
                pipe.delete(names)
                for slot, name in enumerate(series):
                    pipe.hset(names, name, slot)
                pipe.set(counts, b"".join(_written(day.series[name]) for name in series), ex=keys.LISTENERS_TTL_S)
                pipe.expire(names, keys.LISTENERS_TTL_S)
            pipe.execute()

    def steps(
        self, start: datetime, end: datetime, step_s: int, wanted: Callable[[str], bool] = lambda name: True
    ) -> Steps:
        """Averages of steps in [start, end) of the series that are `wanted`."""
        return stepped(self.days(start, end, wanted), start, end, step_s)

    def days(
        self, start: datetime, end: datetime, wanted: Callable[[str], bool] = lambda name: True
    ) -> list[DayCounts]:
        """The days (UTC) that [start, end) touches, each with its `wanted` series and `processes`."""
        first, last = start.astimezone(UTC).date(), end.astimezone(UTC).date()
        days = [first + timedelta(days=n) for n in range(min((last - first).days, RETENTION.days + 1) + 1)]
        with store_errors(), self._store.pipeline(transaction=False) as pipe:
            for day in days:
                pipe.hgetall(keys.listener_series(day.isoformat()))
            named = pipe.execute()
        slots = [
            {
                name.decode(): int(slot)
                for name, slot in found.items()
                if name.decode() == PROCESSES or wanted(name.decode())
            }
            for found in named
        ]
        with store_errors(), self._store.pipeline(transaction=False) as pipe:
            for day, of in zip(days, slots, strict=True):
                for slot in of.values():
                    pipe.getrange(
                        keys.listener_counts(day.isoformat()), slot * SERIES_BYTES, (slot + 1) * SERIES_BYTES - 1
                    )
            counts = iter(pipe.execute())
        return [_day(day, {name: next(counts) for name in of}) for day, of in zip(days, slots, strict=True)]


def _day(day: date, series: Mapping[str, bytes]) -> DayCounts:
    return DayCounts(day, {name: _read(stored) for name, stored in series.items()})


def _written(counts: Sequence[int]) -> bytes:
    made = array("I", [*counts, *[0] * (MINUTES_A_DAY - len(counts))])
    if sys.byteorder == "little":
        made.byteswap()
    return made.tobytes()


def _read(stored: bytes) -> array[int]:
    made = array("I", stored.ljust(SERIES_BYTES, b"\0"))
    if sys.byteorder == "little":
        made.byteswap()
    return made
