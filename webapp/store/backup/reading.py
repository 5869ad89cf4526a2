"""A copy of the store as of one moment, while others write.

every key, in slices ─► what was changed meanwhile, again ─► … until little is left ─► that, all in one transaction

The server tells which keys are changed (CLIENT TRACKING). What no change was told of is still as it was copied, so
that after the last transaction everything is as it was in its moment. A slice, and so what others wait for, is small.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple, cast

import redis

from webapp.newsroom.errors import StoreAway
from webapp.store.backup.record import KEY_TYPES, KeyType, Record, is_kept, secret_in
from webapp.store.core import keys
from webapp.store.core.client import Sent
from webapp.store.core.connection import connect, store_errors

SLICE_ITEMS = 64
"""Items of one key that are asked for at once: of articles, some 300 kB."""

SLICE_KEYS = 100
"""Small keys that are asked for at once."""

REST = 0.5
"""After each slice, of the time that it took: the store, and the machine, have others to serve."""

LITTLE_ITEMS = 4_000
"""What may be left for the last transaction, a few milliseconds' work."""

ROUNDS, TRIES = 8, 40

_SIZE = {"string": "STRLEN", "hash": "HLEN", "list": "LLEN", "set": "SCARD", "zset": "ZCARD", "stream": "XLEN"}

ANSWER_S = 30.0

Emit = Callable[[Record], None]
Progress = Callable[[int, int], None]
"""Called with how many items are copied, and how many there are as far as is known."""


class Copied(NamedTuple):
    """`keys` and `items` that were copied, in so many `rounds`; the last transaction took `last_ms` of the store's time and the
    way to it. `left_out` names what is there and only an encrypted backup has.
    """

    keys: int
    items: int
    rounds: int
    last_ms: float
    left_out: tuple[str, ...] = ()


class _Sized(NamedTuple):
    key: str
    type: KeyType
    expires_at: int | None
    size: int


def copy_store(url: str, emit: Emit, *, secrets: bool, progress: Progress = lambda done, of: None) -> Copied:
    """Gives `emit` records of all that a backup keeps of the store at `url`; of a key that comes several times the last is true.

    `secrets`: as in `is_kept`. Raises `StoreAway`, also for a store that tells no changes.
    """
    with store_errors():
        copying = _Copying(url, emit, secrets, progress)
        try:
            return copying.run()
        finally:
            copying.close()


class _Copying:
    def __init__(self, url: str, emit: Emit, secrets: bool, progress: Progress) -> None:
        self._emit = emit
        self._secrets = secrets
        self._progress = progress
        self._pool = connect(url, answer_s=ANSWER_S, protocol=3).connection_pool
        self._connection: Any = self._pool.get_connection()
        self._changed: set[str] = set()
        self._sizes: dict[str, int] = {}
        self._done = 0
        self._left_out: set[str] = set()

    def run(self) -> Copied:
        self._follow()
        left = self._all_keys()
        rounds = 0
        while rounds < ROUNDS:
            rounds += 1
            sized = self._sized(left)
            self._sizes.update({one.key: one.size for one in sized})
            self._copy(sized, left - {one.key for one in sized})
            left = self._changes()
            if sum(one.size for one in self._sized(left)) <= LITTLE_ITEMS:
                break
        for _ in range(TRIES):
            at_once = left | self._changes()
            took = self._copy_at_once(at_once)
            changed = self._changes()
            if took is not None and changed <= at_once:
                return Copied(
                    len(self._sizes), sum(self._sizes.values()), rounds + 1, took, tuple(sorted(self._left_out))
                )
            left = at_once | changed  # whatever is changed all the time is then in each
        raise StoreAway("the store is changed faster than it can be copied: try again when it has less to do")

    def close(self) -> None:
        self._connection.disconnect()  # it would go on telling changes
        self._pool.release(self._connection)

    def _follow(self) -> None:
        self._connection._parser.set_invalidation_push_handler(self._told)
        try:
            self._ask(("CLIENT", "TRACKING", "ON", "BCAST", "PREFIX", keys.PREFIX))
        except redis.ResponseError as error:
            reason = f"it does not tell what is changed ({error}); its account needs +client|tracking"
            raise StoreAway(f"the store cannot be copied while it runs: {reason}", reason=reason) from None

    def _told(self, message: list[Any]) -> None:
        if message[1] is None:
            raise StoreAway("the store was emptied while it was copied")
        self._changed |= {key.decode("utf-8", "replace") for key in message[1]}

    def _changes(self) -> set[str]:
        """What was changed since the last call. What is told before the answer to a PING has been read with it."""
        self._ask(("PING",))
        changed, self._changed = self._changed, set()
        return {key for key in changed if is_kept(key, self._secrets)}

    def _all_keys(self) -> set[str]:
        found: set[str] = set()
        cursor = b"0"
        while True:
            cursor, names = self._ask(("SCAN", cursor, "MATCH", f"{keys.PREFIX}*", "COUNT", 500))
            found |= {name.decode() for name in names}
            if cursor == b"0":
                if not self._secrets:
                    self._left_out = {name for key in found if (name := secret_in(key))}
                return {key for key in found if is_kept(key, self._secrets)}

    def _sized(self, names: Iterable[str]) -> list[_Sized]:
        """Of those that are there."""
        found = []
        for some in _slices(sorted(names), SLICE_KEYS):
            with _Rest():
                kinds = [kind.decode() for kind in self._ask(*(("TYPE", key) for key in some))]
                there = [(key, kind) for key, kind in zip(some, kinds, strict=True) if kind != "none"]
                if strange := next((key for key, kind in there if kind not in KEY_TYPES), None):
                    raise StoreAway(f"{strange} in the store is of a type that Airwire does not use")
                about = [command for key, kind in there for command in (("PEXPIRETIME", key), (_SIZE[kind], key))]
                said = self._ask(*about) if about else []
            for (key, kind), expires_at, size in zip(there, said[::2], said[1::2], strict=True):
                if not isinstance(size, Exception) and size:
                    found.append(_Sized(key, cast(KeyType, kind), expires_at if expires_at > 0 else None, size))
        return found

    def _copy(self, sized: Sequence[_Sized], gone: Iterable[str]) -> None:
        for key in gone:
            self._put(_Sized(key, "string", None, 0), [], first=True)
        total = sum(one.size if one.type != "string" else 1 for one in sized)
        self._done = 0
        small = [one for one in sized if one.size <= SLICE_ITEMS or one.type == "string"]
        for some in _slices(small, SLICE_KEYS):
            with _Rest():
                answers = self._ask(*(_whole(one.key, one.type) for one in some))
            for one, answer in zip(some, answers, strict=True):
                if not isinstance(answer, Exception):  # another type by now: it is told as changed
                    self._put(one, _items(one.type, answer), first=True)
            self._advance(sum(one.size if one.type != "string" else 1 for one in some), total)
        for one in sized:
            if one.size > SLICE_ITEMS and one.type != "string":
                first = True
                for items in self._pieces(one):
                    self._put(one, items, first)
                    self._advance(SLICE_ITEMS, total)
                    first = False

    def _advance(self, items: int, total: int) -> None:
        self._done = min(self._done + items, total)
        self._progress(self._done, total)

    def _pieces(self, one: _Sized) -> Iterator[list[Any]]:
        """Of a large key, which may change meanwhile: then it is copied again."""
        if one.type in ("hash", "set", "zset"):
            cursor = b"0"
            while True:
                with _Rest():
                    cursor, items = self._ask((f"{one.type[0].upper()}SCAN", one.key, cursor, "COUNT", SLICE_ITEMS))
                if items:
                    yield list(items)
                if cursor == b"0":
                    return
        at: str | int = "-" if one.type == "stream" else 0
        while True:
            with _Rest():
                if one.type == "stream":
                    answer = self._ask(("XRANGE", one.key, at, "+", "COUNT", SLICE_ITEMS))
                else:
                    answer = self._ask(("LRANGE", one.key, at, int(at) + SLICE_ITEMS - 1))
            if not answer:
                return
            yield _items(one.type, answer)
            at = f"({answer[-1][0].decode()}" if one.type == "stream" else int(at) + SLICE_ITEMS

    def _copy_at_once(self, names: Iterable[str]) -> float | None:
        """How long it took, in ms; `None` where a key had another type by then."""
        sized = self._sized(names)
        gone = set(names) - {one.key for one in sized}
        # Also those that are not there now: they may be in that moment, and are told of then.
        began = time.monotonic()
        answers = self._ask(("MULTI",), *(_whole(one.key, one.type) for one in sized), *(("EXISTS", key) for key in gone),
                            ("EXEC",))[-1]  # fmt: skip
        took = (time.monotonic() - began) * 1000
        whole, exist = answers[: len(sized)], answers[len(sized) :]
        if any(exist) or any(isinstance(answer, Exception) for answer in answers):
            return None
        for one, answer in zip(sized, whole, strict=True):
            self._put(one, _items(one.type, answer), first=True)
            self._sizes[one.key] = one.size
        for key in gone:
            self._put(_Sized(key, "string", None, 0), [], first=True)
            self._sizes.pop(key, None)
        return took

    def _put(self, one: _Sized, items: list[Any], first: bool) -> None:
        if not items:
            self._emit(Record(one.key, one.type, None, True, []))
        for some in _slices(items, 2 * SLICE_ITEMS):
            self._emit(Record(one.key, one.type, one.expires_at, first, list(some)))
            first = False

    def _ask(self, *commands: tuple[Sent, ...]) -> Any:
        """The answer to one command, or those to several, with refusals among them as they are."""
        self._connection.send_packed_command(self._connection.pack_commands(commands))
        answers = []
        for _ in commands:
            try:
                answers.append(self._connection.read_response())
            except redis.ResponseError as error:
                if len(commands) == 1:
                    raise
                answers.append(error)
        return answers if len(commands) > 1 or commands[0][0] in ("TYPE", "PEXPIRETIME") else answers[0]


class _Rest:
    """Afterwards it rests for a part of the time that the slice took."""

    def __enter__(self) -> None:
        self._began = time.monotonic()

    def __exit__(self, *_: object) -> None:
        time.sleep((time.monotonic() - self._began) * REST)


def _slices(items: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]


def _whole(key: str, kind: KeyType) -> tuple[Sent, ...]:
    return {
        "string": ("GET", key),
        "hash": ("HGETALL", key),
        "list": ("LRANGE", key, 0, -1),
        "set": ("SMEMBERS", key),
        "zset": ("ZRANGE", key, 0, -1, "WITHSCORES"),
        "stream": ("XRANGE", key, "-", "+"),
    }[kind]


def _items(kind: KeyType, answer: Any) -> list[Any]:
    """Of an answer in the form of RESP 3, as `Record` has them."""
    match kind, answer:
        case _, None:
            return []
        case "string", _:
            return [answer]
        case "hash", dict():
            return [part for pair in answer.items() for part in pair]
        case "zset", _:
            return [part for member, score in answer for part in (member, repr(float(score)).encode())]
        case "stream", _:
            return [[name, *fields] for name, fields in answer]
    return list(answer)
