"""Every revision of a headline and who made it, for the explanation of a 409 and for the panel."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import orjson

from webapp.newsroom.model import BreakingItem
from webapp.newsroom.times import rfc3339
from webapp.store.board.log import Write
from webapp.store.core import keys
from webapp.store.core.client import Store
from webapp.store.core.connection import store_errors


class Revisions:
    """Raises `StoreAway` when the store does not answer."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def of(self, item_id: str) -> list[dict[str, Any]]:
        """Oldest first: `{action, by, at, item}`. Empty when the headline never existed, or ended more than 30 days
        ago.
        """
        with store_errors():
            return [orjson.loads(text) for text in self._store.lrange(keys.revisions(item_id), 0, -1)]


def revision_writes(action: str, item: BreakingItem, by: str, now: datetime) -> list[Write]:
    """The commands that store this revision."""
    entry = orjson.dumps({"action": action, "by": by, "at": rfc3339(now), "item": item.dump()})
    key = keys.revisions(item.id)
    return [("RPUSH", key, entry), ("EXPIRE", key, keys.REVISIONS_TTL_S)]
