"""Every revision of a headline with who made it: what a 409 explains itself by, and what the panel shows."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import orjson

from webapp.newsroom.model import BreakingItem
from webapp.newsroom.times import rfc3339
from webapp.store.board.log import Write
from webapp.store.core import keys
from webapp.store.core.connection import Store, store_errors


class Revisions:
    def __init__(self, store: Store) -> None:
        self._store = store

    def of(self, item_id: str) -> list[dict[str, Any]]:
        """Oldest first: `{action, by, at, item}`. Empty where the headline never was, or was long ago."""
        with store_errors():
            return [orjson.loads(text) for text in self._store.lrange(keys.revisions(item_id), 0, -1)]


def revision_writes(action: str, item: BreakingItem, by: str, now: datetime) -> list[Write]:
    """The writes that remember this revision."""
    entry = orjson.dumps({"action": action, "by": by, "at": rfc3339(now), "item": item.dump()})
    key = keys.revisions(item.id)
    return [("RPUSH", key, entry), ("EXPIRE", key, keys.REVISIONS_TTL_S)]
