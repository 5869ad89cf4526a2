"""Whether this build can read all that is stored, without changing anything."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from webapp.newsroom.articles.waiting import WaitingStory
from webapp.newsroom.backup.upgrade import Stored
from webapp.newsroom.errors import NewerBuild
from webapp.newsroom.model import Article, Value
from webapp.store.board.log import Log
from webapp.store.core import keys
from webapp.store.core.client import Store
from webapp.store.core.connection import store_errors
from webapp.store.core.stored import parse_stored

SLICE_ITEMS = 200


class Unreadable(NamedTuple):
    """A stored value that this build cannot read: where it is, and why."""

    where: str
    why: str


def stored_numbers(store: Store) -> Stored:
    """What the store says of the builds that wrote it. Raises `StoreAway`."""
    with store_errors():
        schema, min_reader = store.hmget(keys.META, ["schema", "min_reader"])
    return Stored(int(schema) if schema else None, int(min_reader) if min_reader else None)


def unreadable(store: Store, log: Log) -> Iterator[Unreadable]:
    """Every one among the board and the articles. Raises `StoreAway`."""
    try:
        log.board()
    except NewerBuild as error:
        yield Unreadable("the board", error.message)
    yield from _of_hash(store, keys.ARTICLES, Article)
    yield from _of_hash(store, keys.WAITING, WaitingStory)


def _of_hash(store: Store, key: str, kind: type[Value]) -> Iterator[Unreadable]:
    cursor = 0
    while True:
        with store_errors():
            cursor, fields = store.hscan(key, cursor, SLICE_ITEMS)
        for name, text in fields.items():
            try:
                parse_stored(kind, text)
            except NewerBuild as error:
                yield Unreadable(f"{key} {name.decode('utf-8', 'replace')[:80]}", error.message)
        if not cursor:
            return
