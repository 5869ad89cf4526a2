"""Whether this build can read all that is stored, without changing anything."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from webapp.newsroom.articles.waiting import WaitingStory
from webapp.newsroom.articles.writing.in_work import ArticleInWork
from webapp.newsroom.backup.upgrade import Stored
from webapp.newsroom.errors import NewerBuild
from webapp.newsroom.model import Article, Value
from webapp.store.board.log import Log
from webapp.store.core import keys
from webapp.store.core.client import Store
from webapp.store.core.connection import store_errors
from webapp.store.core.stored import parse_stored

SLICE_ITEMS = 200

_HASHES: tuple[tuple[str, type[Value]], ...] = (
    (keys.ARTICLES, Article),
    (keys.WAITING, WaitingStory),
    (keys.ARTICLES_IN_WORK, ArticleInWork),
)


class Unreadable(NamedTuple):
    """A stored value that this build cannot read: where it is, and why."""

    where: str
    why: str


def stored_numbers(store: Store) -> Stored:
    """What the store says of the builds that wrote it. Raises `StoreAway`."""
    with store_errors():
        schema, min_reader = store.hmget(keys.META, ["schema", "min_reader"])
    return Stored(int(schema) if schema else None, int(min_reader) if min_reader else None)


def unreadable(
    store: Store, log: Log, progress: Callable[[int, int], None] = lambda done, of: None
) -> Iterator[Unreadable]:
    """Every one among the board and the articles; `progress` gets how many of them are read. Raises `StoreAway`."""
    with store_errors():
        of = sum(store.hlen(key) for key, _ in _HASHES)
    progress(0, of)
    done = 0
    try:
        log.board()
    except NewerBuild as error:
        yield Unreadable("the board", error.message)
    for key, kind in _HASHES:
        for fields in _slices(store, key):
            for name, text in fields.items():
                try:
                    parse_stored(kind, text)
                except NewerBuild as error:
                    yield Unreadable(f"{key} {name.decode('utf-8', 'replace')[:80]}", error.message)
            done = min(done + len(fields), of)
            progress(done, of)


def _slices(store: Store, key: str) -> Iterator[dict[bytes, bytes]]:
    cursor = 0
    while True:
        with store_errors():
            cursor, fields = store.hscan(key, cursor, SLICE_ITEMS)
        yield fields
        if not cursor:
            return
