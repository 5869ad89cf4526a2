"""Every revision of a headline and who made it: for the public record, for the panel, and to explain a 409."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

import orjson
import structlog
from pydantic import ValidationError

from webapp.newsroom.events import first_problem
from webapp.newsroom.headlines.archive import MAX_HEADLINES
from webapp.newsroom.headlines.record import HeadlineRecord, HeadlineRevision
from webapp.newsroom.model import BreakingItem
from webapp.newsroom.times import rfc3339, unix_ms
from webapp.store.board.commits import Write
from webapp.store.core import keys
from webapp.store.core.client import Store
from webapp.store.core.connection import store_errors

RECORDS_PER_BATCH = 500
"""Read at once; the store serves others between two."""

log = structlog.get_logger("store")


class Revisions:
    """Raises `StoreAway` when the store does not answer."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def of(self, item_id: str) -> list[dict[str, Any]]:
        """Oldest first: `{action, by, at, item}`. Empty when the headline never existed, or ended more than 400 days
        ago.
        """
        with store_errors():
            return [orjson.loads(text) for text in self._store.lrange(keys.revisions(item_id), 0, -1)]

    def records(self, also: Iterable[str] = ()) -> Iterator[HeadlineRecord]:
        """The records of the newest headlines and of those in `also`, without the names of who made them."""
        with store_errors():
            ids = [name.decode() for name in self._store.zrevrange(keys.HEADLINES, 0, MAX_HEADLINES - 1)]
        every = list(dict.fromkeys([*ids, *also]))
        for start in range(0, len(every), RECORDS_PER_BATCH):
            with store_errors(), self._store.pipeline(transaction=False) as pipe:
                for item_id in every[start : start + RECORDS_PER_BATCH]:
                    pipe.lrange(keys.revisions(item_id), 0, -1)
                found = pipe.execute()
            yield from filter(None, map(_record, found))


def _record(texts: list[bytes]) -> HeadlineRecord | None:
    """The record made of stored revisions; `None` without any, or where this build cannot read them."""
    stored = [orjson.loads(text) for text in texts]
    try:
        revisions = [
            HeadlineRevision.load({"action": one["action"], "at": one["at"], "item": one["item"]}) for one in stored
        ]
    except (ValidationError, KeyError) as error:
        why = first_problem(error) if isinstance(error, ValidationError) else f"no {error}"
        log.warning("a headline's record is left out", why=why)
        return None
    return HeadlineRecord(revisions=tuple(revisions)) if revisions else None


def revision_writes(action: str, item: BreakingItem, by: str, now: datetime) -> list[Write]:
    """The commands that store this revision, and the headline's place in the record."""
    entry = orjson.dumps({"action": action, "by": by, "at": rfc3339(now), "item": item.dump()})
    key = keys.revisions(item.id)
    writes: list[Write] = [("RPUSH", key, entry), ("EXPIRE", key, keys.REVISIONS_TTL_S)]
    if action != "expired":
        writes.append(("ZADD", keys.HEADLINES, unix_ms(item.published_at), item.id))
    if action == "published":
        writes.append(("ZREMRANGEBYRANK", keys.HEADLINES, 0, -MAX_HEADLINES - 1))
    return writes
