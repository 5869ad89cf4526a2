"""Running orders from the newsroom's system, in the store: what differs is written, a story at a time."""

from __future__ import annotations

from collections.abc import Sequence

import orjson
from pydantic import Field

from webapp.newsroom.rundowns.running_order import PlacedOrder, RunningOrder, Story
from webapp.store.core import keys
from webapp.store.core.client import Store
from webapp.store.core.connection import store_errors
from webapp.store.core.stored import parse_stored


class OrderRow(RunningOrder):
    """A running order as its row has it: without its stories, with their ids in order."""

    order: tuple[str, ...] = Field(default=())


class RunningOrders:
    """Reading and writing raise `StoreAway`; nothing of a change is written then."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def rows(self) -> dict[str, OrderRow]:
        """Every running order by its id, without its stories."""
        with store_errors():
            found = self._store.hgetall(keys.RUNNING_ORDERS)
        rows = [parse_stored(OrderRow, text) for text in found.values()]
        return {row.id: row for row in rows}

    def whole(self, row: OrderRow) -> RunningOrder:
        """A running order with its stories."""
        with store_errors():
            found = self._store.hgetall(keys.order_stories(row.id))
        stories = {name.decode(): text for name, text in found.items()}
        there = tuple(parse_stored(Story, stories[name]) for name in row.order if name in stories)
        return RunningOrder(id=row.id, head=row.head, ready=row.ready, stories=there)

    def every(self) -> dict[str, RunningOrder]:
        """Every running order with its stories, by its id."""
        return {name: self.whole(row) for name, row in self.rows().items()}

    def put(self, before: RunningOrder | None, after: RunningOrder) -> None:
        """Stores what differs between `before`, as it is stored, and `after`."""
        key = keys.order_stories(after.id)
        known = {story.id: story for story in before.stories} if before else {}
        new = {story.id: story for story in after.stories if known.get(story.id) is not story}
        gone = known.keys() - {story.id for story in after.stories}
        with store_errors(), self._store.pipeline(transaction=True) as pipe:
            if before is None:
                pipe.delete(key)
            for name, story in new.items():
                pipe.hset(key, name, orjson.dumps(story.dump()))
            if gone:
                pipe.hdel(key, *gone)
            if before is None or _row(before) != _row(after):
                pipe.hset(keys.RUNNING_ORDERS, after.id, orjson.dumps(_row(after).dump()))
            pipe.execute()

    def drop(self, order_id: str) -> None:
        """Deletes a running order with its stories."""
        with store_errors(), self._store.pipeline(transaction=True) as pipe:
            pipe.hdel(keys.RUNNING_ORDERS, order_id)
            pipe.hdel(keys.PLACED_ORDERS, order_id)
            pipe.delete(keys.order_stories(order_id))
            pipe.execute()

    def placed(self) -> dict[str, PlacedOrder]:
        """Where each running order stands in the rundown, by its id."""
        with store_errors():
            found = self._store.hgetall(keys.PLACED_ORDERS)
        return {name.decode(): parse_stored(PlacedOrder, text) for name, text in found.items()}

    def put_placed(self, order_id: str, placed: PlacedOrder) -> None:
        """Stores where a running order stands."""
        with store_errors():
            self._store.hset(keys.PLACED_ORDERS, order_id, orjson.dumps(placed.dump()))


def _row(order: RunningOrder) -> OrderRow:
    names: Sequence[str] = [story.id for story in order.stories]
    return OrderRow(id=order.id, head=order.head, ready=order.ready, order=tuple(names))
