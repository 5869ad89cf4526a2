"""How long headlines took to reach the listeners' sockets, as each web process measured it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import orjson

from webapp.newsroom.listeners.counts import RETENTION
from webapp.newsroom.listeners.deliveries import Delivered
from webapp.newsroom.times import unix_ms
from webapp.store.core import keys
from webapp.store.core.client import Store
from webapp.store.core.connection import store_errors
from webapp.store.core.stored import parse_readable


class Deliveries:
    """Raises `StoreAway` when the store does not answer."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, measured: Sequence[Delivered], now: datetime) -> None:
        """Adds one process's parts, and forgets what is too old or too much."""
        if not measured:
            return
        with store_errors(), self._store.pipeline(transaction=False) as pipe:
            pipe.zadd(keys.DELIVERIES, {orjson.dumps(one.dump()).decode(): unix_ms(one.at) for one in measured})
            pipe.zremrangebyscore(keys.DELIVERIES, "-inf", unix_ms(now - RETENTION))
            pipe.zremrangebyrank(keys.DELIVERIES, 0, -keys.DELIVERIES_CAP - 1)
            pipe.execute()

    def between(self, start: datetime, end: datetime) -> list[Delivered]:
        """All parts of pushes in [start, end), oldest first."""
        with store_errors():
            found = self._store.zrangebyscore(keys.DELIVERIES, unix_ms(start), f"({unix_ms(end)}")
        return list(parse_readable(Delivered, found))
