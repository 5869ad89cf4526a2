"""The as-run record in the store: turns for 90 days, articles for 14 days, and each day's plan."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

import orjson

from webapp.newsroom.schedule.as_run import AiredArticles, AiredSegment, PlannedPart
from webapp.newsroom.times import unix_ms
from webapp.store.board.commits import Write
from webapp.store.core import keys
from webapp.store.core.client import Store
from webapp.store.core.connection import store_errors
from webapp.store.core.stored import parse_stored, parse_value

ROWS_PER_LOOK = 20
"""How many rows are read at a time while looking for the rotation in force."""


class AsRun:
    """Reading raises `StoreAway`. Spans are [start, end)."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def last(self) -> AiredSegment | None:
        """The turn that began last."""
        with store_errors():
            found = self._store.zrevrange(keys.AS_RUN, 0, 0)
        return parse_stored(AiredSegment, found[0]) if found else None

    def ran(self, start: datetime, end: datetime) -> list[AiredSegment]:
        """The turns during the span, oldest first; the first may have begun before it."""
        return [parse_value(AiredSegment, row) for row in self._within(keys.AS_RUN, start, end)]

    def aired(self, start: datetime, end: datetime) -> list[AiredArticles]:
        """The rotations and reads on air during the span, oldest first; the first rotation may have begun before it."""
        with store_errors():
            found = self._store.zrangebyscore(keys.AIRED, unix_ms(start), f"({unix_ms(end)}")
        return [*self._in_force(start), *(parse_stored(AiredArticles, text) for text in found)]

    def reads_on_air(self, start: datetime, end: datetime) -> list[AiredArticles]:
        """What was read on the air during the span, oldest first."""
        with store_errors():
            found = self._store.zrangebyscore(keys.AIRED, unix_ms(start), f"({unix_ms(end)}")
        rows = [parse_stored(AiredArticles, text) for text in found if b'"read"' in text]  # most are rotations
        return [row for row in rows if row.kind == "read"]

    def begins(self) -> datetime | None:
        """When the record begins; `None` when it is empty."""
        with store_errors():
            found = self._store.zrange(keys.AS_RUN, 0, 0)
        return parse_stored(AiredSegment, found[0]).starts_at if found else None

    def planned(self, day: date) -> list[PlannedPart] | None:
        """The last plan of that date; `None` when none was recorded."""
        with store_errors():
            text = self._store.hget(keys.PLANNED, day.isoformat())
        return [parse_value(PlannedPart, part) for part in orjson.loads(text)] if text else None

    def put_past(self, rows: Sequence[AiredSegment]) -> None:
        """Writes turns of the past, for an invented one."""
        with store_errors(), self._store.pipeline() as pipe:
            for row in rows:
                pipe.zadd(keys.AS_RUN, {orjson.dumps(row.dump()).decode(): unix_ms(row.starts_at)})
            pipe.execute()

    def _in_force(self, at: datetime) -> list[AiredArticles]:
        """The last rotation before that moment, as a list of at most one."""
        for skipped in count(0, ROWS_PER_LOOK):
            with store_errors():
                texts = self._store.zrevrangebyscore(
                    keys.AIRED, f"({unix_ms(at)}", "-inf", start=skipped, num=ROWS_PER_LOOK
                )
            rows = [parse_stored(AiredArticles, text) for text in texts]
            if found := [row for row in rows if row.kind == "rotation"][:1]:
                return found
            if len(rows) < ROWS_PER_LOOK:
                break
        return []

    def _within(self, key: str, start: datetime, end: datetime) -> list[Any]:
        with store_errors():
            before = self._store.zrevrangebyscore(key, f"({unix_ms(start)}", "-inf", start=0, num=1)
            found = self._store.zrangebyscore(key, unix_ms(start), f"({unix_ms(end)}")
        return [orjson.loads(text) for text in (*before, *found)]


def turn_writes(rows: Sequence[AiredSegment], now: datetime) -> list[Write]:
    """The commands that record `rows`; recording a row twice changes nothing."""
    if not rows:
        return []
    adds: list[Write] = [("ZADD", keys.AS_RUN, unix_ms(row.starts_at), orjson.dumps(row.dump())) for row in rows]
    return [*adds, *_bounded(keys.AS_RUN, keys.AS_RUN_CAP, keys.PLANNED_DAYS, now)]


def aired_writes(row: AiredArticles) -> list[Write]:
    """The commands that record the row."""
    add: Write = ("ZADD", keys.AIRED, unix_ms(row.at), orjson.dumps(row.dump()))
    return [add, *_bounded(keys.AIRED, keys.AIRED_CAP, keys.AIRED_DAYS, row.at)]


def plan_writes(day: date, parts: Sequence[PlannedPart]) -> list[Write]:
    """The commands that store a day's plan, and delete those that are too old."""
    gone = [(day - timedelta(days=keys.PLANNED_DAYS + n)).isoformat() for n in range(1, 15)]
    return [
        ("HSET", keys.PLANNED, day.isoformat(), orjson.dumps([part.dump() for part in parts])),
        ("HDEL", keys.PLANNED, *gone),
    ]


def _bounded(key: str, cap: int, days: int, now: datetime) -> list[Write]:
    return [
        ("ZREMRANGEBYSCORE", key, "-inf", unix_ms(now - timedelta(days=days))),
        ("ZREMRANGEBYRANK", key, 0, -cap - 1),
    ]
