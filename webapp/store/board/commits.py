"""A change that was decided, and the form in which `commit.lua` takes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from webapp.newsroom.audit.chain import BEGINNING, Signed
from webapp.newsroom.audit.entry import AuditEntry
from webapp.newsroom.board import Board
from webapp.newsroom.events import Event
from webapp.newsroom.people.limits import Counter
from webapp.newsroom.schema import MIN_READER, SCHEMA
from webapp.newsroom.times import rfc3339, unix_ms
from webapp.store.board.parts import Change, changed_parts, whole_board
from webapp.store.core import keys

Word = str | bytes | int

Write = tuple[Word, ...]
"""A command that is part of a commit, such as `("HSET", keys.ARTICLES, slug, json)`."""

Seen = tuple[str, str, bytes]
"""What a change was decided upon beside the board: a hash, its field, and the value that it still has to have; `b""` for none."""


@dataclass(frozen=True)
class Pace:
    """What the change counts towards, by the clock that stands at `now`: steady limits."""

    counters: Sequence[Counter]
    now: datetime


@dataclass(frozen=True)
class Guard:
    """A counter beside the board upon which the change was decided too, and what it was then."""

    key: str
    value: str


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
    pace: Pace | None = None
    guard: Guard | None = None
    seen: Sequence[Seen] = ()

    @property
    def keys(self) -> list[str]:
        """The script's keys."""
        counted = [keys.counted(counter.who) for counter in self.pace.counters] if self.pace else []
        done = self.done_key or keys.META
        return [keys.META, keys.LOG, keys.PARTS, keys.BOARD, done, keys.LEASE, *keys.audit("changes"), *counted]

    def words(self, signed: Signed | None, *, whole: bool) -> list[Word]:
        """The script's arguments; with the `whole` board instead of what changes. `signed` is `audit` in the chain."""
        event, pace = self.event, self.pace
        before = signed.before if signed else BEGINNING
        board = (
            Change({}) if event is None else whole_board(self.after) if whole else changed_parts(self.base, self.after)
        )
        limits = [counter.limit for counter in pace.counters] if pace else []
        return [
            self.base.epoch,
            self.base.seq,
            event.type if event else "",
            rfc3339(event.at) if event else "",
            orjson.dumps(event.body) if event else "",
            keys.LOG_CAP,
            self.fingerprint,
            orjson.dumps(self.receipt),
            keys.IDEMPOTENCY_TTL_S,
            self.lease_token,
            before.n,
            before.link,
            SCHEMA,
            MIN_READER,
            unix_ms(pace.now) if pace else 0,
            "1" if whole else "",
            keys.NEWS,
            self.guard.key if self.guard else "",
            self.guard.value if self.guard else "",
            *_group([signed.text, signed.head.link, signed.head.key] if signed else []),
            *_group([word for limit in limits for word in (limit.free, int(limit.wait_s * 1000))]),
            *_group([word for part in board.parts.items() for word in part]),
            *_group(board.gone),
            *_group([word for write in (*board.order, *self.writes) for word in (len(write), *write)]),
            *_group([word for one in self.seen for word in one]),
        ]


def _group(words: Sequence[Word]) -> list[Word]:
    return [len(words), *words]
