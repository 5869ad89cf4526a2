"""The ticker's script as former releases had it, for partner sites that pin one: kept from its first use on."""

from __future__ import annotations

from webapp.newsroom.errors import StoreAway
from webapp.store.core import keys
from webapp.store.core.client import Store
from webapp.store.core.connection import store_errors

MAX_REMEMBERED = 20


class EmbedScripts:
    """By the first 16 hexadecimal digits of their SHA-256. Remembers in memory what it was asked for."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[str, bytes] = {}

    def keep(self, digest: str, script: bytes) -> None:
        """Keeps a script that a partner has begun to use. While the store is away it is kept at the next use."""
        if digest in self._known:
            return
        try:
            with store_errors():
                if self._store.hlen(keys.EMBED_SCRIPTS) < keys.EMBED_SCRIPTS_CAP:
                    self._store.hset(keys.EMBED_SCRIPTS, digest, script)
        except StoreAway:
            return
        self._remember(digest, script)

    def get(self, digest: str) -> bytes | None:
        """The script of a former release, or `None`. Raises `StoreAway`."""
        if digest in self._known:
            return self._known[digest]
        with store_errors():
            found = self._store.hget(keys.EMBED_SCRIPTS, digest)
        if found is not None:
            self._remember(digest, found)
        return found

    def _remember(self, digest: str, script: bytes) -> None:
        if len(self._known) >= MAX_REMEMBERED:
            self._known.pop(next(iter(self._known)))
        self._known[digest] = script
