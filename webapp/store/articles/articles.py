"""Articles in the store. Changes go through the desk; this module reads, and builds the commands of the desk's commits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import orjson

from webapp.newsroom.model import Article
from webapp.newsroom.times import unix_ms
from webapp.store.articles.agency_notices import AgencyNotices
from webapp.store.articles.in_work import ArticlesInWork
from webapp.store.articles.own_ids import OwnIds
from webapp.store.articles.uploads import Uploads
from webapp.store.articles.waiting import WaitingStories
from webapp.store.board.commits import Write
from webapp.store.core import keys
from webapp.store.core.client import Store
from webapp.store.core.connection import store_errors
from webapp.store.core.stored import parse_readable, parse_stored


class Articles:
    """Reading raises `StoreAway` when the store does not answer, and `NewerBuild` for a single article that this build
    cannot read; lists leave such articles out.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self.own_ids = OwnIds(store)
        self.waiting = WaitingStories(store)
        self.agency_notices = AgencyNotices(store)
        self.in_work = ArticlesInWork(store)
        self.uploads = Uploads(store)

    def get(self, slug: str) -> Article | None:
        """The article, withdrawn or not, or `None`."""
        return next(iter(self.some([slug])), None)

    def some(self, slugs: Iterable[str]) -> list[Article]:
        """Those of `slugs` that exist, in that order, withdrawn ones too."""
        return [parse_stored(Article, text) for text in self._texts(slugs)]

    def shown(self, slugs: Iterable[str]) -> list[Article]:
        """As `some`, without articles that cannot be read."""
        return list(parse_readable(Article, self._texts(slugs)))

    def _texts(self, slugs: Iterable[str]) -> list[bytes]:
        wanted = list(slugs)
        if not wanted:
            return []
        with store_errors():
            found = self._store.hmget(keys.ARTICLES, wanted)
        return [text for text in found if text]

    def newest(self, count: int) -> list[Article]:
        """The `count` most recently published articles, newest first, without withdrawn ones."""
        with store_errors():
            slugs = [slug.decode() for slug in self._store.zrevrange(keys.NEWEST, 0, count - 1)]
        return self.shown(slugs)

    def slug_of(self, source: str) -> str | None:
        """The slug under which the article of this `source` is stored; `None` for a new source."""
        with store_errors():
            slug = self._store.hget(keys.SOURCES, source)
        return slug.decode() if slug else None

    def slugs_of(self, sources: Iterable[str]) -> dict[str, str]:
        """Source → slug for those of `sources` that are stored."""
        return self._texts_of(keys.SOURCES, sources)

    def duplicate_of(self, source: str) -> str | None:
        """The slug of the article that `source` was found to duplicate."""
        return self.duplicates_of([source]).get(source)

    def duplicates_of(self, sources: Iterable[str]) -> dict[str, str]:
        """Source → slug of the article that it duplicates, for those of `sources` that do."""
        return self._texts_of(keys.DOUBLES, sources)

    def _texts_of(self, key: str, fields: Iterable[str]) -> dict[str, str]:
        """Those of `fields` that the hash `key` has."""
        wanted = list(fields)
        if not wanted:
            return {}
        with store_errors():
            found = self._store.hmget(key, wanted)
        return {field: text.decode() for field, text in zip(wanted, found, strict=True) if text}

    def note_duplicate(self, source: str, slug: str) -> None:
        """Remembers that `source` duplicates the article `slug`."""
        with store_errors():
            self._store.hset(keys.DOUBLES, source, slug)

    def owner_of(self, source: str) -> str | None:
        """The feed that brought `source`, while it still lists it."""
        return self.owners_of([source]).get(source)

    def owners_of(self, sources: Iterable[str]) -> dict[str, str]:
        """Source → the feed that brought it, for those of `sources` that a feed still lists."""
        return self._texts_of(keys.OWNERS, sources)

    def note_owner(self, source: str, feed: str) -> None:
        """Remembers that `feed` brought `source`."""
        with store_errors():
            self._store.hset(keys.OWNERS, source, feed)

    def disown(self, source: str) -> None:
        """Forgets which feed brought `source`."""
        with store_errors():
            self._store.hdel(keys.OWNERS, source)

    def every(self) -> Iterator[Article]:
        """The whole archive in batches of about 300, in no order."""
        cursor = 0
        while True:
            with store_errors():
                cursor, found = self._store.hscan(keys.ARTICLES, cursor, count=300)
            yield from parse_readable(Article, found.values())
            if cursor == 0:
                return


def article_writes(article: Article, known: Article | None = None) -> list[Write]:
    """The commands that store `article` and list it; `known` is its previous version."""
    own, slug = keys.newest_in(article.language), article.slug
    writes: list[Write] = [("HSET", keys.ARTICLES, slug, orjson.dumps(article.dump()))]
    if known and keys.newest_in(known.language) != own:
        writes.append(("ZREM", keys.newest_in(known.language), slug))
    published_ms = unix_ms(article.published_at)
    writes += [
        ("ZREM", out, slug) if article.withdrawn is not None else ("ZADD", out, published_ms, slug)
        for out in (keys.NEWEST, own)
    ]
    if article.source:
        writes.append(("HSET", keys.SOURCES, article.source, article.slug))
    return writes


def owner_write(source: str, owner: str | None) -> Write:
    """The command that notes who owns the story of `source`; with `None` whoever brings it next."""
    return ("HSET", keys.OWNERS, source, owner) if owner else ("HDEL", keys.OWNERS, source)
