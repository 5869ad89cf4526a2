"""Compression dictionaries of the station's pages, which all web processes of all hosts share."""

from __future__ import annotations

from collections.abc import Sequence

from webapp.store.core import keys
from webapp.store.core.client import Store
from webapp.store.core.connection import store_errors


class PageDictionaries:
    """Dictionaries by name, packed; a name is never given to other bytes. Raises `StoreAway` when the store does not answer."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def names(self) -> list[str]:
        with store_errors():
            return [name.decode() for name in self._store.hkeys(keys.DICTIONARIES)]

    def packed(self, name: str) -> bytes | None:
        """The dictionary as `add` got it; `None` where it is gone."""
        with store_errors():
            found: bytes | None = self._store.hget(keys.DICTIONARIES, name)
            return found

    def add(self, name: str, packed: bytes, gone: Sequence[str] = ()) -> None:
        """Keeps one more, and drops those of the names `gone`."""
        with store_errors():
            self._store.hset(keys.DICTIONARIES, name, packed)
            if gone:
                self._store.hdel(keys.DICTIONARIES, *gone)

    def take_turn(self, seconds: int) -> bool:
        """Whether it is for this process to see that there is a fitting one, and for no other for so long."""
        with store_errors():
            return bool(self._store.set(keys.DICTIONARY_TURN, b"1", nx=True, ex=seconds))
