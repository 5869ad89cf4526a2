"""When the last backup was made, and what went wrong with the last that was not."""

from __future__ import annotations

import orjson

from webapp.newsroom.backup.schedule import BackupFailed, BackupMade
from webapp.store.core import keys
from webapp.store.core.client import Store
from webapp.store.core.connection import store_errors
from webapp.store.core.stored import parse_stored


class Backups:
    """Every method raises `StoreAway`."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def made(self) -> BackupMade | None:
        """The last one."""
        return parse_stored(BackupMade, text) if (text := self._get("made")) else None

    def failed(self) -> BackupFailed | None:
        """The last try that failed."""
        return parse_stored(BackupFailed, text) if (text := self._get("failed")) else None

    def note_made(self, made: BackupMade) -> None:
        """Notes a backup."""
        self._set("made", made)

    def note_failed(self, failed: BackupFailed) -> None:
        """Notes a failure."""
        self._set("failed", failed)

    def _get(self, field: str) -> bytes | None:
        with store_errors():
            return self._store.hget(keys.BACKUPS, field)

    def _set(self, field: str, value: BackupMade | BackupFailed) -> None:
        with store_errors():
            self._store.hset(keys.BACKUPS, field, orjson.dumps(value.dump()))
