"""What was really on the air (the as-run record), and its comparison with the plan.

An `AiredSegment` marks the beginning of a turn, which lasts until the next one. The record is written when the board
changes, but uses the time at which the change was due: after a clock was away, `turns_between` yields the missed turns
at their own starts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Literal

from pydantic import Field

from webapp.newsroom.model import OnAir, Slug, Value
from webapp.newsroom.schedule.grid.grid import Grid
from webapp.newsroom.schedule.holds import Holds
from webapp.newsroom.schedule.on_air import next_boundary, on_air, transition_id
from webapp.newsroom.schedule.slots import stretches
from webapp.newsroom.times import Instant

MAX_CATCH_UP = timedelta(days=7)
"""How far back missed turns are filled in; a longer absence of the clock leaves a gap in the record."""

ON_TIME_TOLERANCE = timedelta(seconds=5)
"""A manual turn this close to the planned time counts as on time."""


class NamedPart(Value):
    """The id and title of a programme or segment."""

    id: Slug
    title: str


class AiredSegment(Value):
    """A turn began. `who` cut, or released the hold, by hand; `told_at` is when it was recorded."""

    id: str
    starts_at: Instant
    programme: NamedPart | None = None
    segment: NamedPart | None = None
    by: Literal["schedule", "hand"] = "schedule"
    who: str | None = None
    told_at: Instant

    @property
    def what(self) -> tuple[str | None, str | None]:
        """The ids of programme and segment."""
        return (self.programme.id if self.programme else None, self.segment.id if self.segment else None)


class AiredArticles(Value):
    """From `at` on these articles rotated beside the segment (none: an empty rotation), or one was read on air."""

    at: Instant
    kind: Literal["rotation", "read"]
    articles: tuple[Slug, ...] = ()
    every_s: int | None = None
    starts_at: Instant | None = None
    who: str | None = None


class PlannedPart(Value):
    """A programme, or a segment of it, as the grid that was in force at that time had planned it."""

    starts_at: Instant
    ends_at: Instant
    programme: NamedPart
    segment: NamedPart | None = None

    @property
    def what(self) -> tuple[str, str | None]:
        """The ids of programme and segment."""
        return (self.programme.id, self.segment.id if self.segment else None)


def planned_parts(grid: Grid, start: datetime, end: datetime) -> list[PlannedPart]:
    """What is planned to begin in [start, end)."""
    return [
        PlannedPart(
            starts_at=part.start,
            ends_at=part.end,
            programme=NamedPart(id=stretch.programme.id, title=stretch.programme.title),
            segment=NamedPart(id=part.segment.id, title=part.segment.title) if part.segment else None,
        )
        for stretch in stretches(grid, start, end)
        for part in stretch.parts
        if start <= part.start < end
    ]


def turns_between(grid: Grid, holds: Holds, after: datetime, now: datetime) -> list[AiredSegment]:
    """Every turn that was due in (after, now], oldest first."""
    found: list[AiredSegment] = []
    at, before = max(after, now - MAX_CATCH_UP), on_air(grid, holds, after)
    while (boundary := next_boundary(grid, holds, at)) and boundary <= now:
        at, there = boundary, on_air(grid, holds, boundary)
        if turn_key(there) != turn_key(before):
            found.append(_aired_segment(there, grid, holds, at, now))
        before = there
    return found


def missing_turns(
    last: AiredSegment | None,
    before: OnAir,
    after: OnAir,
    grid: Grid,
    was: Holds,
    holds: Holds,
    now: datetime,
    who: str | None,
) -> list[AiredSegment]:
    """The turns to record when the board changes from `before` to `after` at `now`.

    `was` are the holds until now, `holds` those from now on, `last` is the newest entry of the record.
    """
    if last and turn_key(before) == turn_key(after):
        return []
    slept = turns_between(grid, was, last.starts_at, now) if last else []
    latest = slept[-1] if slept else last
    this = _aired_segment(after, grid, holds, now, now, who)
    if latest and _same(latest, this, after):
        return slept
    return [*slept, this]


def turn_key(air: OnAir) -> tuple[object, ...]:
    """The values that distinguish one turn from another on the board."""
    return (air.programme and air.programme.id, air.segment and air.segment.id, air.starts_at, air.by)


def _same(latest: AiredSegment, this: AiredSegment, after: OnAir) -> bool:
    """Whether the newest entry already records what the board says now."""
    return (latest.what, latest.by, latest.id) == (this.what, this.by, this.id)


def _aired_segment(
    air: OnAir, grid: Grid, holds: Holds, at: datetime, now: datetime, who: str | None = None
) -> AiredSegment:
    def named(part: object) -> NamedPart | None:
        return NamedPart(id=part.id, title=part.title) if part else None  # type: ignore[attr-defined]

    held = holds.on_air
    return AiredSegment(
        id=transition_id(grid, holds, at),
        starts_at=at,
        programme=named(air.programme),
        segment=named(air.segment),
        by=air.by,
        who=held.by if air.by == "hand" and held else who,
        told_at=now,
    )


# -- beside each other ------------------------------------------------------------------------------------------------

Difference = Literal["late", "early", "cut_short", "ran_over", "interrupted", "not_on"]


class AiredSpan(Value):
    """A turn with its end: the start of the next one, or `None` while it lasts."""

    ran: AiredSegment
    ends_at: Instant | None = None


class PlanComparison(Value):
    """A planned part and what became of it. `by_s` has the seconds of each difference that has a length."""

    plan: PlannedPart | None = None
    spans: tuple[AiredSpan, ...] = ()
    differences: tuple[Difference, ...] = ()
    by_s: dict[str, int] = Field(default_factory=dict)
    instead: tuple[NamedPart, ...] = ()


def with_ends(rows: Sequence[AiredSegment]) -> list[AiredSpan]:
    """The turns with their ends, oldest first."""
    ordered = sorted(rows, key=lambda ran: ran.starts_at)
    spans = [AiredSpan(ran=ran, ends_at=following.starts_at) for ran, following in pairwise(ordered)]
    return [*spans, *(AiredSpan(ran=ran) for ran in ordered[-1:])]


def compare(
    plan: Sequence[PlannedPart], spans: Sequence[AiredSpan], now: datetime, since: datetime | None
) -> list[PlanComparison]:
    """Each planned part that has begun, and each unplanned turn, in order of time.

    `since` is when the record begins; nothing is said about earlier parts.
    """
    own: dict[int, list[AiredSpan]] = {n: [] for n in range(len(plan))}
    unplanned = []
    for span in spans:
        best = max(own, key=lambda n: _shared(plan[n], span, now), default=None)
        if best is not None and _shared(plan[best], span, now) > timedelta.min:
            own[best].append(span)
        elif span.ran.programme:
            unplanned.append(span)
    known = [n for n in own if plan[n].starts_at < now and since is not None and plan[n].ends_at > since]
    rows = [_compared(plan[n], own[n], spans, now, since or now) for n in known]
    rows += [PlanComparison(spans=(span,)) for span in unplanned]
    return sorted(rows, key=lambda row: row.plan.starts_at if row.plan else row.spans[0].ran.starts_at)


def _shared(part: PlannedPart, span: AiredSpan, now: datetime) -> timedelta:
    """How long both were on; negative for the distance between them, `timedelta.min` when they are different programmes
    or more than an hour apart.
    """
    if part.what != span.ran.what:
        return timedelta.min
    shared = min(part.ends_at, span.ends_at or now) - max(part.starts_at, span.ran.starts_at)
    return shared if shared > -timedelta(hours=1) else timedelta.min


def _compared(
    part: PlannedPart, own: Sequence[AiredSpan], spans: Sequence[AiredSpan], now: datetime, since: datetime
) -> PlanComparison:
    if not own:
        there = {
            span.ran.what: span.ran.segment or span.ran.programme
            for span in spans
            if span.ran.starts_at < part.ends_at and (span.ends_at or now) > part.starts_at
        }
        return PlanComparison(
            plan=part, differences=("not_on",), instead=tuple(name for name in there.values() if name)
        )
    first, last = own[0].ran.starts_at, own[-1].ends_at
    by_s: dict[str, int] = {}

    def note(name: str, by: timedelta) -> None:
        if by > ON_TIME_TOLERANCE:
            by_s[name] = round(by.total_seconds())

    if part.starts_at >= since:
        note("late", first - part.starts_at)
        note("early", part.starts_at - first)
    if last is not None:
        note("cut_short", min(part.ends_at, now) - last)
    note("ran_over", (last or now) - part.ends_at)
    note("interrupted", _between(own))
    return PlanComparison(plan=part, spans=tuple(own), differences=tuple(by_s), by_s=by_s)  # type: ignore[arg-type]


def _between(own: Iterable[AiredSpan]) -> timedelta:
    return sum(
        (b.ran.starts_at - a.ends_at for a, b in pairwise(own) if a.ends_at), start=timedelta()
    )  # fmt: skip
