"""Counters in the store that all web processes share: tries of passwords, and changes by one account."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import datetime

from webapp.newsroom.errors import TooMany
from webapp.newsroom.people.limits import COUNT_RETENTION_S, Counter
from webapp.newsroom.times import unix_ms
from webapp.store.core import keys
from webapp.store.core.client import Store
from webapp.store.core.connection import script, store_errors


class RateCounters:
    """Raises `StoreAway` when the store does not answer."""

    def __init__(self, store: Store) -> None:
        self._count = script(store, "pace", "count")
        self._uncount = script(store, "people/uncount")

    def count(self, counters: Sequence[Counter], now: datetime) -> None:
        """Counts one try by all of `counters`. Raises `TooMany` with the seconds to wait; then nothing is counted."""
        args: list[str | int] = [unix_ms(now), COUNT_RETENTION_S * 1000]
        for counter in counters:
            limit = counter.limit
            args += [limit.kind, limit.free, int(limit.wait_s * 1000), limit.longest_s * 1000]
        with store_errors():
            wait_ms = int(self._count(keys=_keys(counters), args=args))
        if wait_ms > 0:
            wait_s = math.ceil(wait_ms / 1000)
            raise TooMany(f"too many at once; come back in {wait_s} s", extra={"retry_after_s": wait_s})

    def take_back(self, counters: Sequence[Counter], now: datetime) -> None:
        """Undoes the last count, because its password was right."""
        args: list[str | int] = [unix_ms(now)]
        for counter in counters:
            args += [counter.limit.kind, int(counter.limit.wait_s * 1000)]
        with store_errors():
            self._uncount(keys=_keys(counters), args=args)


def _keys(counters: Sequence[Counter]) -> list[str]:
    return [keys.counted(counter.who) for counter in counters]
