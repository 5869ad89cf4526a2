"""Waiting stories, and published ones with an end, in the store."""

from __future__ import annotations

from datetime import datetime

import orjson
import structlog

from webapp.newsroom.articles.waiting import EditorDecision, WaitingStory
from webapp.newsroom.errors import NewerBuild
from webapp.newsroom.times import unix_ms
from webapp.store.core import keys
from webapp.store.core.client import Store
from webapp.store.core.connection import store_errors
from webapp.store.core.stored import parse_stored

log = structlog.get_logger("waiting")


class WaitingStories:
    """Keyed by `source`. Raises `StoreAway` when the store does not answer."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def every(self) -> list[tuple[WaitingStory, EditorDecision | None]]:
        """The next to be published first, those that wait for a person last. Entries that this build cannot read are
        left alone.
        """
        with store_errors():
            found = self._store.hgetall(keys.WAITING)
            decided = self._store.hgetall(keys.WAITING_DECIDED) if found else {}
        read = []
        for source, text in found.items():
            try:
                said = decided.get(source)
                read.append((parse_stored(WaitingStory, text), parse_stored(EditorDecision, said) if said else None))
            except NewerBuild as error:
                log.warning("left out", why=error.message)
        return sorted(read, key=lambda one: (one[0].until is None, one[0].until or one[0].since, one[0].source))

    def sources(self) -> set[str]:
        """The sources of all waiting stories."""
        with store_errors():
            return {source.decode() for source in self._store.hkeys(keys.WAITING)}

    def get(self, source: str) -> tuple[WaitingStory | None, EditorDecision | None]:
        """The story and the editor's decision. Raises `NewerBuild` when this build cannot read them."""
        with store_errors():
            text, said = self._store.hget(keys.WAITING, source), self._store.hget(keys.WAITING_DECIDED, source)
        return parse_stored(WaitingStory, text) if text else None, parse_stored(EditorDecision, said) if said else None

    def put(self, waiting: WaitingStory) -> None:
        """Adds or replaces a waiting story."""
        with store_errors():
            self._store.hset(keys.WAITING, waiting.source, orjson.dumps(waiting.dump()))

    def decide(self, source: str, decided: EditorDecision) -> bool:
        """Stores an editor's decision; `False` when no such story waits."""
        with store_errors():
            if not self._store.hexists(keys.WAITING, source):
                return False
            self._store.hset(keys.WAITING_DECIDED, source, orjson.dumps(decided.dump()))
        return True

    def drop(self, source: str) -> bool:
        """Removes a story; `False` when no such story waits."""
        with store_errors():
            gone = self._store.hdel(keys.WAITING, source)
            self._store.hdel(keys.WAITING_DECIDED, source)
        return bool(gone)

    def out_until(self, source: str, at: datetime | None) -> None:
        """Notes when the published story is to be withdrawn; `None` for never."""
        with store_errors():
            if at is None:
                self._store.zrem(keys.EXPIRING, source)
            else:
                self._store.zadd(keys.EXPIRING, {source: unix_ms(at)})

    def expired(self, now: datetime) -> list[str]:
        """The sources of at most 100 published stories whose time is over."""
        with store_errors():
            found = self._store.zrangebyscore(keys.EXPIRING, "-inf", unix_ms(now), start=0, num=100)
        return [source.decode() for source in found]
