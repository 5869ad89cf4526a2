"""Articles that editors write on, in the store: apart from the published ones, so that nothing public can hold them."""

from __future__ import annotations

import orjson

from webapp.newsroom.articles.writing.in_work import ArticleInWork
from webapp.store.board.commits import Seen, Write
from webapp.store.core import keys
from webapp.store.core.client import Store
from webapp.store.core.connection import store_errors
from webapp.store.core.stored import parse_readable, parse_stored


class ArticlesInWork:
    """Raises `StoreAway` when the store does not answer."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def every(self) -> list[ArticleInWork]:
        """All that this build can read: the next to go out first, then drafts, the last changed first."""
        with store_errors():
            found = self._store.hvals(keys.ARTICLES_IN_WORK)
        every = list(parse_readable(ArticleInWork, found))
        drafts = sorted(
            (one for one in every if not one.until), key=lambda one: one.changed_at or one.since, reverse=True
        )
        return [*sorted((one for one in every if one.until), key=lambda one: (one.until, one.id)), *drafts]

    def count(self) -> int:
        """How many there are."""
        with store_errors():
            return int(self._store.hlen(keys.ARTICLES_IN_WORK))

    def get(self, item_id: str) -> tuple[ArticleInWork | None, Seen]:
        """The article, and what a change that is decided upon it must still find. Raises `NewerBuild` when this build cannot read
        it.
        """
        with store_errors():
            text: bytes | None = self._store.hget(keys.ARTICLES_IN_WORK, item_id)
        return parse_stored(ArticleInWork, text) if text else None, (keys.ARTICLES_IN_WORK, item_id, text or b"")


def in_work_write(article: ArticleInWork) -> Write:
    """The command that stores an article in work."""
    return ("HSET", keys.ARTICLES_IN_WORK, article.id, orjson.dumps(article.dump()))


def in_work_removal(item_id: str) -> Write:
    """The command that removes an article in work."""
    return ("HDEL", keys.ARTICLES_IN_WORK, item_id)
