"""Notices for webhooks, and each webhook's progress, in the store."""

from __future__ import annotations

import orjson

from webapp.newsroom.stream.notices import Delivery, StatusNotice
from webapp.store.board.commits import Write
from webapp.store.core import keys
from webapp.store.core.client import Store
from webapp.store.core.connection import store_errors
from webapp.store.core.stored import parse_stored


class Notices:
    """Raises `StoreAway` when the store does not answer."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def after(self, place: str, most: int = 20) -> list[tuple[str, StatusNotice]]:
        """At most `most` notices after `place`, oldest first, each with its own place."""
        with store_errors():
            found = self._store.xrange(keys.NOTICES, f"({place}" if place else "-", "+", count=most)
        return [(name.decode(), parse_stored(StatusNotice, fields[b"notice"])) for name, fields in found]

    def newest(self) -> str:
        """The place of the newest notice; `0-0` when there is none."""
        with store_errors():
            found = self._store.xrevrange(keys.NOTICES, count=1)
        return found[0][0].decode() if found else "0-0"

    def delivery(self, webhook: str) -> Delivery | None:
        """The progress of a webhook; `None` for a new one."""
        with store_errors():
            text = self._store.hget(keys.WEBHOOKS, webhook)
        return parse_stored(Delivery, text) if text else None

    def put(self, webhook: str, delivery: Delivery) -> None:
        """Stores the progress of a webhook."""
        with store_errors():
            self._store.hset(keys.WEBHOOKS, webhook, orjson.dumps(delivery.dump()))


def notice_writes(notice: StatusNotice | None) -> list[Write]:
    """The commands that add the notice."""
    if notice is None:
        return []
    return [("XADD", keys.NOTICES, "MAXLEN", "~", keys.NOTICES_CAP, "*", "notice", orjson.dumps(notice.dump()))]
