"""A producer's changes to single dates, made in the panel. They are kept beside the grid, so that a new grid keeps
them.

    with_entries(grid, entries)  →  the grid with every entry as an override

The id says what an entry changes: the start of a broadcast (`20261125t220000z`) means that it replaces that broadcast;
any other id is an addition that pre-empts the grid.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from webapp.newsroom.errors import FieldError, Invalid
from webapp.newsroom.model import OneLineText, Value
from webapp.newsroom.schedule.airings import override_airing
from webapp.newsroom.schedule.grid.check import problems
from webapp.newsroom.schedule.grid.grid import Grid, Override
from webapp.newsroom.schedule.slots import stretch_at
from webapp.newsroom.times import Instant

ENTRIES_CAP = 500
"""How many entries there may be at once; those that ended more than `ENTRY_RETENTION` ago are dropped for new ones."""

ENTRY_RETENTION = timedelta(days=2)

EntryId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9](?:[a-z0-9-]{0,78}[a-z0-9])?$")]

_START = re.compile(r"\d{8}t\d{6}z", re.ASCII)
_OVERRIDE = set(Override.model_fields)


class EntryDraft(Override):
    """An override as a producer sends it. `rev` is the revision of the entry that they saw, 0 for none."""

    rev: int = Field(ge=0)

    @property
    def override(self) -> Override:
        """The override alone, without `rev`."""
        return Override(**{name: getattr(self, name) for name in _OVERRIDE})


class EntryRemoval(Value):
    """Removes the entry, which gives the date back to the grid. `rev` is the revision that the producer saw."""

    rev: int = Field(ge=1)


class DatedEntry(Value):
    """One change of one date: the override, who made it last, and the bounds of the broadcast that it replaces."""

    id: EntryId
    rev: int = Field(ge=1)
    by: OneLineText
    at: Instant
    slot_start: Instant | None = None
    slot_end: Instant | None = None
    override: Override


def entry_id_at(start: datetime) -> str:
    """The id of the entry that replaces the broadcast that begins at `start`."""
    return f"{start.astimezone(UTC):%Y%m%dt%H%M%Sz}"


def broadcast_span(grid: Grid, entry_id: str) -> tuple[datetime, datetime] | None:
    """Start and end of the broadcast that `entry_id` names; `None` when it names none."""
    if not _START.fullmatch(entry_id):
        return None
    try:
        start = datetime.strptime(entry_id, "%Y%m%dt%H%M%Sz").replace(tzinfo=UTC)
        stretch = stretch_at(grid, start)
    except (ValueError, OverflowError):
        return None
    return (stretch.start, stretch.end) if stretch and stretch.start == start else None


def override_span(grid: Grid, override: Override) -> tuple[datetime, datetime]:
    """Start and end of an override."""
    airing = override_airing(grid, override)
    return airing.start, airing.end


def check_entry(grid: Grid, override: Override) -> None:
    """Raises `Invalid` with a field for each conflict between `override` and `grid`."""
    alone = Grid(zone=grid.zone, overlap="later_wins", programmes=grid.programmes, overrides=(override,))
    wrong = [p for p in problems(alone) if p.path[:2] == ("override", 0)]
    if wrong:
        fields = [FieldError(_named(p.path[2:]), p.text) for p in wrong]
        raise Invalid.of(fields)
    start, end = override_span(grid, override)
    if start >= end:
        raise Invalid("it has no length", fields=[FieldError("ends_at", "must be later than starts_at", "over")])


def with_entries(grid: Grid, entries: Iterable[DatedEntry]) -> Grid:
    """`grid` with the entries as overrides. Time of a replaced broadcast that its entry leaves free becomes a hole."""
    kept = sorted(entries, key=lambda entry: (entry.at, entry.id))
    if not kept:
        return grid
    spans = [override_span(grid, entry.override) for entry in kept]
    holes = [
        Override(starts_at=start, ends_at=end, cancelled=True)
        for entry in kept
        if entry.slot_start and entry.slot_end
        for start, end in _left(entry.slot_start, entry.slot_end, spans)
    ]
    overrides = (*grid.overrides, *holes, *(entry.override for entry in kept))
    return Grid(zone=grid.zone, overlap="later_wins", programmes=grid.programmes, overrides=overrides)


def expired_ids(entries: Iterable[DatedEntry], grid: Grid, now: datetime) -> list[str]:
    """The ids of entries that ended more than `ENTRY_RETENTION` ago."""
    return [entry.id for entry in entries if override_span(grid, entry.override)[1] < now - ENTRY_RETENTION]


def _left(
    start: datetime, end: datetime, taken: Sequence[tuple[datetime, datetime]]
) -> list[tuple[datetime, datetime]]:
    """The parts of [start, end) that are not taken."""
    left, reached = [], start
    for begin, finish in sorted(taken):
        if finish <= reached or begin >= end:
            continue
        if begin > reached:
            left.append((reached, begin))
        reached = finish
    return [*left, (reached, end)] if reached < end else left


def _named(path: Sequence[Any]) -> str:
    return ".".join("segments" if part == "segment" else str(part) for part in path) or "override"
