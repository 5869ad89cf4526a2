"""Agencies' notices in the store. The importer adds them; editors settle them through the desk."""

from __future__ import annotations

import orjson

from webapp.newsroom.articles.agency_notices import MAX_AGENCY_NOTICES, AgencyNotice
from webapp.store.board.commits import Write
from webapp.store.core import keys
from webapp.store.core.client import Store
from webapp.store.core.connection import store_errors
from webapp.store.core.stored import parse_readable, parse_stored


class AgencyNotices:
    """Raises `StoreAway` when the store does not answer, and `NewerBuild` for a single notice that this build cannot
    read.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def every(self) -> list[AgencyNotice]:
        """Newest first, without those that this build cannot read."""
        with store_errors():
            found = self._store.hvals(keys.AGENCY_NOTICES)
        return sorted(parse_readable(AgencyNotice, found), key=lambda notice: notice.came_at, reverse=True)

    def get(self, notice_id: str) -> AgencyNotice | None:
        """The notice, or `None`."""
        with store_errors():
            text = self._store.hget(keys.AGENCY_NOTICES, notice_id)
        return parse_stored(AgencyNotice, text) if text else None

    def put(self, notice: AgencyNotice) -> None:
        """Adds or replaces a notice; beyond `MAX_AGENCY_NOTICES` the oldest settled ones are dropped."""
        with store_errors():
            self._store.hset(keys.AGENCY_NOTICES, notice.id, orjson.dumps(notice.dump()))
            if self._store.hlen(keys.AGENCY_NOTICES) > MAX_AGENCY_NOTICES:
                oldest = sorted(self.every(), key=lambda one: (one.settled is None, one.came_at))
                if gone := [one.id for one in oldest[:-MAX_AGENCY_NOTICES]]:
                    self._store.hdel(keys.AGENCY_NOTICES, *gone)


def agency_notice_write(notice: AgencyNotice) -> Write:
    """The command that stores the notice."""
    return ("HSET", keys.AGENCY_NOTICES, notice.id, orjson.dumps(notice.dump()))
