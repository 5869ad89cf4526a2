"""What is on the air, as a pure function of the grid, the holds and the time.

    on_air(grid, holds, t)         what is on at `t`
    next_boundary(grid, holds, t)  the next instant at which that changes

A hold pre-empts the grid from `since` to `until` (or its release); then the grid applies again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from webapp.newsroom.model import OnAir, Programme, Segment, UpNext
from webapp.newsroom.schedule.grid.grid import Grid, GridProgramme, GridSegment
from webapp.newsroom.schedule.holds import Holds, OnAirHold
from webapp.newsroom.schedule.rotation import RotationRules, rules_of
from webapp.newsroom.schedule.slots import next_stretch, stretch_at
from webapp.newsroom.slugs import programme_id
from webapp.newsroom.times import rfc3339


def on_air(grid: Grid, holds: Holds, t: datetime) -> OnAir:
    """What is on at `t`, without its rotation. `next` is the next named programme or segment."""
    return _answer(grid, holds, t).public


def next_boundary(grid: Grid, holds: Holds, t: datetime) -> datetime | None:
    """The first instant after `t` at which `on_air` changes; `None` if it never does."""
    until, hold = _answer(grid, holds, t).until, holds.on_air
    if hold and hold.since > t:
        return min(until, hold.since) if until else hold.since
    return until


def rules_at(grid: Grid, holds: Holds, t: datetime) -> RotationRules | None:
    """The rotation rules at `t`; `None` while nothing is on."""
    hold = holds.on_air
    if hold and hold.in_force(t):
        return rules_of(*_subject(grid, hold))
    stretch = stretch_at(grid, t)
    return rules_of(stretch.programme, stretch.parts[stretch.part_at(t)].segment) if stretch else None


def transition_id(grid: Grid, holds: Holds, t: datetime) -> str:
    """The identity of the turn that is on at `t`: the same whoever computes it and whenever, so a repeated turn is a
    no-op.

    Made of the slot and its UTC start: `gising-bayan/traffic@2026-11-23T21:20:00.000Z`. It is unique within a grid; a
    turn that a hold interrupted has the same id again afterwards.
    """
    answer = _answer(grid, holds, t)
    what = "/".join(part.id for part in (answer.public.programme, answer.public.segment) if part)
    held = "hold:" if answer.public.by == "hand" else ""
    if answer.since:
        return f"{held}{what or 'nothing'}@{rfc3339(answer.since)}"
    return f"nothing-until@{rfc3339(answer.until)}" if answer.until else "nothing"


def _answer(grid: Grid, holds: Holds, t: datetime) -> _Answer:
    hold = holds.on_air
    return _held(grid, hold, t) if hold and hold.in_force(t) else _planned(grid, t)


@dataclass(frozen=True)
class _Answer:
    """`since` is when its turn began (`None` in a hole), `until` when it stops being the answer."""

    public: OnAir
    since: datetime | None
    until: datetime | None


def _planned(grid: Grid, t: datetime) -> _Answer:
    """What the grid alone has at `t`. In a hole `ends_at` is the next start."""
    stretch = stretch_at(grid, t)
    following = _upcoming(grid, t)
    if stretch is None:
        ends_at = following.starts_at if following else None
        return _Answer(OnAir(ends_at=ends_at, next=following), None, ends_at)
    part = stretch.parts[stretch.part_at(t)]
    span = part if part.segment else stretch
    answer = OnAir(
        programme=stretch.programme.public,
        segment=part.segment.public if part.segment else None,
        starts_at=span.start,
        ends_at=span.end,
        next=following,
    )
    return _Answer(answer, part.start, part.end)


def _upcoming(grid: Grid, t: datetime) -> UpNext | None:
    """The next named thing that the grid begins after `t`: a segment of the current broadcast, or another broadcast."""
    stretch = stretch_at(grid, t)
    if stretch:
        for part in stretch.parts[stretch.part_at(t) + 1 :]:
            if part.segment:
                return UpNext(programme=stretch.programme.public, segment=part.segment.public, starts_at=part.start)
    stretch = next_stretch(grid, t)
    if stretch is None:
        return None
    opening = stretch.parts[0].segment
    return UpNext(
        programme=stretch.programme.public, segment=opening.public if opening else None, starts_at=stretch.start
    )


def _held(grid: Grid, hold: OnAirHold, t: datetime) -> _Answer:
    """What a hold shows. `next` is what the grid has at `until`; without `until`, what the grid begins next.

    Holding what is already on continues it with its own start; without `until` it ends as planned, or runs over.
    """
    programme, segment = _subject(grid, hold)
    if hold.until:
        following = _given_back(grid, hold.until)
        until: datetime | None = hold.until
    else:
        following = _upcoming(grid, t)
        until = following.starts_at if following else None
    there = _planned(grid, hold.since).public
    public, part = _public(hold, programme), _public_segment(hold, segment)
    goes_on = public is not None and (there.programme, there.segment) == (public, part)
    answer = OnAir(
        programme=public,
        segment=part,
        starts_at=there.starts_at if goes_on else hold.since,
        ends_at=hold.until or (there.ends_at if goes_on else None),
        next=following,
        by="hand",
        until=hold.until,
    )
    return _Answer(answer, hold.since, until)


def _given_back(grid: Grid, t: datetime) -> UpNext | None:
    there = _planned(grid, t).public
    return UpNext(programme=there.programme, segment=there.segment, starts_at=t) if there.programme else there.next


def _subject(grid: Grid, hold: OnAirHold) -> tuple[GridProgramme | None, GridSegment | None]:
    """The programme and segment that a hold names, as far as the grid still has them."""
    stretch = stretch_at(grid, hold.since)
    now_on = stretch.programme if stretch else None
    if hold.programme is None and hold.segment is None:
        return None, None
    if hold.programme is not None:
        same = now_on is not None and now_on.id == hold.programme
        programme = now_on if same else grid.by_id.get(hold.programme)
        return programme, _segment(programme, hold.segment)
    if found := _segment(now_on, hold.segment):
        return now_on, found
    for programme in grid.programmes:
        if found := _segment(programme, hold.segment):
            return programme, found
    return now_on, None


def _segment(programme: GridProgramme | None, segment_id: str | None) -> GridSegment | None:
    return next((s for s in programme.segments if s.id == segment_id), None) if programme else None


def _public(hold: OnAirHold, programme: GridProgramme | None) -> Programme | None:
    """A hold stays valid when a new grid no longer has the programme; its id then serves as the title."""
    if programme:
        return programme.public
    if hold.programme:
        return Programme(id=hold.programme, title=hold.programme)
    return Programme(id=programme_id(hold.title), title=hold.title) if hold.title else None


def _public_segment(hold: OnAirHold, segment: GridSegment | None) -> Segment | None:
    if segment:
        return segment.public
    if hold.segment:
        return Segment(id=hold.segment, title=hold.segment)
    return Segment(id=programme_id(hold.title), title=hold.title) if hold.title and hold.programme else None
