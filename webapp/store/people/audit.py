"""The audit trail of sign-ins and of changes outside the desk: rows in the store, each written to the log too.

The desk's rows are committed with their change (`store.board.log`). No account's rows can displace those of others.
"""

from __future__ import annotations

from typing import Any, Literal

import orjson
import structlog

from webapp.store.board.commits import AuditEntry
from webapp.store.core import keys
from webapp.store.core.client import Store
from webapp.store.core.connection import script, store_errors

log = structlog.get_logger("audit")

Kind = Literal["changes", "access"]
STREAMS: dict[Kind, str] = {"changes": keys.AUDIT, "access": keys.ACCESS}


class Audit:
    """Raises `StoreAway` when the store does not answer."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._note = script(store, "note", "note_one")

    def note(self, entry: AuditEntry, kind: Kind = "changes") -> None:
        """Writes `entry` to the log, then to the store."""
        log_entry(entry)
        stream, share = STREAMS[kind], keys.audit_share(kind, entry.by)
        args: list[bytes | int] = [keys.AUDIT_CAP, keys.AUDIT_EACH, orjson.dumps(entry.flat())]
        with store_errors():
            self._note(keys=[stream, share], args=args)

    def newest(self, count: int, kind: Kind = "changes") -> list[dict[str, Any]]:
        """The newest `count` rows, newest first, as texts."""
        with store_errors():
            found = self._store.xrevrange(STREAMS[kind], count=count)
        return [{name.decode(): value.decode() for name, value in fields.items()} for _, fields in found]


def log_entry(entry: AuditEntry) -> None:
    """Writes a row to the log."""
    in_rehearsal = {"rehearsal": True} if entry.rehearsal else {}
    log.info("audit", by=entry.by, role=entry.role, did=entry.did, what=entry.what, **in_rehearsal)
