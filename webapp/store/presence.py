"""Which web processes are alive and how many listeners each has: what the panel and `airwire check` add up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import orjson

from webapp.store import keys
from webapp.store.connection import Store, told_when_away

FRESH = timedelta(seconds=15)


class Presence:
    """Raises `StoreAway`."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def tell(
        self, process: str, listeners: int, seq: int, now: datetime, degraded: Sequence[dict[str, Any]] = ()
    ) -> None:
        """This process is here; `degraded` is what is wrong with it, as JSON."""
        entry = orjson.dumps({"listeners": listeners, "seq": seq, "at": now.timestamp(), "degraded": degraded})
        with told_when_away():
            self._store.hset(keys.PROCESSES, process, entry)

    def leave(self, process: str) -> None:
        with told_when_away():
            self._store.hdel(keys.PROCESSES, process)

    def processes(self, now: datetime) -> dict[str, dict[str, Any]]:
        """By name: `{listeners, seq, at, degraded}` of those heard from lately; the others are forgotten."""
        with told_when_away():
            found = {name.decode(): orjson.loads(text) for name, text in self._store.hgetall(keys.PROCESSES).items()}
            gone = [name for name, entry in found.items() if entry["at"] < (now - FRESH).timestamp()]
            if gone:
                self._store.hdel(keys.PROCESSES, *gone)
        return {name: entry for name, entry in found.items() if name not in gone}

    def listeners(self, now: datetime) -> int:
        """How many listeners are connected to all processes together."""
        return sum(entry["listeners"] for entry in self.processes(now).values())
