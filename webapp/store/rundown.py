"""The programme grid and what is held by hand, as the store has them."""

from __future__ import annotations

from typing import Literal

import orjson

from webapp.newsroom.grid import Grid
from webapp.newsroom.holds import Holds
from webapp.newsroom.model import Value
from webapp.store import keys
from webapp.store.connection import Store, told_when_away
from webapp.store.log import Write

Held = Literal["stream", "on_air", "probed"]


class Rundown:
    """Reading raises `StoreAway`. The grid is parsed again only when its text changed. `zone` is the station's."""

    def __init__(self, store: Store, zone: str) -> None:
        self._store = store
        self._empty = Grid(zone=zone)
        self._grid = self._empty
        self._grid_text = b""

    def grid(self) -> Grid:
        """The grid in force; an empty one where none was ever set."""
        with told_when_away():
            text = self._store.get(keys.GRID) or b""
        if text != self._grid_text:
            self._grid = Grid.load(orjson.loads(text)) if text else self._empty
            self._grid_text = text
        return self._grid

    def holds(self) -> Holds:
        with told_when_away():
            found = self._store.hgetall(keys.HOLDS)
        return Holds.load({name.decode(): orjson.loads(text) for name, text in found.items()})


def holding(what: Held, value: Value) -> Write:
    return ("HSET", keys.HOLDS, what, orjson.dumps(value.dump()))


def releasing(what: Held) -> Write:
    return ("HDEL", keys.HOLDS, what)
