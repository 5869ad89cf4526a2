"""The revisions of the settings made in the panel, and which of them each process has in force."""

from __future__ import annotations

import orjson

from webapp.newsroom.audit.entry import AuditEntry
from webapp.newsroom.settings.revisions import NOTHING_SET, REVISIONS_KEPT, SettingsChanged, SettingsRevision
from webapp.store.audit.audit import Audit, log_entry
from webapp.store.core import keys
from webapp.store.core.client import Store
from webapp.store.core.connection import script, store_errors
from webapp.store.core.stored import parse_readable, parse_stored


class Settings:
    """Raises `StoreAway` when the store does not answer, `NewerBuild` for a revision that this build cannot read."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._put = script(store, "chain", "settings_put")

    def number(self) -> int:
        """The number of the revision in force."""
        with store_errors():
            return int(self._store.get(keys.SETTINGS_REV) or 0)

    def newest(self) -> SettingsRevision:
        """The revision in force; one without values where nothing was ever set."""
        number = self.number()
        return self.revision(number) or NOTHING_SET.model_copy(update={"rev": number})

    def revision(self, number: int) -> SettingsRevision | None:
        """The revision of that number; `None` where there is none any more."""
        with store_errors():
            text = self._store.hget(keys.SETTINGS, str(number))
        return parse_stored(SettingsRevision, text) if text else None

    def history(self) -> list[SettingsRevision]:
        """Those that are kept, newest first."""
        with store_errors():
            texts = self._store.hvals(keys.SETTINGS)
        return sorted(parse_readable(SettingsRevision, texts), key=lambda one: -one.rev)

    def put(self, revision: SettingsRevision, entry: AuditEntry, audit: Audit) -> None:
        """Keeps the next revision, and `entry` in the audit trail, in one step. Raises `SettingsChanged` if it is not the next
        any more."""
        args: list[bytes | int] = [revision.rev - 1, orjson.dumps(revision.dump()), REVISIONS_KEPT]
        if not audit.commit(entry, self._put, [keys.SETTINGS_REV, keys.SETTINGS], args):
            raise SettingsChanged(
                "somebody else changed the settings first; nothing was lost", extra={"current": self.newest().rev}
            )
        log_entry(entry)

    def note_in_force(self, process: str, number: int) -> None:
        """Notes what a process has in force."""
        with store_errors():
            self._store.hset(keys.SETTINGS_SEEN, process, number)

    def in_force(self, alive: set[str]) -> dict[str, int]:
        """By process, of those that are `alive`; the others are forgotten."""
        with store_errors():
            found = {name.decode(): int(number) for name, number in self._store.hgetall(keys.SETTINGS_SEEN).items()}
            if gone := [name for name in found if name not in alive]:
                self._store.hdel(keys.SETTINGS_SEEN, *gone)
        return {name: number for name, number in found.items() if name in alive}
