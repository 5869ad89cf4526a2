"""The programme grid, its dated entries and the holds, in the store."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import orjson

from webapp.newsroom.model import Value
from webapp.newsroom.schedule.dated_entries import DatedEntry, with_entries
from webapp.newsroom.schedule.grid.grid import Grid
from webapp.newsroom.schedule.holds import Holds
from webapp.store.board.commits import Write
from webapp.store.core import keys
from webapp.store.core.client import Store
from webapp.store.core.connection import store_errors
from webapp.store.core.stored import parse_stored, parse_value
from webapp.store.reads.buckets import ReadBuckets
from webapp.store.schedule.as_run import AsRun

Held = Literal["stream", "on_air", "probed"]


class Rundown:
    """Reading raises `StoreAway`. The grid is parsed again only when its text changed. `zone` is the station's."""

    def __init__(self, store: Store, zone: Callable[[], str]) -> None:
        self._store = store
        self._zone = zone
        self._own = self._grid = Grid(zone=zone())
        self._texts: tuple[bytes, dict[bytes, bytes], str] = (b"", {}, self._own.zone)
        self._entries: dict[str, DatedEntry] = {}
        self.as_run = AsRun(store)
        self.read_buckets = ReadBuckets(store)

    def grid(self) -> Grid:
        """The grid in force, including dated entries; an empty one when none was ever set."""
        self._read()
        return self._grid

    def own_grid(self) -> Grid:
        """The grid as it was set, without dated entries."""
        self._read()
        return self._own

    def entries(self) -> dict[str, DatedEntry]:
        """The dated entries by id."""
        self._read()
        return self._entries

    def holds(self) -> Holds:
        """The current holds."""
        with store_errors():
            found = self._store.hgetall(keys.HOLDS)
        return parse_value(Holds, {name.decode(): orjson.loads(text) for name, text in found.items()})

    def _read(self) -> None:
        with store_errors(), self._store.pipeline(transaction=False) as pipe:
            pipe.get(keys.GRID)
            pipe.hgetall(keys.DATED)
            text, dated = pipe.execute()
        text, zone = text or b"", self._zone()
        if (text, dated, zone) == self._texts:
            return
        own = parse_stored(Grid, text) if text else Grid(zone=zone)
        entries = {name.decode(): parse_stored(DatedEntry, value) for name, value in dated.items()}
        self._own, self._entries, self._grid = own, entries, with_entries(own, entries.values())
        self._texts = (text, dated, zone)


class RehearsedRundown(Rundown):
    """The programmes of another rundown, which it only reads, with holds and an as-run record of its own."""

    def __init__(self, store: Store, zone: Callable[[], str], programmes: Rundown) -> None:
        super().__init__(store, zone)
        self._programmes = programmes

    def grid(self) -> Grid:
        return self._programmes.grid()

    def own_grid(self) -> Grid:
        return self._programmes.own_grid()

    def entries(self) -> dict[str, DatedEntry]:
        return self._programmes.entries()


def hold_write(what: Held, value: Value) -> Write:
    """The command that stores a hold, or the probes' last report."""
    return ("HSET", keys.HOLDS, what, orjson.dumps(value.dump()))


def hold_removal(what: Held) -> Write:
    """The command that removes a hold."""
    return ("HDEL", keys.HOLDS, what)


def entry_write(entry: DatedEntry) -> Write:
    """The command that stores a dated entry."""
    return ("HSET", keys.DATED, entry.id, orjson.dumps(entry.dump()))


def entry_removals(ids: list[str]) -> list[Write]:
    """The commands that remove dated entries."""
    return [("HDEL", keys.DATED, *ids)] if ids else []
