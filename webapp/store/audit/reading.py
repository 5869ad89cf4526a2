"""The audit trail read backwards, newest first, in small batches: both trails, and what older builds wrote beside them."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any, NamedTuple

import orjson

from webapp.newsroom.audit.entry import TRAILS, Trail
from webapp.newsroom.audit.query import AuditQuery
from webapp.newsroom.times import rfc3339
from webapp.store.core import keys
from webapp.store.core.client import Store
from webapp.store.core.connection import store_errors

BATCH_ROWS = 100
"""Read at once: a few milliseconds' work, and then others have their turn."""

LOOK_AT_ROWS = 20_000
"""Of one page: then it says that there may be more further back."""

PAGE_ROWS = 50

CLOCKS_APART = timedelta(minutes=10)
"""So much the clocks of the station's machines may differ; entries are in the order in which the store took them."""

OLDER_ROWS = 500
"""After so many in a row from before what is asked for, no later one is looked for: a demo's past was written at its start."""

STREAMS: tuple[tuple[Trail, bool, str], ...] = (
    *((trail, True, keys.audit(trail)[0]) for trail in TRAILS),
    *((trail, False, keys.UNCHAINED[trail]) for trail in TRAILS),
)
"""The trail, whether its entries are chained, and the key."""

Position = tuple[str, ...]
"""How far each of `STREAMS` was read: the id of the last entry; empty at first."""

START: Position = ("",) * len(STREAMS)


class AuditRow(NamedTuple):
    """`plain` has `at`, `by`, `role`, `did`, `what`, `trail`, of chained ones `n`, `prev`, `key` and `link`, perhaps `item` and
    `seq`. `position` is that after it.
    """

    plain: dict[str, Any]
    position: Position

    @property
    def chained(self) -> bool:
        return "link" in self.plain


class AuditPage(NamedTuple):
    """Newest first. `further` is where older ones are looked for, `None` where there are none; `looked_at` so many."""

    rows: list[AuditRow]
    further: Position | None
    looked_at: int


class AuditReader:
    """Raises `StoreAway` when the store does not answer."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def page(self, query: AuditQuery, start: Position = START, count: int = PAGE_ROWS) -> AuditPage:
        """At most `count` rows that match, of the next `LOOK_AT_ROWS`."""
        found: list[AuditRow] = []
        looked_at = 0
        last = start
        for row in self._rows(query, start):
            if len(found) == count or looked_at == LOOK_AT_ROWS:
                return AuditPage(found, last, looked_at)
            looked_at += 1
            last = row.position
            if query.matches(row.plain):
                found.append(row)
        return AuditPage(found, None, looked_at)

    def every(self, query: AuditQuery) -> Iterator[AuditRow]:
        """All rows that match, however far back."""
        return (row for row in self._rows(query, START) if query.matches(row.plain))

    def size(self, trail: Trail) -> int:
        """How many chained entries there are."""
        with store_errors():
            return int(self._store.xlen(keys.audit(trail)[0]))

    def _rows(self, query: AuditQuery, start: Position) -> Iterator[AuditRow]:
        wanted = [place for place, (trail, _, _) in enumerate(STREAMS) if trail in query.trails]
        position = list(start)
        merged = heapq.merge(
            *(self._backwards(place, query, start[place]) for place in wanted),
            key=lambda one: one[0]["at"],
            reverse=True,
        )
        for plain, place, entry_id in merged:
            position[place] = entry_id
            yield AuditRow(plain, tuple(position))

    def _backwards(self, place: int, query: AuditQuery, after: str) -> Iterator[tuple[dict[str, Any], int, str]]:
        trail, chained, stream = STREAMS[place]
        oldest = rfc3339(query.since - CLOCKS_APART) if query.since else ""
        before = f"({after}" if after else self._newest_until(stream, chained, query)
        older = 0
        while True:
            with store_errors():
                entries = self._store.xrevrange(stream, max=before, count=BATCH_ROWS)
            for raw_id, fields in entries:
                if plain := _plain(trail, fields, chained=chained):
                    older = older + 1 if plain["at"] < oldest else 0
                    if older == OLDER_ROWS:
                        return
                    yield plain, place, raw_id.decode()
            if len(entries) < BATCH_ROWS:
                return
            before = f"({entries[-1][0].decode()}"

    def _newest_until(self, stream: str, chained: bool, query: AuditQuery) -> str:
        """An id with everything before it that the query asks for: by halves, as entries stand about in order of time."""
        if query.until is None:
            return "+"
        latest = rfc3339(query.until + CLOCKS_APART)
        with store_errors():
            ends = self._store.xrange(stream, "-", "+", 1), self._store.xrevrange(stream, count=1)
        low, high = (int(found[0][0].split(b"-")[0]) if found else 0 for found in ends)
        high += 1
        while low < high:  # the first millisecond after which every entry is later
            middle = (low + high) // 2
            with store_errors():
                found = self._store.xrange(stream, f"{middle}-0", "+", 1)
            plain = _plain("changes", found[0][1], chained=chained) if found else None
            if plain is None or plain["at"] > latest:
                high = middle
            else:
                low = middle + 1
        return str(high)


def _plain(trail: Trail, fields: dict[bytes, bytes], *, chained: bool) -> dict[str, Any] | None:
    """`None` for what is no entry; `airwire check` names it."""
    if not chained:
        plain: dict[str, Any] = {_text(name): _text(value) for name, value in fields.items()} | {"trail": trail}
    else:
        try:
            plain = orjson.loads(fields.get(b"entry", b""))
        except orjson.JSONDecodeError:
            return None
        if not isinstance(plain, dict):
            return None
        plain["link"] = _text(fields.get(b"link", b""))
    return plain if all(isinstance(plain.get(name), str) for name in ("at", "by", "role", "did", "what")) else None


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")


def position_text(position: Sequence[str]) -> str:
    """For an address: the ids with `.` between them."""
    return ".".join(position)


def read_position(text: str) -> Position:
    """Raises `ValueError`."""
    parts = tuple(text.split("."))
    if len(parts) != len(STREAMS) or not all(_is_id(part) for part in parts):
        raise ValueError("no position in the audit trail")
    return parts


def _is_id(text: str) -> bool:
    first, dash, second = text.partition("-")
    return not text or (first.isdecimal() and dash == "-" and second.isdecimal() and len(text) <= 40)
