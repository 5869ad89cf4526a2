"""The running orders of this process, and in the store: what is acknowledged has been stored."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from webapp.newsroom.errors import TooMany
from webapp.newsroom.rundowns.running_order import MAX_ORDERS, RunningOrder
from webapp.store.schedule.running_orders import RunningOrders

KEPT_FOR = timedelta(days=2)
"""A running order that began longer ago makes room for a new one."""


class Orders:
    """`lock` is held by whoever reads and then changes. `versions` counts the changes of each running order, and with `altered`
    somebody waits for them."""

    def __init__(self, store: RunningOrders, now: Callable[[], datetime]) -> None:
        self.lock = threading.RLock()
        self.altered = threading.Event()
        self._store = store
        self._now = now
        self._orders: dict[str, RunningOrder] = {}
        self._versions: dict[str, int] = {}
        self._dirty: set[str] = set()

    def load(self) -> None:
        """Takes over what the last process stored. Raises `StoreAway`."""
        with self.lock:
            self._orders = self._store.every()
            self._dirty |= self._orders.keys()

    def get(self, order_id: str) -> RunningOrder | None:
        """A running order; `None` for one that is not known."""
        return self._orders.get(order_id)

    def every(self) -> list[RunningOrder]:
        """All of them."""
        with self.lock:
            return list(self._orders.values())

    def version(self, order_id: str) -> int:
        """Grows with each change of the running order."""
        return self._versions.get(order_id, 0)

    def put(self, order: RunningOrder) -> None:
        """Stores it. Raises `StoreAway`, and `TooMany`; nothing is changed then."""
        with self.lock:
            before = self._orders.get(order.id)
            if before is None and len(self._orders) >= MAX_ORDERS:
                self._make_room()
            self._store.put(before, order)
            self._orders[order.id] = order
            self._changed(order.id)

    def drop(self, order_id: str) -> None:
        """Forgets it. Raises `StoreAway`."""
        with self.lock:
            self._store.drop(order_id)
            self._orders.pop(order_id, None)
            self._changed(order_id)

    def take_dirty(self) -> set[str]:
        """The ids of running orders that changed since this was called last."""
        with self.lock:
            self.altered.clear()
            dirty, self._dirty = self._dirty, set()
            return dirty

    def mark_dirty(self, order_id: str) -> None:
        """Has it looked at again: what was to be done with it failed."""
        with self.lock:
            self._dirty.add(order_id)

    def _changed(self, order_id: str) -> None:
        self._versions[order_id] = self.version(order_id) + 1
        self._dirty.add(order_id)
        self.altered.set()

    def _make_room(self) -> None:
        begun = [(order.head.starts_at, order.id) for order in self._orders.values() if order.head.starts_at]
        at, oldest = min(begun, default=(self._now(), ""))
        if not oldest or at > self._now() - KEPT_FOR:
            raise TooMany(f"{MAX_ORDERS} running orders are kept already")
        self.drop(oldest)
