"""The log and the board in the store: how a change is committed, and how a replica learns what it missed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson
from pydantic import ValidationError

from webapp.newsroom.board import Board, replay
from webapp.newsroom.errors import KeyReused, LeaseLost, NewerBuild
from webapp.newsroom.events import Event, first_problem
from webapp.newsroom.schema import MIN_READER, SCHEMA
from webapp.newsroom.times import rfc3339
from webapp.store.board.builds import Builds
from webapp.store.core import keys
from webapp.store.core.client import Store
from webapp.store.core.connection import script, store_errors

Write = tuple[str | bytes | int, ...]
"""A command that is part of a commit, such as `("HSET", keys.ARTICLES, slug, json)`."""


@dataclass(frozen=True)
class AuditEntry:
    """A row of the audit trail: who (`by`, `role`) did what (`did`); `what` describes it for people."""

    at: datetime
    by: str
    role: str
    did: str
    what: str

    def flat(self) -> list[str]:
        """Field names and values in turn, as `XADD` takes them."""
        return ["at", rfc3339(self.at), "by", self.by, "role", self.role, "did", self.did, "what", self.what]


@dataclass(frozen=True)
class Commit:
    """A decided change: `event` (or `None`) on top of the board it was decided upon, and the writes that go with it.

    `receipt` is the caller's answer, now and whenever the same idempotency key comes again.
    """

    base: Board
    after: Board
    event: Event | None
    receipt: dict[str, Any]
    writes: Sequence[Write] = ()
    audit: AuditEntry | None = None
    done_key: str = ""
    fingerprint: str = ""
    lease_token: str = ""


@dataclass(frozen=True)
class Missed:
    """What came after a replica's position: `events`, or a whole `board` when that cannot be known.

    After events `beyond` this build (written by a newer one) only the store's board contains all that they changed,
    unless it is `damaged`: overwritten by a build that loses unknown fields.
    """

    epoch: str
    top: int
    events: list[Event] = field(default_factory=list)
    board: Board | None = None
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

    `builds` knows which other builds wrote here, and whether this process may still write.
    """

    def __init__(self, store: Store) -> None:
        self.builds = Builds()
        self._store = store
        self._commit = script(store, "epoch", "note", "commit")
        self._since = script(store, "epoch", "since")
        self._known = Board()

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
        return board, receipt

    def _look(self, done_key: str, fingerprint: str) -> tuple[Board, dict[str, Any] | None]:
        known = self._known
        missed, receipt = self._ask(known.epoch, known.seq, done_key=done_key)
        board = missed.board or replay(known, missed.events)
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

    def news(self, epoch: str, seq: int, seconds: float) -> Missed:
        """What comes after `(epoch, seq)`: returns on the first event, or after `seconds`. Raises `StoreAway`,
        `NewerBuild`.
        """
        with store_errors():
            block = max(1, int(seconds * 1000))
            found = self._store.xread({keys.LOG: f"{seq}-0"}, count=1000, block=block)
        events, beyond = self._events(found[0][1]) if found else ([], False)
        # Consecutive events need no further query; otherwise, and after each quiet wait, the history is checked.
        if events and all((event.epoch, event.seq) == (epoch, seq + n) for n, event in enumerate(events, 1)):
            return Missed(epoch, events[-1].seq, events=events, beyond=beyond)
        return self.since(epoch, seq)

    def _ask(self, epoch: str, seq: int, most: int = 1000, done_key: str = "") -> tuple[Missed, list[Any]]:
        asked = [keys.META, keys.LOG, keys.BOARD, *([done_key] if done_key else [])]
        with store_errors():
            now_epoch, top, kind, found, receipt, numbers = self._since(keys=asked, args=[epoch, seq, most])
        min_reader, numbered = numbers
        self.builds.note_store(min_reader, numbered, top)
        now_epoch = now_epoch.decode()
        if kind == b"events":
            events, beyond = self._events(found)
            return Missed(now_epoch, top, events=events, beyond=beyond), receipt
        board = self._board(found) if found else Board()
        board = board.model_copy(update={"epoch": now_epoch, "seq": top})
        return Missed(now_epoch, top, board=board, damaged=numbered is not None and numbered < top), receipt

    def _events(self, entries: Sequence[Any]) -> tuple[list[Event], bool]:
        """The events of the entries, and whether one is beyond this build."""
        events, beyond = [], False
        for entry in entries:
            try:
                event, schema, min_reader = _event(entry)
            except (ValueError, KeyError) as error:  # including pydantic's and orjson's
                place = entry[0].decode()
                self.builds.refuse(f"entry {place} of the log: {type(error).__name__}")
                raise NewerBuild(f"entry {place} of the log cannot be read here") from error
            self.builds.note_event(event, schema, min_reader)
            beyond = beyond or event.unread is not None or (schema or 0) > SCHEMA
            events.append(event)
        return events, beyond

    def _board(self, text: bytes) -> Board:
        """Raises `NewerBuild` for a board that this build cannot read."""
        plain = orjson.loads(text)
        plain.pop("schema", None)
        try:
            return Board.load(plain)
        except ValidationError as error:
            self.builds.refuse(f"the board: {first_problem(error)}")
            raise NewerBuild("the board was written by a newer build, and cannot be read here") from error

    def commit(self, change: Commit) -> dict[str, Any] | None:
        """Commits `change` as a whole and returns its receipt; `None` when the board has changed since it was decided.

        Raises `StoreAway` (it may or may not have happened: ask again with the same key), `KeyReused`, `LeaseLost`,
        `NewerBuild`.
        """
        self.builds.check()
        event, audit = change.event, change.audit
        share = keys.audit_share("changes", audit.by if audit else "")
        with store_errors():
            answer = self._commit(
                keys=[keys.META, keys.LOG, keys.BOARD, change.done_key or keys.META, keys.LEASE, keys.AUDIT, share],
                args=[
                    change.base.epoch,
                    change.base.seq,
                    event.type if event else "",
                    rfc3339(event.at) if event else "",
                    orjson.dumps(event.body) if event else "",
                    orjson.dumps({**change.after.dump(), "schema": SCHEMA}) if event else "",
                    keys.LOG_CAP,
                    change.fingerprint,
                    orjson.dumps(change.receipt),
                    keys.IDEMPOTENCY_TTL_S,
                    change.lease_token,
                    orjson.dumps(audit.flat()) if audit else "",
                    keys.AUDIT_CAP,
                    keys.AUDIT_EACH,
                    orjson.dumps([_texts(write) for write in change.writes]),
                    SCHEMA,
                    MIN_READER,
                ],
            )
        return self._receipt(answer)

    def _receipt(self, answer: list[bytes]) -> dict[str, Any] | None:
        match answer[0]:
            case b"done" | b"again":
                earlier: dict[str, Any] = orjson.loads(answer[1])
                return earlier
            case b"reused":
                raise KeyReused("this Idempotency-Key was used for another request; make a new key for a new change")
            case b"lease":
                raise LeaseLost("another clock process holds the lease")
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


def _event(entry: list[Any] | tuple[Any, Any]) -> tuple[Event, int | None, int]:
    """The event, its writer's schema, and the oldest schema that may write after it (0 when not given)."""
    entry_id, flat = entry
    pairs = flat if isinstance(flat, dict) else dict(zip(flat[::2], flat[1::2], strict=True))
    event = Event(
        epoch=pairs[b"epoch"].decode(),
        seq=int(entry_id.split(b"-")[0]),
        at=pairs[b"at"].decode(),
        type=pairs[b"type"].decode(),
        body=orjson.loads(pairs[b"body"]),
    )
    return event, int(pairs[b"schema"]) if b"schema" in pairs else None, int(pairs.get(b"min_reader", 0))


def _texts(write: Write) -> list[str]:
    return [part.decode() if isinstance(part, bytes) else str(part) for part in write]
