"""The ledger in the store: how each surface is doing, and what it did with each headline."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import orjson

from webapp.newsroom.errors import LeaseLost
from webapp.newsroom.outlets.ledger import LedgerEntry, OutletState
from webapp.store.core import keys
from webapp.store.core.client import Store
from webapp.store.core.connection import script, store_errors
from webapp.store.core.stored import parse_readable, parse_stored


class Ledger:
    """Raises `StoreAway` when the store does not answer."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._put = script(store, "outlet_put")

    def load(self, surface: str) -> tuple[OutletState | None, dict[str, LedgerEntry]]:
        """How a surface is doing (`None` for a new one), and its entries by headline."""
        with store_errors():
            state = self._store.hget(keys.OUTLETS, surface)
            texts = self._store.hvals(keys.outlet_entries(surface))
        entries = {entry.headline: entry for entry in parse_readable(LedgerEntry, texts)}
        return (parse_stored(OutletState, state) if state else None), entries

    def put(
        self,
        surface: str,
        state: OutletState,
        entries: Sequence[LedgerEntry],
        token: str,
        forget: Iterable[str] = (),
    ) -> None:
        """Keeps all of it as one. Raises `LeaseLost` when `token` is no longer that of the process that acts."""
        pairs = [word for entry in entries for word in (entry.headline, orjson.dumps(entry.dump()))]
        with store_errors():
            done = self._put(
                keys=[keys.OUTLETS_LEASE, keys.OUTLETS, keys.outlet_entries(surface)],
                args=[token, surface, orjson.dumps(state.dump()), len(entries), *pairs, *forget],
            )
        if not done:
            raise LeaseLost("another outlets process holds the lease")

    def states(self) -> dict[str, OutletState]:
        """By surface, those that are no longer configured too."""
        with store_errors():
            found = self._store.hgetall(keys.OUTLETS)
        readable = ((name.decode(), list(parse_readable(OutletState, [text]))) for name, text in found.items())
        return {name: states[0] for name, states in readable if states}

    def entries(self, surfaces: Sequence[str], headlines: Sequence[str]) -> Mapping[str, Mapping[str, LedgerEntry]]:
        """By headline, then by surface; without those that have none."""
        found: dict[str, dict[str, LedgerEntry]] = {name: {} for name in headlines}
        if not surfaces or not headlines:
            return found
        with store_errors(), self._store.pipeline(transaction=False) as pipe:
            for surface in surfaces:
                pipe.hmget(keys.outlet_entries(surface), list(headlines))
            rows = pipe.execute()
        for surface, texts in zip(surfaces, rows, strict=True):
            for entry in parse_readable(LedgerEntry, [text for text in texts if text]):
                found[entry.headline][surface] = entry
        return found
