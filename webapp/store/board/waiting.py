"""Headlines that are not out, and flashes that one person sent alone, in the store: apart from the board, so that nothing that
listeners get can hold them.
"""

from __future__ import annotations

import orjson

from webapp.newsroom.headlines.waiting import FlashSentAlone, WaitingHeadline
from webapp.store.board.commits import Seen, Write
from webapp.store.core import keys
from webapp.store.core.client import Store
from webapp.store.core.connection import store_errors
from webapp.store.core.stored import parse_readable, parse_stored


class WaitingHeadlines:
    """Raises `StoreAway` when the store does not answer."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def every(self) -> list[WaitingHeadline]:
        """All that this build can read, the oldest first."""
        with store_errors():
            found = self._store.hvals(keys.WAITING_HEADLINES)
        return sorted(parse_readable(WaitingHeadline, found), key=lambda one: (one.since, one.id))

    def count(self) -> int:
        """How many there are."""
        with store_errors():
            return int(self._store.hlen(keys.WAITING_HEADLINES))

    def get(self, item_id: str) -> tuple[WaitingHeadline | None, Seen]:
        """The headline, and what a change that is decided upon it must still find. Raises `NewerBuild` when this build cannot
        read it.
        """
        with store_errors():
            text: bytes | None = self._store.hget(keys.WAITING_HEADLINES, item_id)
        return parse_stored(WaitingHeadline, text) if text else None, (keys.WAITING_HEADLINES, item_id, text or b"")

    def sent_alone(self) -> list[FlashSentAlone]:
        """The flashes that nobody else has looked at yet, the oldest first."""
        with store_errors():
            found = self._store.hvals(keys.SENT_ALONE)
        return sorted(parse_readable(FlashSentAlone, found), key=lambda one: one.at)


def waiting_write(waiting: WaitingHeadline) -> Write:
    """The command that stores a waiting headline."""
    return ("HSET", keys.WAITING_HEADLINES, waiting.id, orjson.dumps(waiting.dump()))


def waiting_removal(item_id: str) -> Write:
    """The command that removes a waiting headline."""
    return ("HDEL", keys.WAITING_HEADLINES, item_id)


def sent_alone_write(flash: FlashSentAlone) -> Write:
    """The command that stores that somebody else is to look at a flash."""
    return ("HSET", keys.SENT_ALONE, flash.id, orjson.dumps(flash.dump()))


def sent_alone_removal(item_id: str) -> Write:
    """The command that removes it: somebody has looked."""
    return ("HDEL", keys.SENT_ALONE, item_id)
