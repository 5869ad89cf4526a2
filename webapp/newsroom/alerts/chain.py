"""Takes messages in any order, and keeps what replaces what. Pure: it reads and writes nodes of a `Ledger`.

What is in force follows from the set of messages that came, never from their order: a message named by an Update or a Cancel
is remembered as replaced even before it has come itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from webapp.newsroom.alerts.cap import CapMessage
from webapp.newsroom.alerts.items import AlertWords
from webapp.newsroom.alerts.node import LIVING, POSTED, AlertNode, Replacement, may_replace, state_of

MAX_REPLACEMENTS = 50
"""Of one message. Agencies have two or three, where one alert becomes several for parts of its area."""

MAX_STEPS = 500
"""How many messages are looked at when the standing of one goes on to those that replace it."""

Lookup = Callable[[str], AlertNode | None]


class Ledger:
    """The nodes as `lookup` has them, and on top of them those that were `changed`. Nothing is known of messages sent at
    `floor` or before, except what is still found."""

    def __init__(self, lookup: Lookup, floor: datetime | None = None) -> None:
        self._lookup = lookup
        self._before: dict[str, AlertNode | None] = {}
        self.floor = floor
        self.changed: dict[str, AlertNode] = {}

    def get(self, key: str) -> AlertNode | None:
        """The node now, with the changes made here."""
        return self.changed.get(key) or self.before(key)

    def before(self, key: str) -> AlertNode | None:
        """The node as it was found."""
        if key not in self._before:
            self._before[key] = self._lookup(key)
        return self._before[key]

    def put(self, node: AlertNode) -> None:
        if self.get(node.key) != node:
            self.changed[node.key] = node

    def state(self, key: str, now: datetime) -> str:
        node = self.get(key)
        return state_of(node, now) if node else "unseen"


def take(
    ledger: Ledger, message: CapMessage, origin: str, now: datetime, *, granted: bool = False, covered: bool = True
) -> AlertNode:
    """Takes `message`, which came by `origin`, and returns its node. `granted` puts it in force, if anything may."""
    known = ledger.get(message.key)
    node = known if known and known.seen else _arrived(ledger, message, known, now, covered)
    if origin not in node.origins:
        node = node.model_copy(update={"origins": (*node.origins, origin)[-MAX_REPLACEMENTS:]})
    if granted and not node.granted:
        node = node.model_copy(update={"granted": True, "covered": True})
    ledger.put(node)
    for reference in message.replaces:
        replaced = ledger.get(reference.key) or AlertNode(
            key=reference.key, sender=reference.sender, sent=reference.sent
        )
        ledger.put(_replaced_by(replaced, node))
    _settle(ledger, node.key, now)
    return _now(ledger, node.key)


def decide(
    ledger: Ledger, key: str, wanted: bool, by: str, now: datetime, edited: Sequence[AlertWords] | None = None
) -> AlertNode:
    """A person puts the message in force, or aside; `edited` are the texts to show instead of its own."""
    node = _now(ledger, key)
    named = {"decided_by": by, "decided_at": now}
    if wanted:
        texts = node.edited if edited is None else tuple(edited)
        ledger.put(node.model_copy(update={**named, "decision": "in_force", "granted": True, "edited": texts}))
    else:
        # What it replaced goes aside with it: else a later update that names those too would be in force by itself.
        for one in _reachable(ledger, key):
            ledger.put(one.model_copy(update={**named, "decision": "aside", "inherits": False}))
    _settle(ledger, key, now)
    return _now(ledger, key)


def _arrived(ledger: Ledger, message: CapMessage, stub: AlertNode | None, now: datetime, covered: bool) -> AlertNode:
    forgotten = stub is None and ledger.floor is not None and message.sent <= ledger.floor
    return (stub or AlertNode(key=message.key, sender=message.sender, sent=message.sent)).model_copy(
        update={
            "refs": tuple(dict.fromkeys(one.key for one in message.replaces)),
            "came_at": now,
            "kind": message.kind,
            "status": message.status,
            "public": message.scope == "Public",
            "active": bool(message.active),
            "until": message.until,
            "covered": covered,
            "late": forgotten,
            "message": message.without_shapes(),
        }
    )


def _replaced_by(node: AlertNode, by: AlertNode) -> AlertNode:
    mine = Replacement(key=by.key, sender=by.sender, actual=by.status == "Actual", origins=by.origins)
    others = tuple(one for one in node.by if one.key != by.key)
    if len(others) >= MAX_REPLACEMENTS:  # those that count whatever way they came stay
        others = tuple(sorted(others, key=lambda one: one.sender == node.sender or POSTED in one.origins))[1:]
    return node.model_copy(update={"by": (*others, mine)})


def _settle(ledger: Ledger, key: str, now: datetime) -> None:
    """Works out what follows for the message, for those that it replaces, and for all that replace it."""
    waiting, steps = [*_now(ledger, key).refs, key], 0
    done: set[str] = set()
    while waiting and steps < MAX_STEPS:
        steps += 1
        current = waiting.pop(0)
        node = ledger.get(current)
        if node is None:
            continue
        before = (node.inherits, node.shown_as, node.rev)
        node = _with_standing(ledger, node, now)
        if state_of(node, now) not in LIVING and node.message is not None:
            node = node.model_copy(update={"message": None, "edited": ()})
        ledger.put(node)
        if current not in done or before != (node.inherits, node.shown_as, node.rev):
            waiting += [one.key for one in node.by if one.key not in waiting]
        done.add(current)


def _with_standing(ledger: Ledger, node: AlertNode, now: datetime) -> AlertNode:
    """`node` with what it takes over from those that it replaces."""
    if not node.seen or node.status != "Actual" or node.decision == "aside":
        return node
    mine = Replacement(key=node.key, sender=node.sender, actual=True, origins=node.origins)
    replaced = [one for one in map(ledger.get, node.refs) if one]
    approved = [one for one in replaced if one.approved and may_replace(mine, one)]
    node = node.model_copy(update={"inherits": node.inherits or bool(approved)})
    # One that is replaced already passes the public id on, to an update that came before it.
    if node.shown_as is None and node.approved and state_of(node, now) in ("in_force", "replaced"):
        former = sorted((one for one in approved if one.shown_as), key=lambda one: (one.sent, one.key))
        free = [one for one in former if not _is_taken(ledger, one, node.key, now)]
        rev = 1 + max((one.rev for one in free), default=0)
        if free or state_of(node, now) == "in_force":
            node = node.model_copy(update={"shown_as": free[0].shown_as if free else node.key, "rev": rev})
    return node


def _is_taken(ledger: Ledger, former: AlertNode, key: str, now: datetime) -> bool:
    """Whether another update of `former` is in force under its public id: one alert may become several."""
    others = (ledger.get(one.key) for one in former.by if one.key != key)
    return any(one and one.shown_as == former.shown_as and state_of(one, now) == "in_force" for one in others)


def _reachable(ledger: Ledger, key: str) -> list[AlertNode]:
    """The message and all that it replaced, as far as they are known."""
    found: dict[str, AlertNode] = {}
    waiting = [key]
    while waiting and len(found) < MAX_STEPS:
        node = ledger.get(waiting.pop())
        if node and node.key not in found:
            found[node.key] = node
            waiting += node.refs
    return list(found.values())


def _now(ledger: Ledger, key: str) -> AlertNode:
    node = ledger.get(key)
    assert node is not None, "a message is in the ledger before it is settled"
    return node
