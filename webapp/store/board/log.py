"""The log and the board in the store: how a change is committed, and how a replica learns what it missed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import orjson
import redis
from pydantic import ValidationError

from webapp.newsroom.board import Board, Former, replay
from webapp.newsroom.errors import KeyReused, LeaseLost, NewerBuild, StoreAway, TooMany
from webapp.newsroom.events import Event, first_problem
from webapp.newsroom.schema import SCHEMA
from webapp.store.audit.chains import MAX_RELINKS, SIGNS_NOTHING, Chains
from webapp.store.board.builds import Builds
from webapp.store.board.commits import Commit
from webapp.store.board.confirmed import Confirmed
from webapp.store.board.entries import Entry, read_entry, seq_of
from webapp.store.board.fence import Fence
from webapp.store.board.news import News
from webapp.store.board.parts import from_parts
from webapp.store.core import keys
from webapp.store.core.client import Store
from webapp.store.core.connection import script, store_errors


@dataclass(frozen=True)
class Missed:
    """What came after a replica's position: `events`, or a whole `board` when that cannot be known.

    The events may begin in an epoch that this one `succeeds`; `None` where all are of the replica's own.

    After events `beyond` this build (written by a newer one) only the store's board contains all that they changed,
    unless it is `damaged`: overwritten by a build that loses unknown fields.
    """

    epoch: str
    top: int
    events: list[Event] = field(default_factory=list)
    board: Board | None = None
    succeeds: tuple[Former, ...] | None = None
    beyond: bool = False
    damaged: bool = False


@dataclass(frozen=True)
class LogWriters:
    """Which builds wrote the log. `schema` is that of the last build with a number, `numbered` whether it wrote last,
    `foreign` the newest entry (seq, at) that a build without a number wrote after it.
    """

    schema: int | None
    numbered: bool
    foreign: tuple[int, str] | None


class Log:
    """The log, the only bus between processes. Only the desk calls `commit`.

    `builds` knows which other builds wrote here, and whether this process may still write. What `commit` confirms, and what
    `look` finds again, is on the disks of as many `replicas`. What it writes into the audit trail is signed by `chains`.
    """

    def __init__(self, store: Store, chains: Chains = SIGNS_NOTHING, replicas: int = 0) -> None:
        self.builds = Builds()
        self._chains = chains
        self._store = store
        self._commit = script(store, "epoch", "chain", "pace", "commit")
        self._since = script(store, "epoch", "since")
        self._confirmed = Confirmed(store, replicas)
        self._news = News(store)
        self._fence = Fence()
        self._known = Board()

    @property
    def known(self) -> Board | None:
        """The board as it was last seen here, which may have moved since; `None` at first, and when this process may not
        write.
        """
        return self._known if self._known.epoch and not self.builds.unread else None

    def board(self) -> Board:
        """The store's board now, from the last one seen here and the events since.

        Raises `StoreAway`, and `NewerBuild` when it cannot be read.
        """
        return self._look("", "")[0]

    def look(self, done_key: str = "", fingerprint: str = "") -> tuple[Board, dict[str, Any] | None]:
        """The board to decide upon, and the receipt of the request `done_key` when it was carried out before.

        Raises `StoreAway`, `KeyReused` when the key belonged to another request, and `NewerBuild` when this process may
        not write.
        """
        board, receipt = self._look(done_key, fingerprint)
        if receipt is None:
            self.builds.check()
        else:
            with store_errors():
                self._confirmed.again(done_key, keys.IDEMPOTENCY_TTL_S)
        return board, receipt

    def _look(self, done_key: str, fingerprint: str) -> tuple[Board, dict[str, Any] | None]:
        known = self._known
        missed, receipt = self._ask(known.epoch, known.seq, done_key=done_key)
        board = missed.board or _followed(known, missed)
        if missed.beyond or board.seq != missed.top:  # more events than one answer holds
            whole = self.since("", 0)
            assert whole.board is not None, "nobody has the empty epoch"
            if board.seq != missed.top or not whole.damaged:
                board = whole.board
        self._known = board
        if None in receipt:
            return board, None
        return board, self._receipt([b"again" if receipt[0].decode() == fingerprint else b"reused", receipt[1]])

    def since(self, epoch: str, seq: int, most: int = 1000) -> Missed:
        """What a replica at `(epoch, seq)` missed, at most `most` events. Raises `StoreAway`, `NewerBuild`."""
        return self._ask(epoch, seq, most)[0]

    def look_for_primary(self) -> None:
        """Asks the Sentinels, where there are any. When the primary has moved, connections of before are not used again."""
        with suppress(redis.RedisError):
            self._store.connection_pool.primary.find()

    def news(self, epoch: str, seq: int, seconds: float) -> Missed:
        """What comes after `(epoch, seq)`: returns on the first event, or after `seconds`. Raises `StoreAway`,
        `NewerBuild`.
        """
        with store_errors():
            asked_first, found = self._wait(seq, seconds)
        events, beyond = self._events([entry for entry in found if seq_of(entry) > seq])
        # Consecutive events need no further query; otherwise, and after each quiet wait, the history is checked.
        if events and all((event.epoch, event.seq) == (epoch, seq + n) for n, event in enumerate(events, 1)):
            if (self._known.epoch, self._known.seq) == (epoch, seq) and not beyond:
                self._known = replay(self._known, events)
            return Missed(epoch, events[-1].seq, events=events, beyond=beyond)
        missed = self.since(epoch, seq)
        if missed.events and not (found or asked_first):
            self._news.close()  # there was news, and nobody said so: the line may be dead
        return missed

    def _wait(self, seq: int, seconds: float) -> tuple[bool, Sequence[Entry]]:
        """Whether the log must be asked without waiting, and the entries that came."""
        if self._news.allowed:
            return (True, []) if self._news.subscribe() else (False, self._news.wait(seconds))
        found = self._store.xread({keys.LOG: f"{seq}-0"}, count=1000, block=max(1, int(seconds * 1000)))
        return False, found[0][1] if found else []

    def _ask(self, epoch: str, seq: int, most: int = 1000, done_key: str = "") -> tuple[Missed, list[Any]]:
        asked = [keys.META, keys.LOG, keys.PARTS, keys.BOARD, keys.ORDER, *([done_key] if done_key else [])]
        with store_errors():
            now_epoch, top, kind, found, receipt, numbers, succeeds = self._since(keys=asked, args=[epoch, seq, most])
        min_reader, numbered = numbers
        now_epoch = now_epoch.decode()
        self._check_fence(now_epoch)
        former = tuple(Former.load(one) for one in orjson.loads(succeeds))
        if kind == b"events":
            events, beyond = self._events(found)  # they say more of who wrote them than the numbers
            self.builds.note_store(min_reader, numbered, top)
            followed = None if now_epoch == epoch else former
            return Missed(now_epoch, top, events=events, beyond=beyond, succeeds=followed), receipt
        self.builds.note_store(min_reader, numbered, top)
        board = self._board(kind, found).model_copy(update={"epoch": now_epoch, "seq": top, "succeeds": former})
        return Missed(now_epoch, top, board=board, damaged=numbered is not None and numbered < top), receipt

    def _check_fence(self, epoch: str) -> None:
        try:
            self._fence.check(epoch)
        except StoreAway:
            self._store.connection_pool.forget()
            raise

    def _events(self, entries: Sequence[Any]) -> tuple[list[Event], bool]:
        """The events of the entries, and whether one is beyond this build."""
        events, beyond = [], False
        for entry in entries:
            try:
                event, schema, min_reader = read_entry(entry)
            except (ValueError, KeyError) as error:  # including pydantic's and orjson's
                place = entry[0].decode()
                self.builds.refuse(f"entry {place} of the log: {type(error).__name__}")
                raise NewerBuild(f"entry {place} of the log cannot be read here") from error
            self.builds.note_event(event, schema, min_reader)
            beyond = beyond or event.unread is not None or (schema or 0) > SCHEMA
            events.append(event)
        return events, beyond

    def _board(self, kind: bytes, found: Any) -> Board:
        """Raises `NewerBuild` for a board that this build cannot read."""
        if not found:
            return Board()
        try:
            plain = from_parts(*found) if kind == b"parts" else orjson.loads(found)
            plain.pop("schema", None)
            return Board.load(plain)
        except (ValueError, KeyError, TypeError) as error:
            problem = first_problem(error) if isinstance(error, ValidationError) else str(error)
            self.builds.refuse(f"the board: {problem}")
            raise NewerBuild("the board was written by a newer build, and cannot be read here") from error

    def commit(self, change: Commit) -> dict[str, Any] | None:
        """Commits `change` as a whole and returns its receipt; `None` when the board has changed since it was decided.

        Raises `StoreAway` (it may or may not have happened: ask again with the same key), `KeyReused`, `LeaseLost`,
        `NewerBuild`, and `TooMany` with the seconds to wait when the actor's pace is used up.
        """
        self.builds.check()
        answer = self._run(change)
        if answer[0] == b"again":
            with store_errors():
                self._confirmed.again(change.done_key, keys.IDEMPOTENCY_TTL_S)
        if answer[0] == b"done" and self._known is change.base:
            self._known = change.after
        return self._receipt(answer)

    def _run(self, change: Commit) -> list[bytes]:
        """The store's answer, once the entry of the audit trail was signed upon its head and the board came as it must."""
        whole = False
        for _ in range(MAX_RELINKS):
            signed = self._chains.signed("changes", change.audit, change.after.seq) if change.audit else None
            with store_errors():
                answer: list[bytes] = self._confirmed.run(
                    self._commit, change.keys, change.words(signed, whole=whole), lambda answer: answer[0] == b"done"
                )
            if answer[0] == b"relink":
                self._chains.moved("changes", answer)
            elif answer[0] == b"whole":
                whole = True
            else:
                if signed and answer[0] == b"done":
                    self._chains.appended("changes", signed)
                return answer
        raise StoreAway("too many changes at once; nothing was changed, please try again")

    def _receipt(self, answer: list[bytes]) -> dict[str, Any] | None:
        match answer[0]:
            case b"done" | b"again":
                earlier: dict[str, Any] = orjson.loads(answer[1])
                return earlier
            case b"reused":
                raise KeyReused("this Idempotency-Key was used for another request; make a new key for a new change")
            case b"lease":
                raise LeaseLost("another clock process holds the lease")
            case b"slow":
                raise TooMany("too many at once", extra={"retry_after_s": math.ceil(float(answer[1]) / 1000)})
            case b"newer":
                self.builds.note_store(int(answer[1]), None, 0)
                self.builds.check()
        return None

    def written_by(self, count: int = 1000) -> LogWriters:
        """Which builds wrote the board and the newest `count` entries. Raises `StoreAway`."""
        with store_errors():
            schema, numbered, top = self._store.hmget(keys.META, ["schema", "numbered", "top"])
            entries = self._store.xrevrange(keys.LOG, count=count)
        marks = [(int(n.split(b"-")[0]), pairs.get(b"schema"), pairs[b"at"].decode()) for n, pairs in entries]
        before = [seq for seq, mark, _ in marks if mark is not None]
        foreign = [(seq, at) for seq, mark, at in marks if mark is None and before and seq > before[-1]]
        return LogWriters(
            schema=int(schema) if schema else None,
            numbered=int(top or 0) == int(numbered or 0),
            foreign=foreign[0] if foreign else None,
        )


def _followed(board: Board, missed: Missed) -> Board:
    board = replay(board, missed.events)
    if missed.succeeds is None or board.seq != missed.top:
        return board
    return board.following(missed.epoch, missed.succeeds)
