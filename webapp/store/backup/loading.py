"""Records of a backup into a store that has nothing of a station yet."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from webapp.newsroom.errors import NewsroomError
from webapp.store.backup.record import Record
from webapp.store.core import keys
from webapp.store.core.connection import connect, store_errors

BATCH_ITEMS = 2_000

ANSWER_S = 60.0


class NotEmpty(NewsroomError):
    """The store has a station already."""

    status = 409
    code = "not-empty"


def load_store(url: str, records: Iterable[Record], now_ms: int) -> int:
    """Writes `records` into the store at `url`, without those that had ended by `now_ms`, and returns how many keys it then has.

    When anything fails, what was written is removed. Raises `NotEmpty` and `StoreAway`.
    """
    store: Any = connect(url, answer_s=ANSWER_S)
    with store_errors():
        if there := sum(1 for _ in store.scan_iter(match=f"{keys.PREFIX}*", count=1_000)):
            raise NotEmpty(f"the store has a station already ({there} keys): restore into an empty one")
        written: set[str] = set()
        try:
            _load(store, records, now_ms, written)
        except BaseException:
            _remove(store, written)
            raise
    return len(written)


def _load(store: Any, records: Iterable[Record], now_ms: int, written: set[str]) -> None:
    pipe, waiting = store.pipeline(transaction=False), 0
    for record in records:
        if record.first:
            pipe.delete(record.key)
            written.discard(record.key)
        if record.items and not (record.expires_at and record.expires_at <= now_ms):
            written.add(record.key)
            _write(pipe, record)
        waiting += len(record.items) + 1
        if waiting >= BATCH_ITEMS:
            pipe.execute()
            waiting = 0
    pipe.execute()


def _write(pipe: Any, record: Record) -> None:
    key, items = record.key, record.items
    match record.type:
        case "string":
            pipe.set(key, items[0])
        case "hash":
            pipe.execute_command("HSET", key, *items)
        case "list":
            pipe.rpush(key, *items)
        case "set":
            pipe.sadd(key, *items)
        case "zset":
            pipe.execute_command("ZADD", key, *_scores_first(items))
        case "stream":
            for entry in items:
                pipe.execute_command("XADD", key, *entry)
    if record.expires_at:
        pipe.execute_command("PEXPIREAT", key, record.expires_at)


def _scores_first(items: list[Any]) -> list[Any]:
    return [part for member, score in zip(items[::2], items[1::2], strict=True) for part in (score, member)]


def _remove(store: Any, written: set[str]) -> None:
    names = sorted(written)
    for start in range(0, len(names), 500):
        store.delete(*names[start : start + 500])
