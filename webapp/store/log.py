"""The log and the board in the store: how a change gets in, and how a replica learns what it missed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import reduce
from typing import Any

import orjson

from webapp.newsroom.board import Board, apply
from webapp.newsroom.errors import KeyReused, LeaseLost
from webapp.newsroom.events import Event
from webapp.newsroom.times import rfc3339
from webapp.store import keys
from webapp.store.connection import Store, script, told_when_away

Write = tuple[str | bytes | int, ...]
"""A command that goes with a commit, such as `("HSET", keys.ARTICLES, slug, json)`."""


@dataclass(frozen=True)
class AuditEntry:
    """Who did what; `what` is a line for people."""

    at: datetime
    by: str
    role: str
    did: str
    what: str

    def flat(self) -> list[str]:
        return ["at", rfc3339(self.at), "by", self.by, "role", self.role, "did", self.did, "what", self.what]


@dataclass(frozen=True)
class Commit:
    """A decided change: `event` (or `None`) on top of the board it was decided upon, and what goes with it.

    `receipt` is what the caller is told, now and whenever the same idempotency key comes again.
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
    """What came after a replica's place: `events`, or a whole `board` where that cannot be known."""

    epoch: str
    top: int
    events: list[Event] = field(default_factory=list)
    board: Board | None = None


class Log:
    """The only bus. `commit` is called by the desk and by nobody else."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._commit = script(store, "epoch", "commit")
        self._since = script(store, "epoch", "since")
        self._known = Board()

    def board(self) -> Board:
        """The board as the store has it now: the one last seen here and what came since. Raises `StoreAway`."""
        return self.look()[0]

    def look(self, done_key: str = "", fingerprint: str = "") -> tuple[Board, dict[str, Any] | None]:
        """The board as the store has it now, and the receipt of the request `done_key` where it was carried out already.

        Raises `StoreAway`, and `KeyReused` if that was another request.
        """
        known = self._known
        missed, receipt = self._ask(known.epoch, known.seq, done_key=done_key)
        board = missed.board or reduce(apply, missed.events, known)
        if board.seq != missed.top:  # further behind than one answer reaches
            whole = self.since("", 0).board
            assert whole is not None, "nobody has the empty epoch"
            board = whole
        self._known = board
        if None in receipt:
            return board, None
        return board, self._receipt([b"again" if receipt[0].decode() == fingerprint else b"reused", receipt[1]])

    def since(self, epoch: str, seq: int, most: int = 1000) -> Missed:
        """What a replica at `(epoch, seq)` missed, `most` events at once. Raises `StoreAway`."""
        return self._ask(epoch, seq, most)[0]

    def news(self, epoch: str, seq: int, seconds: float) -> Missed:
        """What comes after `(epoch, seq)`: as soon as there is something, or when `seconds` are over. Raises `StoreAway`."""
        with told_when_away():
            block = max(1, int(seconds * 1000))
            found = self._store.xread({keys.LOG: f"{seq}-0"}, count=1000, block=block)
        events = [_event(entry) for entry in found[0][1]] if found else []
        # Told by the log itself where nothing is between; else, and now and then, history is looked at.
        if events and all((event.epoch, event.seq) == (epoch, seq + n) for n, event in enumerate(events, 1)):
            return Missed(epoch, events[-1].seq, events=events)
        return self.since(epoch, seq)

    def _ask(self, epoch: str, seq: int, most: int = 1000, done_key: str = "") -> tuple[Missed, list[Any]]:
        asked = [keys.META, keys.LOG, keys.BOARD, *([done_key] if done_key else [])]
        with told_when_away():
            now_epoch, top, kind, found, receipt = self._since(keys=asked, args=[epoch, seq, most])
        now_epoch = now_epoch.decode()
        if kind == b"events":
            return Missed(now_epoch, top, events=[_event(entry) for entry in found]), receipt
        board = Board.load(orjson.loads(found)) if found else Board()
        return Missed(now_epoch, top, board=board.model_copy(update={"epoch": now_epoch, "seq": top})), receipt

    def commit(self, change: Commit) -> dict[str, Any] | None:
        """Puts `change` in, all or nothing, and returns its receipt; `None` if the board has moved on meanwhile.

        Raises `StoreAway` (it may or may not have happened: ask again with the same key), `KeyReused`, `LeaseLost`.
        """
        event, audit = change.event, change.audit
        with told_when_away():
            answer = self._commit(
                keys=[keys.META, keys.LOG, keys.BOARD, change.done_key, keys.LEASE, keys.AUDIT],
                args=[
                    change.base.epoch,
                    change.base.seq,
                    event.type if event else "",
                    rfc3339(event.at) if event else "",
                    orjson.dumps(event.body) if event else "",
                    orjson.dumps(change.after.dump()) if event else "",
                    keys.LOG_CAP,
                    change.fingerprint,
                    orjson.dumps(change.receipt),
                    keys.IDEMPOTENCY_TTL_S,
                    change.lease_token,
                    orjson.dumps(audit.flat()) if audit else "",
                    keys.AUDIT_CAP,
                    orjson.dumps([_texts(write) for write in change.writes]),
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
        return None

    def audit(self, count: int = 50) -> list[dict[str, Any]]:
        """The newest audit entries first, as texts. Raises `StoreAway`."""
        with told_when_away():
            found = self._store.xrevrange(keys.AUDIT, count=count)
        return [{name.decode(): value.decode() for name, value in fields.items()} for _, fields in found]


def _event(entry: list[Any] | tuple[Any, Any]) -> Event:
    entry_id, flat = entry
    pairs = flat if isinstance(flat, dict) else dict(zip(flat[::2], flat[1::2], strict=True))
    return Event(
        epoch=pairs[b"epoch"].decode(),
        seq=int(entry_id.split(b"-")[0]),
        at=pairs[b"at"].decode(),
        type=pairs[b"type"].decode(),
        body=orjson.loads(pairs[b"body"]),
    )


def _texts(write: Write) -> list[str]:
    return [part.decode() if isinstance(part, bytes) else str(part) for part in write]
