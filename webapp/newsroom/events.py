"""What happens on the board, one type an event: the names and bodies of the public stream.

An event on the log is `{epoch, seq, at, type, body}`; on the wire it is its body beside `{epoch, seq, at}`.
A type that this build does not know travels on unread: it stops nothing and leaves no gap. So do unknown fields.
"""

from __future__ import annotations

from functools import cached_property
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

    @property
    def content(self) -> Body | None:
        """The body as its type; `None` for an event that this build cannot read, which `unread` explains."""
        return self._read[0]

    @property
    def unread(self) -> str | None:
        """Why this build cannot read it: `None` where it can."""
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
        """The data that a listener gets under the name of `type`: a promo with its picture at an address of ours.

        What this build does not know goes on to listeners, whose page or program may be newer.
        """
        shown = self.content.shown().dump() if isinstance(self.content, Promo) else self.body
        return {
            "epoch": self.epoch,
            "seq": self.seq,
            "at": self.model_dump(mode="json", include={"at"})["at"],
            **shown,
        }


def event_type(body: Body) -> str:
    """The event name under which `body` travels."""
    if isinstance(body, PromoGone):
        return "promo"
    return next(name for name, kind in BODIES.items() if isinstance(body, kind))


def first_problem(error: ValidationError) -> str:
    """The first thing that is wrong, on one line: `item.priority: Input should be …`."""
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    where = ".".join(map(str, first["loc"])) or "it"
    return f"{where}: {first['msg']}"
