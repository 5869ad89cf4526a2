"""Stories that wait for their time or for a person, and those that are out until a time, as the store has them."""

from __future__ import annotations

from datetime import datetime

import orjson
import structlog

from webapp.newsroom.articles.waiting import EditorDecision, WaitingStory
from webapp.newsroom.errors import NewerBuild
from webapp.store.core import keys
from webapp.store.core.connection import Store, store_errors
from webapp.store.core.stored import parse_stored

log = structlog.get_logger("waiting")


class WaitingStories:
    """By `source`. Raises `StoreAway` where the store does not answer."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def every(self) -> list[tuple[WaitingStory, EditorDecision | None]]:
        """The next to go out first, those that wait for a person last. What this build cannot read is left as it is."""
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
        with store_errors():
            return {source.decode() for source in self._store.hkeys(keys.WAITING)}

    def get(self, source: str) -> tuple[WaitingStory | None, EditorDecision | None]:
        """Raises `NewerBuild` for what this build cannot read."""
        with store_errors():
            text, said = self._store.hget(keys.WAITING, source), self._store.hget(keys.WAITING_DECIDED, source)
        return parse_stored(WaitingStory, text) if text else None, parse_stored(EditorDecision, said) if said else None

    def put(self, waiting: WaitingStory) -> None:
        with store_errors():
            self._store.hset(keys.WAITING, waiting.source, orjson.dumps(waiting.dump()))

    def decide(self, source: str, decided: EditorDecision) -> bool:
        """Whether there was such a story to decide of."""
        with store_errors():
            if not self._store.hexists(keys.WAITING, source):
                return False
            self._store.hset(keys.WAITING_DECIDED, source, orjson.dumps(decided.dump()))
        return True

    def drop(self, source: str) -> bool:
        """Whether there was one."""
        with store_errors():
            gone = self._store.hdel(keys.WAITING, source)
            self._store.hdel(keys.WAITING_DECIDED, source)
        return bool(gone)

    def out_until(self, source: str, at: datetime | None) -> None:
        """The story is out, until `at` where its source says so."""
        with store_errors():
            if at is None:
                self._store.zrem(keys.EXPIRING, source)
            else:
                self._store.zadd(keys.EXPIRING, {source: int(at.timestamp() * 1000)})

    def expired(self, now: datetime) -> list[str]:
        with store_errors():
            found = self._store.zrangebyscore(keys.EXPIRING, "-inf", int(now.timestamp() * 1000), start=0, num=100)
        return [source.decode() for source in found]
