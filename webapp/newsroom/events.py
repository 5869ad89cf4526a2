"""What happens on the board, one type per event: the names and bodies of the public stream.

An event on the log is `{epoch, seq, at, type, body}`; a listener gets the body beside `{epoch, seq, at}`. An event type
or a field that this build does not know is passed on unread, so it causes neither an error nor a gap.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any, Literal

from pydantic import Field, ValidationError

from webapp.newsroom.alerts.items import AlertItem
from webapp.newsroom.model import BreakingItem, MostRead, OnAir, Promo, Slug, Stream, Value
from webapp.newsroom.times import Instant


class BreakingChange(Value):
    """A headline was published, corrected, withdrawn or expired."""

    action: Literal["published", "corrected", "withdrawn", "expired"]
    item: BreakingItem


class ArticleChange(Value):
    """An article was published, updated or withdrawn."""

    action: Literal["published", "updated", "withdrawn"]
    slug: Slug
    title: str


class ScheduleChange(Value):
    """Another programme grid is in force; `revision` is a short hash of its content."""

    revision: str


class AlertsChange(Value):
    """The alerts in force are these now, the severest first; at most `alerts.items.MAX_ALERTS_SHOWN`."""

    alerts: tuple[AlertItem, ...] = ()


class PromoGone(Value):
    """The body of `promo` when no promo is shown: no members beside `{epoch, seq, at}`."""


Body = BreakingChange | ArticleChange | ScheduleChange | Stream | OnAir | MostRead | Promo | PromoGone | AlertsChange

BODIES: dict[str, type[Value]] = {
    "breaking": BreakingChange,
    "stream": Stream,
    "on_air": OnAir,
    "most_read": MostRead,
    "article": ArticleChange,
    "promo": Promo,
    "schedule": ScheduleChange,
    "alerts": AlertsChange,
}


class Event(Value):
    """One entry of the log. `seq` has no gaps within an `epoch`; `body` is JSON as `Value.dump()` made it."""

    epoch: str
    seq: int = Field(ge=1)
    at: Instant
    type: str
    body: dict[str, Any]

    @property
    def content(self) -> Body | None:
        """The body as its type; `None` for an event that this build cannot read (see `unread`)."""
        return self._read[0]

    @property
    def unread(self) -> str | None:
        """Why this build cannot read the event; `None` when it can."""
        return self._read[1]

    @cached_property
    def _read(self) -> tuple[Body | None, str | None]:
        kind = BODIES.get(self.type)
        if kind is Promo and "title" not in self.body:
            kind = PromoGone
        if kind is None:
            return None, f"event {self.seq} is of an unknown type, {self.type!r}"
        try:
            return kind.load(self.body), None  # type: ignore[return-value]
        except ValidationError as error:
            return None, f"event {self.seq} ({self.type}): {first_problem(error)}"

    def wire(self) -> dict[str, Any]:
        """The data that a listener gets with the event's name; a promo's picture has an address on this site.

        Unknown fields are passed on to listeners, whose page or program may be newer than this build.
        """
        shown = self.content.shown().dump() if isinstance(self.content, Promo) else self.body
        return {
            "epoch": self.epoch,
            "seq": self.seq,
            "at": self.model_dump(mode="json", include={"at"})["at"],
            **shown,
        }


def event_type(body: Body) -> str:
    """The event name of `body`."""
    if isinstance(body, PromoGone):
        return "promo"
    return next(name for name, kind in BODIES.items() if isinstance(body, kind))


def first_problem(error: ValidationError) -> str:
    """The first validation error on one line: `item.priority: Input should be …`."""
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    where = ".".join(map(str, first["loc"])) or "it"
    return f"{where}: {first['msg']}"
