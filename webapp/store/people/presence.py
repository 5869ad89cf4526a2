"""Which processes are alive, their build, and how many listeners each has: for the panel and `airwire check`."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any, Literal

import orjson

from webapp.newsroom.errors import StoreAway
from webapp.newsroom.schema import SCHEMA, VERSION
from webapp.store.core import keys
from webapp.store.core.client import Store
from webapp.store.core.connection import store_errors

FRESH = timedelta(seconds=15)

ProcessKind = Literal["web", "clock", "monitor", "outlets", "mos"]


class Presence:
    """Raises `StoreAway` when the store does not answer."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def announce(
        self,
        process: str,
        listeners: int,
        seq: int,
        now: datetime,
        degraded: Sequence[dict[str, Any]] = (),
        *,
        part: ProcessKind = "web",
        writes: bool = True,
        epoch: str | None = None,
    ) -> None:
        """Announces that this process is alive. `epoch` and `seq` are what it serves, `degraded` is what is wrong with it, as
        JSON; `writes` whether it may still write.
        """
        entry = {"listeners": listeners, "seq": seq, "at": now.timestamp(), "degraded": degraded}
        if epoch is not None:
            entry["epoch"] = epoch
        build = {"version": VERSION, "schema": SCHEMA, "part": part, "writes": writes}
        with store_errors():
            self._store.hset(keys.PROCESSES, process, orjson.dumps(entry | build))

    def processes(self, now: datetime) -> dict[str, dict[str, Any]]:
        """By name: `{listeners, seq, at, degraded, version, schema, writes}` of the web processes that announced
        themselves lately.
        """
        return {name: entry for name, entry in self.every(now).items() if entry.get("part", "web") == "web"}

    def every(self, now: datetime) -> dict[str, dict[str, Any]]:
        """As `processes`, of all kinds (`part`); processes not heard from lately are deleted.

        An entry without `version` is a web process of a build before 0.2.0; such clocks and monitors announce nothing.
        """
        with store_errors():
            found = {name.decode(): orjson.loads(text) for name, text in self._store.hgetall(keys.PROCESSES).items()}
        gone = [name for name, entry in found.items() if entry["at"] < (now - FRESH).timestamp()]
        if gone:
            with suppress(StoreAway), store_errors():  # a store that takes no changes can still be asked
                self._store.hdel(keys.PROCESSES, *gone)
        return {name: entry for name, entry in found.items() if name not in gone}

    def listeners(self, now: datetime) -> int:
        """The number of listeners connected to all processes together."""
        return sum(entry["listeners"] for entry in self.processes(now).values())
