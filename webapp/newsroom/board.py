"""The board: everything the public sees at one moment, and the one rule by which an event changes it.

`apply` is pure. It is what keeps web processes in step: an old snapshot plus the events since equals a fresh snapshot.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from pydantic import Field

from webapp.newsroom.alerts.items import AlertItem
from webapp.newsroom.events import AlertsChange, ArticleChange, Body, BreakingChange, Event, PromoGone
from webapp.newsroom.model import BreakingItem, MostRead, OnAir, Promo, Stream, Value
from webapp.newsroom.reads.ranking import is_too_old
from webapp.newsroom.times import rfc3339

BREAKING_CAP = 50
"""The most headlines the board shows; the oldest leave first."""


class Former(Value):
    """An epoch of before, and its last seq that is still known: who stands at or below it goes on by events."""

    epoch: str
    seq: int


class Board(Value):
    """The public state. `breaking` is newest first; `seq` is the last event contained in it, `succeeds` are the epochs that
    this one goes on from, newest first.
    """

    epoch: str = ""
    seq: int = Field(default=0, ge=0)
    succeeds: tuple[Former, ...] = ()
    breaking: tuple[BreakingItem, ...] = ()
    stream: Stream = Stream(status="unknown")
    on_air: OnAir = OnAir()
    most_read: MostRead | None = None
    promo: Promo | None = None
    alerts: tuple[AlertItem, ...] = ()

    def following(self, epoch: str, succeeds: tuple[Former, ...]) -> Board:
        """The same board in the epoch that came after its own."""
        return self.model_copy(update={"epoch": epoch, "succeeds": succeeds})

    def find(self, item_id: str) -> BreakingItem | None:
        """The headline with this id, or `None` when it is not on the board."""
        return next((item for item in self.breaking if item.id == item_id), None)

    def public(self, now: datetime) -> dict[str, Any]:
        """The snapshot as JSON types, as the public API documents it: every block is present, `null` when it is empty.

        A most-read list too old to be shown says so: `old: true`.
        """
        shown = self.model_copy(update={"promo": self.promo and self.promo.shown()})
        plain = {"promo": None, "most_read": None, "breaking": [], "alerts": [], **shown.dump(), "now": rfc3339(now)}
        if self.most_read and is_too_old(self.most_read, now):
            plain["most_read"]["old"] = True
        return plain if self.succeeds else {name: value for name, value in plain.items() if name != "succeeds"}


def apply(board: Board, event: Event) -> Board:
    """The board after `event`. An event it already contains, or one this build cannot read, changes no block.

    The caller makes sure that `event` belongs to the same epoch and follows without a gap.
    """
    if event.epoch == board.epoch and event.seq <= board.seq:
        return board
    return board.model_copy(update={"epoch": event.epoch, "seq": event.seq, **_change(board, event.content)})


def replay(board: Board, events: Iterable[Event]) -> Board:
    """The board after all of `events`, in order."""
    for event in events:
        board = apply(board, event)
    return board


def _change(board: Board, body: Body | None) -> dict[str, Any]:
    match body:
        case BreakingChange():
            return {"breaking": _headlines(board, body)}
        case ArticleChange():
            return _without_article(board, body.slug) if body.action == "withdrawn" else {}
        case Stream():
            return {"stream": body}
        case OnAir():
            return {"on_air": body}
        case MostRead():
            return {"most_read": body}
        case Promo():
            return {"promo": body}
        case PromoGone():
            return {"promo": None}
        case AlertsChange():
            return {"alerts": body.alerts}
    return {}


def _headlines(board: Board, change: BreakingChange) -> tuple[BreakingItem, ...]:
    item = change.item
    if change.action == "published":
        return (item, *(other for other in board.breaking if other.id != item.id))[:BREAKING_CAP]
    if change.action == "corrected":
        return tuple(item if other.id == item.id else other for other in board.breaking)
    return tuple(other for other in board.breaking if other.id != item.id)


def _without_article(board: Board, slug: str) -> dict[str, Any]:
    """A withdrawn article leaves every list in the same event; the ranks below it move up, and say which they were."""
    change: dict[str, Any] = {
        "breaking": tuple(
            i.model_copy(update={"article": None, "card": None}) if i.article == slug else i for i in board.breaking
        )
    }
    if board.most_read and any(item.article == slug for item in board.most_read.items):
        kept = (item for item in board.most_read.items if item.article != slug)
        ranked = tuple(
            item.model_copy(update={"rank": rank, "was": item.rank}) for rank, item in enumerate(kept, start=1)
        )
        change["most_read"] = board.most_read.model_copy(update={"items": ranked})
    rotation = board.on_air.rotation
    if rotation:
        left = tuple(card for card in rotation.articles if card.slug != slug)
        plan = rotation.model_copy(update={"articles": left})
        change["on_air"] = board.on_air.model_copy(update={"rotation": plan})
    return change
