"""Holds: what a person sets by hand against the grid and the probes, until a time or until it is released."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from pydantic import model_validator

from webapp.newsroom.model import OneLineText, Slug, Stream, StreamStatus, Value
from webapp.newsroom.times import Instant


class _Hold(Value):
    """In force from `since` (inclusive) to `until` (exclusive); without `until` it lasts until somebody releases it."""

    by: str
    since: Instant
    until: Instant | None = None

    @model_validator(mode="after")
    def _ends_after_it_began(self) -> Self:
        if self.until is not None and self.until <= self.since:
            raise ValueError("until must be later than since")
        return self

    def in_force(self, t: datetime) -> bool:
        """Whether the hold applies at `t`."""
        return self.since <= t and (self.until is None or t < self.until)


class OnAirHold(_Hold):
    """An anchor's cut to a programme, to one of its segments, or to something outside the grid (`title`).

    `segment` without `programme` is looked up in the programme that the grid has at `since`. `title` with `programme`
    is an unplanned segment of that programme.
    """

    programme: Slug | None = None
    segment: Slug | None = None
    title: OneLineText | None = None

    @model_validator(mode="after")
    def _holds_something(self) -> Self:
        if self.programme is None and self.segment is None and self.title is None:
            raise ValueError("needs a programme, a segment or a title to hold")
        if self.segment is not None and self.title is not None:
            raise ValueError("needs a segment of the grid or a free title, not both")
        return self


class StreamHold(_Hold):
    """A status set by hand, instead of what the probes find."""

    status: StreamStatus


class Holds(Value):
    """All current holds. `probed` is the stream as the monitor last reported it; releasing the hold restores it."""

    on_air: OnAirHold | None = None
    stream: StreamHold | None = None
    probed: Stream | None = None


NO_HOLDS = Holds()
