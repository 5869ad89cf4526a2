"""Alerts of the authorities: taken in any order, put in force by a person or by what brought them, and over by time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from webapp.desk.change import CLOCK, NOTHING, Decision, DeskPart, Receipt
from webapp.newsroom.alerts.cap import CapMessage
from webapp.newsroom.alerts.chain import Ledger, decide, take
from webapp.newsroom.alerts.items import MAX_ALERTS_SHOWN, AlertItem, AlertWords, items_of, order, standing
from webapp.newsroom.alerts.node import AlertNode, state_of
from webapp.newsroom.board import Board
from webapp.newsroom.errors import N_, NotFound, Stale
from webapp.newsroom.events import AlertsChange
from webapp.newsroom.people.actor_limits import ALERTS
from webapp.newsroom.staff import Actor
from webapp.newsroom.unknown import carry_unknown
from webapp.store.alerts.alerts import alert_writes, forget_writes


@dataclass(frozen=True)
class Arrived:
    """A message and how it came: `origin` names the way, `granted` puts it in force if it may be, `covered` says that it
    applies to the station's area.
    """

    message: CapMessage
    origin: str
    granted: bool = False
    covered: bool = True


class AlertDesk(DeskPart):
    """Alerts of the authorities."""

    def take_alerts(
        self, arrived: Sequence[Arrived], by: Actor, now: datetime, key: str | None = None, lease: str = ""
    ) -> Receipt:
        """Takes messages that came together, in one change. The receipt has the public id and the state of the last one.

        What came before changes nothing. Messages that replace others do so at once, whoever brought them.
        """

        def decided(board: Board) -> Decision:
            wanted = [one.message.key for one in arrived]
            wanted += [reference.key for one in arrived for reference in one.message.replaces]
            read = self._alerts.ledger(wanted)
            taken = [
                take(read.ledger, one.message, one.origin, now, granted=one.granted, covered=one.covered)
                for one in arrived
            ]
            names = {}
            if taken:
                last = read.ledger.get(taken[-1].key) or taken[-1]
                names = {"id": last.shown_as or last.key, "state": state_of(last, now), "rev": last.rev}
            if not read.ledger.changed:
                return Decision(names=names)
            items = self._shown(board, read.ledger, now)
            return Decision(
                _change(board, items, now), _did(read.ledger, taken, now), "; ".join(_title(one.message) for one in arrived[:3]),
                alert_writes(read.ledger, now), names, read.guard, [ALERTS],
            )  # fmt: skip

        with self._alerts.turn:
            return self._change(decided, "alerts", by, now, key, [one.message for one in arrived], lease)

    def decide_alert(
        self, key: str, wanted: bool, by: Actor, now: datetime, edited: Sequence[AlertWords] | None = None
    ) -> Receipt:
        """Puts a message in force, or aside; `edited` are an editor's own words by language.

        Raises `NotFound`, and `Stale` when it was replaced or is over meanwhile.
        """

        def decided(board: Board) -> Decision:
            read = self._alerts.ledger([key])
            node = read.ledger.get(key)
            if node is None:
                raise NotFound(N_("there is no such alert any more"))
            state = state_of(node, now)
            if state not in ("draft", "elsewhere", "aside", "in_force"):
                raise Stale(N_("this alert was replaced or is over meanwhile"), extra={"state": state})
            node = decide(read.ledger, key, wanted, by.name, now, edited)
            names = {"id": node.shown_as or key, "state": state_of(node, now)}
            if not read.ledger.changed:
                return Decision(names=names)
            did = "alert put in force" if wanted else "alert taken down" if state == "in_force" else "alert put aside"
            body = _change(board, self._shown(board, read.ledger, now), now)
            what = _title(node.message) if node.message else key
            writes = alert_writes(read.ledger, now)
            return Decision(body, did, what, writes, names, read.guard, [ALERTS] if wanted else [])

        return self._change(decided, "alerts", by, now, None, (key, wanted))

    def settle_alerts(self, now: datetime, lease: str = "") -> Receipt | None:
        """Ends the alerts whose time is over, and forgets the oldest of too many; `None` when there is nothing to do."""
        over, surplus = self._alerts.over(now), self._alerts.surplus()
        over += [node.key for node in self._alerts.crowded_out()]
        if not (over or surplus) and self._shows_all(now):
            return None

        def decided(board: Board) -> Decision:
            read = self._alerts.ledger(over)
            for key in over:
                node = read.ledger.get(key)
                if node:
                    read.ledger.put(node.model_copy(update={"message": None, "edited": (), "late": True}))
            items = self._in_force(read.ledger, now)
            body = _change(board, items, now)
            writes = [*alert_writes(read.ledger, now), *forget_writes(surplus, read.ledger.floor)]
            return Decision(body, writes=writes, guard=read.guard) if body or writes else NOTHING

        return self._change(decided, "alerts", CLOCK, now, None, None, lease)

    def _shows_all(self, now: datetime) -> bool:
        """Whether the board has just the alerts in force, as far as can be told at a glance."""
        shown = self._log.board().alerts
        is_full = len(shown) >= MAX_ALERTS_SHOWN
        return len(standing(shown, now)) == len(shown) and (
            is_full or len({_base(item) for item in shown}) == self._alerts.count("in_force")
        )

    def _shown(self, board: Board, ledger: Ledger, now: datetime) -> tuple[AlertItem, ...]:
        """The board's alerts after the changes in `ledger`."""
        changed = ledger.changed.values()
        touched = {node.shown_as for node in changed} | {
            before.shown_as for before in (ledger.before(node.key) for node in changed) if before
        }
        kept = [item for item in standing(board.alerts, now) if _base(item) not in touched]
        missing = len(kept) < len(board.alerts) and len(kept) < self._alerts.count("in_force")
        if missing and len(board.alerts) >= MAX_ALERTS_SHOWN:  # others that were beyond the end move up
            return self._in_force(ledger, now)
        return _first([*kept, *self._items_of(changed, now)])

    def _in_force(self, ledger: Ledger, now: datetime) -> tuple[AlertItem, ...]:
        """The alerts in force as the store and the changes in `ledger` have them."""
        stored = [
            node for node in self._alerts.living("in_force", MAX_ALERTS_SHOWN + len(ledger.changed))
            if node.key not in ledger.changed
        ]  # fmt: skip
        return _first(self._items_of([*stored, *ledger.changed.values()], now))

    def _items_of(self, nodes: Iterable[AlertNode], now: datetime) -> list[AlertItem]:
        return [
            item
            for node in nodes
            if node.message and node.shown_as and state_of(node, now) == "in_force"
            for item in items_of(node.message, node.shown_as, node.rev, self._alerts.languages, node.edited)
            if now < item.until
        ]


def _first(items: Sequence[AlertItem]) -> tuple[AlertItem, ...]:
    return tuple(sorted(items, key=order)[:MAX_ALERTS_SHOWN])


def _change(board: Board, items: tuple[AlertItem, ...], now: datetime) -> AlertsChange | None:
    """The event that makes the board show `items`; `None` where it does."""
    if items == board.alerts:
        return None
    new = carry_unknown(AlertsChange(alerts=items), AlertsChange(alerts=board.alerts))
    return None if new.alerts == board.alerts else new


def _base(item: AlertItem) -> str:
    """The public id of the message that the item is of."""
    return item.id.partition(".")[0]


def _title(message: CapMessage) -> str:
    first = next(iter(message.infos), None)
    named = first.headline or first.event if first else message.note[:200]
    return f"{message.kind}: {named or message.identifier} ({message.sender})"[:300]


def _did(ledger: Ledger, taken: Sequence[AlertNode], now: datetime) -> str:
    """The row of the audit trail; none for what concerns nobody here."""
    states = {state_of(ledger.get(node.key) or node, now) for node in taken}
    before = {key for key in ledger.changed if (old := ledger.before(key)) and state_of(old, now) == "in_force"}
    if "in_force" in states:
        return "alert updated" if before else "alert put in force"
    if before:
        return "alert taken back"
    return "alert waits" if "draft" in states else "exercise alert came" if "exercise" in states else ""
