"""Secrets of authenticator apps. They open something by themselves, so a backup has them only where it is encrypted."""

from __future__ import annotations

from webapp.store.core import keys
from webapp.store.core.client import Store
from webapp.store.core.connection import store_errors


class CodeApps:
    """Raises `StoreAway` when the store does not answer."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def keep(self, app_id: str, secret: str) -> None:
        with store_errors():
            self._store.hset(keys.CODE_APPS, app_id, secret)

    def secret(self, app_id: str) -> str | None:
        """The secret, `None` where it is not there: lost with a backup that was not encrypted."""
        with store_errors():
            text = self._store.hget(keys.CODE_APPS, app_id)
        return text.decode() if text else None

    def forget(self, app_id: str) -> None:
        with store_errors():
            self._store.hdel(keys.CODE_APPS, app_id)
