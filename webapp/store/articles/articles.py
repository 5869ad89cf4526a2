"""The articles as the store has them. Changes go through the desk; here they are read, and turned into its writes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import orjson

from webapp.newsroom.model import Article
from webapp.store.articles.agency_notices import AgencyNotices
from webapp.store.articles.own_ids import OwnIds
from webapp.store.articles.waiting import WaitingStories
from webapp.store.board.log import Write
from webapp.store.core import keys
from webapp.store.core.connection import Store, store_errors
from webapp.store.core.stored import parse_readable, parse_stored


class Articles:
    """Reading raises `StoreAway` where the store does not answer, and `NewerBuild` for a named article that cannot be
    read; lists are without those."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.own_ids = OwnIds(store)
        self.waiting = WaitingStories(store)
        self.agency_notices = AgencyNotices(store)

    def get(self, slug: str) -> Article | None:
        return next(iter(self.some([slug])), None)

    def some(self, slugs: Iterable[str]) -> list[Article]:
        """Those of `slugs` that exist, in that order, withdrawn ones too."""
        return [parse_stored(Article, text) for text in self._texts(slugs)]

    def shown(self, slugs: Iterable[str]) -> list[Article]:
        """As `some`, without those that cannot be read."""
        return list(parse_readable(Article, self._texts(slugs)))

    def _texts(self, slugs: Iterable[str]) -> list[bytes]:
        wanted = list(slugs)
        if not wanted:
            return []
        with store_errors():
            found = self._store.hmget(keys.ARTICLES, wanted)
        return [text for text in found if text]

    def newest(self, count: int) -> list[Article]:
        """The `count` articles published last, newest first, without withdrawn ones."""
        with store_errors():
            slugs = [slug.decode() for slug in self._store.zrevrange(keys.NEWEST, 0, count - 1)]
        return self.shown(slugs)

    def slug_of(self, source: str) -> str | None:
        """The slug under which `source` was put out before."""
        with store_errors():
            slug = self._store.hget(keys.SOURCES, source)
        return slug.decode() if slug else None

    def slugs_of(self, sources: Iterable[str]) -> dict[str, str]:
        """The slugs of those of `sources` that were put out before."""
        wanted = list(sources)
        if not wanted:
            return {}
        with store_errors():
            found = self._store.hmget(keys.SOURCES, wanted)
        return {source: slug.decode() for source, slug in zip(wanted, found, strict=True) if slug}

    def duplicate_of(self, source: str) -> str | None:
        """The slug of the story that `source` was found to be once more."""
        with store_errors():
            slug = self._store.hget(keys.DOUBLES, source)
        return slug.decode() if slug else None

    def note_duplicate(self, source: str, slug: str) -> None:
        with store_errors():
            self._store.hset(keys.DOUBLES, source, slug)

    def owner_of(self, source: str) -> str | None:
        """The feed that brought `source`, while it carries it."""
        with store_errors():
            feed = self._store.hget(keys.OWNERS, source)
        return feed.decode() if feed else None

    def note_owner(self, source: str, feed: str) -> None:
        with store_errors():
            self._store.hset(keys.OWNERS, source, feed)

    def disown(self, source: str) -> None:
        with store_errors():
            self._store.hdel(keys.OWNERS, source)

    def every(self) -> Iterator[Article]:
        """The whole archive, a few hundred at a time, in no order."""
        cursor = 0
        while True:
            with store_errors():
                cursor, found = self._store.hscan(keys.ARTICLES, cursor, count=300)
            yield from parse_readable(Article, found.values())
            if cursor == 0:
                return


def article_writes(article: Article, known: Article | None = None) -> list[Write]:
    """The writes that keep `article` and list it; `known` is what it was before."""
    own, slug = keys.newest_in(article.language), article.slug
    writes: list[Write] = [("HSET", keys.ARTICLES, slug, orjson.dumps(article.dump()))]
    if known and keys.newest_in(known.language) != own:
        writes.append(("ZREM", keys.newest_in(known.language), slug))
    published_ms = int(article.published_at.timestamp() * 1000)
    writes += [
        ("ZREM", out, slug) if article.withdrawn is not None else ("ZADD", out, published_ms, slug)
        for out in (keys.NEWEST, own)
    ]
    if article.source:
        writes.append(("HSET", keys.SOURCES, article.source, article.slug))
    return writes
