"""What is known of alerts, in the store: each message by its key, and sorted sets of those that are in some state.

Only the desk writes, by `alert_writes` within a commit that is guarded by `ALERTS_CHANGES`.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import orjson

from webapp.newsroom.alerts.chain import Ledger
from webapp.newsroom.alerts.items import RANKS
from webapp.newsroom.alerts.node import LIVING, AlertNode, AlertState, state_of
from webapp.newsroom.times import unix_ms
from webapp.store.board.commits import Guard, Write
from webapp.store.core import keys
from webapp.store.core.client import Store
from webapp.store.core.connection import store_errors
from webapp.store.core.stored import parse_readable, parse_stored

MAX_NODES = 50_000
"""Messages remembered, most of them as replaced: about 15 MB. The oldest are forgotten first, but those that live."""

MAX_LIVING = 2_000
"""Messages in each state whose text is kept."""

FORGOTTEN_AT_ONCE = 2_000
_SEVERITY_STEP = 10**13
"""More than any instant in ms, and small enough that a score stays exact."""


@dataclass(frozen=True)
class LedgerRead:
    """A ledger, and the guard of a change decided upon it."""

    ledger: Ledger
    guard: Guard


class Alerts:
    """Raises `StoreAway` when the store does not answer. `languages` are the station's, in which alerts are shown. Who takes many
    does so in `turn`: each change makes all others that are under way decide again.
    """

    def __init__(self, store: Store, languages: Callable[[], Sequence[str]]) -> None:
        self._store = store
        self._languages = languages
        self.turn = threading.Lock()

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(self._languages())

    def ledger(self, wanted: Iterable[str] = ()) -> LedgerRead:
        """The ledger now; those `wanted` are read together, the others when they are asked for."""
        names = list(dict.fromkeys(wanted))
        with store_errors():
            pipe = self._store.pipeline(transaction=False)  # changes first: what changes meanwhile is noticed
            pipe.get(keys.ALERTS_CHANGES)
            pipe.get(keys.ALERTS_FLOOR)
            if names:
                pipe.hmget(keys.ALERTS, names)
            changes, floor, *found = pipe.execute()
        read = {
            name: parse_stored(AlertNode, text) if text else None
            for name, text in zip(names, found[0] if found else [], strict=True)
        }

        def lookup(key: str) -> AlertNode | None:
            return read[key] if key in read else self.get(key)

        ledger = Ledger(lookup, datetime.fromtimestamp(int(floor) / 1000, UTC) if floor else None)
        return LedgerRead(ledger, Guard(keys.ALERTS_CHANGES, (changes or b"").decode()))

    def changes(self) -> str:
        """A text that changes whenever anything is changed here."""
        with store_errors():
            return (self._store.get(keys.ALERTS_CHANGES) or b"").decode()

    def get(self, key: str) -> AlertNode | None:
        """The message, or `None`. Raises `NewerBuild` too."""
        with store_errors():
            text = self._store.hget(keys.ALERTS, key)
        return parse_stored(AlertNode, text) if text else None

    def living(self, state: AlertState, count: int = MAX_LIVING) -> list[AlertNode]:
        """The messages in this state, the severest or newest first, without those that this build cannot read."""
        return list(parse_readable(AlertNode, self.texts_of(state, count)))

    def texts_of(self, state: AlertState, count: int = MAX_LIVING) -> list[bytes]:
        """As `living`, unread."""
        with store_errors():
            names = self._store.zrevrange(keys.alerts_in(state), 0, count - 1)
            texts = self._store.hmget(keys.ALERTS, names) if names else []
        return [text for text in texts if text]

    def count(self, state: AlertState) -> int:
        """How many are in this state."""
        with store_errors():
            return self._store.zcard(keys.alerts_in(state))

    def over(self, now: datetime) -> list[str]:
        """Keys of messages whose time is over and whose text is still kept."""
        with store_errors():
            found = self._store.zrangebyscore(keys.ALERTS_ENDS, "-inf", unix_ms(now), 0, FORGOTTEN_AT_ONCE)
        return [name.decode() for name in found]

    def crowded_out(self) -> list[AlertNode]:
        """The last of those whose text is kept for too many: the mildest or oldest of a state."""
        with store_errors():
            counts = {state: self._store.zcard(keys.alerts_in(state)) for state in sorted(LIVING)}
            names = [
                name
                for state, count in counts.items()
                if count > MAX_LIVING
                for name in self._store.zrange(keys.alerts_in(state), 0, min(count - MAX_LIVING, FORGOTTEN_AT_ONCE) - 1)
            ]
            texts = self._store.hmget(keys.ALERTS, names) if names else []
        return list(parse_readable(AlertNode, filter(None, texts)))

    def surplus(self) -> list[AlertNode]:
        """The oldest of those that are remembered too many, without those that live."""
        with store_errors():
            too_many = self._store.zcard(keys.ALERTS_SENT) - MAX_NODES
            if too_many <= 0:
                return []
            names = self._store.zrange(keys.ALERTS_SENT, 0, min(too_many, FORGOTTEN_AT_ONCE) - 1)
            texts = self._store.hmget(keys.ALERTS, names)
        return [node for node in parse_readable(AlertNode, filter(None, texts)) if node.message is None]


def alert_writes(ledger: Ledger, now: datetime) -> list[Write]:
    """The commands that store what was changed in `ledger`; none where nothing was."""
    writes: list[Write] = []
    for node in ledger.changed.values():
        state = state_of(node, now)
        writes.append(("HSET", keys.ALERTS, node.key, orjson.dumps(node.dump())))
        before = ledger.before(node.key)
        if before is None:
            writes.append(("ZADD", keys.ALERTS_SENT, unix_ms(node.sent), node.key))
        if before and before.message:
            writes += [("ZREM", keys.alerts_in(one), node.key) for one in sorted(LIVING) if one != state]
        if state in LIVING and node.until and node.came_at:
            writes.append(("ZADD", keys.alerts_in(state), _score(node, state), node.key))
            writes.append(("ZADD", keys.ALERTS_ENDS, unix_ms(node.until), node.key))
        elif before and before.message:
            writes.append(("ZREM", keys.ALERTS_ENDS, node.key))
    return [*writes, ("INCR", keys.ALERTS_CHANGES)] if writes else []


def forget_writes(nodes: Sequence[AlertNode], floor: datetime | None) -> list[Write]:
    """The commands that forget `nodes`; `floor` is the one until now."""
    if not nodes:
        return []
    newest = max(node.sent for node in nodes)
    names = [node.key for node in nodes]
    return [
        ("HDEL", keys.ALERTS, *names),
        ("ZREM", keys.ALERTS_SENT, *names),
        ("SET", keys.ALERTS_FLOOR, unix_ms(max(newest, floor) if floor else newest)),
        ("INCR", keys.ALERTS_CHANGES),
    ]


def _score(node: AlertNode, state: AlertState) -> int:
    if state != "in_force" or node.message is None:
        return unix_ms(node.came_at or node.sent)
    rank = max((RANKS[info.severity] for info in node.message.active), default=0)
    return rank * _SEVERITY_STEP + unix_ms(node.sent)
