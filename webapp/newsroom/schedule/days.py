"""The schedule's queries, re-exported in one place.

on_air(grid, holds, t)                   what is on, without its rotation
next_boundary(grid, holds, t)            when that changes next
planned_broadcasts(grid, start, end)     what is planned between two instants
day_bounds(grid, date)                   the two instants of a date in the grid's zone
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from webapp.newsroom.errors import FieldError, Invalid
from webapp.newsroom.model import Programme, Segment, Value
from webapp.newsroom.schedule.grid.grid import Grid
from webapp.newsroom.schedule.on_air import next_boundary, on_air, rules_at, transition_id
from webapp.newsroom.schedule.slots import Stretch, stretches
from webapp.newsroom.schedule.wall_clock import DAY_S, instant, local_date
from webapp.newsroom.times import Instant

__all__ = [
    "Broadcast",
    "Grid",
    "SegmentTime",
    "check_span",
    "day_bounds",
    "local_date",
    "next_boundary",
    "on_air",
    "planned_broadcasts",
    "rules_at",
    "transition_id",
]

MAX_SPAN = timedelta(days=35)


class SegmentTime(Value):
    """A segment of a broadcast with its times."""

    segment: Segment
    starts_at: Instant
    ends_at: Instant


class Broadcast(Value):
    """One planned broadcast. `special` marks one that comes from an override."""

    programme: Programme
    starts_at: Instant
    ends_at: Instant
    segments: tuple[SegmentTime, ...] = ()
    special: bool = False


def planned_broadcasts(grid: Grid, start: datetime, end: datetime) -> list[Broadcast]:
    """The broadcasts that overlap [start, end), in order, each with its whole length.

    Raises `Invalid` for a span that is backwards or longer than `MAX_SPAN`.
    """
    check_span(start, end)
    return [_broadcast(stretch) for stretch in stretches(grid, start, end)]


def check_span(start: datetime, end: datetime) -> None:
    """Raises `Invalid` for a span that is backwards or longer than `MAX_SPAN`."""
    if not timedelta() < end - start <= MAX_SPAN:
        wrong = FieldError("to", f"must be later than from, by at most {MAX_SPAN.days} days")
        raise Invalid("That is no span of the schedule.", fields=[wrong])


def day_bounds(grid: Grid, of: date) -> tuple[datetime, datetime]:
    """When that date begins and ends in the grid's zone; 23, 24 or 25 hours apart."""
    return instant(grid.tz, of, 0), instant(grid.tz, of, DAY_S)


def _broadcast(stretch: Stretch) -> Broadcast:
    return Broadcast(
        programme=stretch.programme.public,
        starts_at=stretch.start,
        ends_at=stretch.end,
        segments=tuple(
            SegmentTime(segment=part.segment.public, starts_at=part.start, ends_at=part.end)
            for part in stretch.parts
            if part.segment
        ),
        special=stretch.airing.special,
    )
