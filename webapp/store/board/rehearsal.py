"""Since when there is a rehearsal, when somebody last did something in it, and its end."""

from __future__ import annotations

from datetime import UTC, datetime

from webapp.newsroom.times import unix_ms
from webapp.store.core import keys
from webapp.store.core.client import Store
from webapp.store.core.connection import store_errors

SCANNED_AT_ONCE = 1_000

_STAYS = keys.UNCHAINED["changes"]
"""Beginning of what outlives a rehearsal: who did what in it."""


class RehearsalKeys:
    """Asks by a client of `MovedKeys`, and so cannot name a key of the newsroom. Raises `StoreAway`."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def note_act(self, now: datetime) -> bool:
        """Notes that somebody did something; whether a rehearsal began with it."""
        with store_errors():
            began = not self._store.hexists(keys.REHEARSED, "began_at")
            if began:
                self._store.hset(keys.REHEARSED, "began_at", unix_ms(now))
            self._store.hset(keys.REHEARSED, "acted_at", unix_ms(now))
        return began

    def note_arrival(self, now: datetime) -> None:
        """Notes that something came there by itself, which nobody's act need follow."""
        with store_errors():
            if not self._store.hexists(keys.REHEARSED, "acted_at"):
                self._store.hset(keys.REHEARSED, "acted_at", unix_ms(now))

    def began_at(self) -> datetime | None:
        """When somebody began the rehearsal; `None` while nobody has."""
        return self._at("began_at")

    def acted_at(self) -> datetime | None:
        """When something last happened in it; `None` while it is empty."""
        return self._at("acted_at")

    def _at(self, name: str) -> datetime | None:
        with store_errors():
            found = self._store.hget(keys.REHEARSED, name)
        return datetime.fromtimestamp(int(found) / 1000, UTC) if found else None

    def clear(self) -> int:
        """Deletes all of it at once but its audit trail; how many keys there were."""
        stays = keys.REHEARSAL + _STAYS.removeprefix(keys.PREFIX)
        found, cursor = set[str](), 0
        with store_errors():
            while True:
                cursor, names = self._store.scan(cursor, f"{keys.REHEARSAL}*", SCANNED_AT_ONCE)
                found |= {name.decode() for name in names}
                if not cursor:
                    break
            gone = sorted(name for name in found if not name.startswith(stays))
            return self._store.delete(*gone) if gone else 0
