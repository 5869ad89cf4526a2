"""What happens on the board, one type an event: the names and bodies of the public stream.

An event on the log is `{epoch, seq, at, type, body}`; on the wire it is its body beside `{epoch, seq, at}`.
A type that this version does not know travels on unread: it stops nothing and leaves no gap.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any, Literal

from pydantic import Field, ValidationError

from webapp.newsroom.model import BreakingItem, MostRead, OnAir, Promo, Slug, Stream, Value
from webapp.newsroom.times import Instant


class BreakingChange(Value):
    action: Literal["published", "corrected", "withdrawn", "expired"]
    item: BreakingItem


class ArticleChange(Value):
    action: Literal["published", "updated", "withdrawn"]
    slug: Slug
    title: str


class ScheduleChange(Value):
    """Another programme grid is in force; `revision` is a short name for its content."""

    revision: str


class PromoGone(Value):
    """The body of `promo` when none is shown: nothing beside `{epoch, seq, at}`."""


Body = BreakingChange | ArticleChange | ScheduleChange | Stream | OnAir | MostRead | Promo | PromoGone

BODIES: dict[str, type[Value]] = {
    "breaking": BreakingChange,
    "stream": Stream,
    "on_air": OnAir,
    "most_read": MostRead,
    "article": ArticleChange,
    "promo": Promo,
    "schedule": ScheduleChange,
}


class Event(Value):
    """One entry of the log. `seq` is dense within an `epoch`; `body` is JSON as `Value.dump()` made it."""

    epoch: str
    seq: int = Field(ge=1)
    at: Instant
    type: str
    body: dict[str, Any]

    def wire(self) -> dict[str, Any]:
        """The data that a listener gets under the name of `type`: a promo with its picture at an address of ours."""
        body = self.body
        if self.type == "promo" and body:
            with suppress(ValidationError):
                body = Promo.load(body).shown().dump()
        return {
            "epoch": self.epoch,
            "seq": self.seq,
            "at": self.model_dump(mode="json", include={"at"})["at"],
            **body,
        }


def type_of(body: Body) -> str:
    """The event name under which `body` travels."""
    if isinstance(body, PromoGone):
        return "promo"
    return next(name for name, kind in BODIES.items() if isinstance(body, kind))


def read_body(event: Event) -> Body | None:
    """The body as its type, or `None` for an event that this version does not know.

    Raises pydantic's `ValidationError` where a known type has a body that is not its own.
    """
    if event.type == "promo" and not event.body:
        return PromoGone()
    kind = BODIES.get(event.type)
    return None if kind is None else kind.load(event.body)  # type: ignore[return-value]
