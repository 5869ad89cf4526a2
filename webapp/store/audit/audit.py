"""Writes to the audit trail what is no change of the desk's: sign-ins, accounts, sources. Each entry goes to the log too.

The desk's entries are committed with their change (`store.board.log`), into the same chain.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import structlog
from redis.commands.core import Script

from webapp.newsroom.audit.entry import AuditEntry, Trail
from webapp.newsroom.audit.query import AuditQuery
from webapp.newsroom.errors import StoreAway
from webapp.store.audit.chains import MAX_RELINKS, Chains
from webapp.store.audit.reading import AuditReader
from webapp.store.core import keys
from webapp.store.core.client import Store
from webapp.store.core.connection import script, store_errors

log = structlog.get_logger("audit")

Arg = bytes | str | int


class Audit(AuditReader):
    """Raises `StoreAway` when the store does not answer."""

    def __init__(self, store: Store, chains: Chains) -> None:
        super().__init__(store)
        self._chains = chains
        self._append = script(store, "chain", "chain_one")

    def note(self, entry: AuditEntry, trail: Trail = "changes") -> None:
        """Writes `entry` to the log, then to the store."""
        log_entry(entry)
        self.commit(entry, self._append, trail=trail)

    def commit(
        self, entry: AuditEntry, run: Script, more_keys: Sequence[str] = (), more_args: Sequence[Arg] = (),
        trail: Trail = "changes",
    ) -> bool:  # fmt: skip
        """Has a script append `entry` in one step with whatever else it does. `run` gets the chain's stream and head before
        `more_keys`, and what `chain_one.lua` is given before `more_args`; it answers as that does, or `{'refused'}` where it did
        nothing. Whether it was done.
        """
        for _ in range(MAX_RELINKS):
            signed = self._chains.signed(trail, entry)
            args = [signed.before.n, signed.before.link, signed.text, signed.head.link, signed.head.key, *more_args]
            with store_errors():
                answer = run(keys=[*keys.audit(trail), *more_keys], args=args)
            if answer[0] == b"refused":
                return False
            if answer[0] == b"done":
                self._chains.appended(trail, signed)
                return True
            self._chains.moved(trail, answer)
        raise StoreAway("too many changes at once; this one is not in the audit trail, please try again")

    def newest(self, count: int, trail: Trail = "changes") -> list[dict[str, Any]]:
        """The newest `count` entries, newest first, as plain JSON types."""
        return [row.plain for row in self.page(AuditQuery(trails=(trail,)), count=count).rows]


def log_entry(entry: AuditEntry) -> None:
    """Writes an entry to the log."""
    in_rehearsal = {"rehearsal": True} if entry.rehearsal else {}
    log.info("audit", by=entry.by, role=entry.role, did=entry.did, what=entry.what, **in_rehearsal)
