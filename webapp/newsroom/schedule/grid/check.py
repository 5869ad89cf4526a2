"""Rules between the parts of a grid, beyond what each value checks by itself.

`problems` finds everything at once, each with its place, so that an author can correct the grid in one go.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from webapp.newsroom.errors import FieldError, Invalid
from webapp.newsroom.schedule.airings import override_airing
from webapp.newsroom.schedule.grid.grid import SLOTS_CAP, Grid, GridProgramme, GridSegment, Override, Slot
from webapp.newsroom.schedule.grid.overlaps import override_overlaps, slot_times, week_overlaps
from webapp.newsroom.schedule.grid.problem import MAX_PROBLEMS_LISTED, Path, Problem
from webapp.newsroom.schedule.wall_clock import DAY_S, DAYS, format_time_of_day


def check(grid: Grid) -> Grid:
    """Returns the grid. Raises `Invalid` with a field for each problem."""
    if found := problems(grid):
        raise Invalid(
            "The programme grid is wrong.", fields=[FieldError(p.field, p.text) for p in found[:MAX_PROBLEMS_LISTED]]
        )
    return grid


def problems(grid: Grid) -> list[Problem]:
    """All problems of the grid."""
    found = [*_ids(grid), *_seasons(grid), *_segments(grid), *_overrides(grid)]
    if sum(len(programme.slots) for programme in grid.programmes) > SLOTS_CAP:
        return [*found, Problem(("programme",), f"all programmes together have more than {SLOTS_CAP} slots")]
    if grid.overlap == "refuse":
        found += [*week_overlaps(grid), *override_overlaps(grid)]
    return found


def _ids(grid: Grid) -> Iterator[Problem]:
    seen: dict[str, Path] = {}
    for n, programme in enumerate(grid.programmes):
        path: Path = ("programme", n)
        if programme.id in seen:
            yield Problem((*path, "id"), f"{programme.id!r} is the id of another programme", seen[programme.id])
        seen.setdefault(programme.id, (*path, "id"))
        yield from _segment_ids(programme.segments, path)
    for n, override in enumerate(grid.overrides):
        yield from _segment_ids(override.segments, ("override", n))


def _segment_ids(segments: Sequence[GridSegment], path: Path) -> Iterator[Problem]:
    seen: dict[str, Path] = {}
    for n, segment in enumerate(segments):
        here = (*path, "segment", n, "id")
        if segment.id in seen:
            yield Problem(here, f"{segment.id!r} is the id of another segment of the programme", seen[segment.id])
        seen.setdefault(segment.id, here)


def _seasons(grid: Grid) -> Iterator[Problem]:
    for path, slot in _slots(grid):
        if slot.start_date and slot.end_date and slot.end_date < slot.start_date:
            yield Problem((*path, "end_date"), f"{slot.end_date} is before start_date {slot.start_date}")
        for day, count in Counter(slot.days).items():
            if count > 1:
                yield Problem((*path, "days"), f"has {day!r} twice")


def _slots(grid: Grid) -> Iterator[tuple[Path, Slot]]:
    for n, programme in enumerate(grid.programmes):
        for m, slot in enumerate(programme.slots):
            yield ("programme", n, "slot", m), slot


# -- segments ---------------------------------------------------------------------------------------------------------


def _segments(grid: Grid) -> Iterator[Problem]:
    for n, programme in enumerate(grid.programmes):
        if programme.slots:
            path: Path = ("programme", n)
            elsewhere = _moved(grid, programme)
            yield from _segments_in(programme.segments, programme.slots, path, "the programme's slots", elsewhere)
    for n, override in enumerate(grid.overrides):
        if override.segments:
            slot = _as_slot(grid, override)
            if slot is None:
                yield Problem(("override", n, "segment"), "cannot be placed in an override longer than a day")
            else:
                yield from _segments_in(override.segments, [slot], ("override", n), "the override")


def without_stray_segments(grid: Grid) -> Grid:
    """The grid without segments that fit into no slot and no override of their programme."""
    programmes = []
    for programme in grid.programmes:
        places = [*programme.slots, *_moved(grid, programme)]
        kept = tuple(s for s in programme.segments if any(_begins_in(s, place) for place in places))
        fields = {name: getattr(programme, name) for name in GridProgramme.model_fields}
        programmes.append(GridProgramme(**{**fields, "segments": kept}))
    return Grid(zone=grid.zone, overlap=grid.overlap, programmes=tuple(programmes), overrides=grid.overrides)


def _moved(grid: Grid, programme: GridProgramme) -> list[Slot]:
    """The overrides that put a programme on, as slots; its segments may be cut short in them."""
    moved = [override for override in grid.overrides if override.programme == programme.id and not override.segments]
    return [slot for override in moved if (slot := _as_slot(grid, override))]


def _as_slot(grid: Grid, override: Override) -> Slot | None:
    """An override's time as a one-time slot; `None` when it is longer than a slot may be."""
    airing = override_airing(grid, override)
    wall_s = int((airing.end.astimezone(grid.tz).replace(tzinfo=None)
                  - airing.start.astimezone(grid.tz).replace(tzinfo=None)).total_seconds())  # fmt: skip
    if override.end is not None:
        wall_s = (override.end - airing.wall_s - 1) % DAY_S + 1
    if not 0 < wall_s <= DAY_S:
        return None
    end = format_time_of_day(airing.wall_s + wall_s)
    return Slot.load({"days": [DAYS[airing.day.weekday()]], "start": format_time_of_day(airing.wall_s), "end": end})


def _segments_in(
    segments: Sequence[GridSegment], slots: Sequence[Slot], path: Path, whole: str, elsewhere: Sequence[Slot] = ()
) -> Iterator[Problem]:
    """A segment lies in one of the slots, or in a slot `elsewhere`, where it may be cut short; no two overlap."""
    yield from _misplaced(segments, slots, path, whole, elsewhere)
    for earlier, later in sorted({pair for slot in slots for pair in _overlapping(segments, slot)}):
        text = f"begins before {segments[earlier].title!r} has ended"
        yield Problem((*path, "segment", later, "start"), text, (*path, "segment", earlier))


def _misplaced(
    segments: Sequence[GridSegment], slots: Sequence[Slot], path: Path, whole: str, elsewhere: Sequence[Slot]
) -> Iterator[Problem]:
    hours = ", ".join(dict.fromkeys(slot_times(slot) for slot in slots))
    for n, segment in enumerate(segments):
        here = (*path, "segment", n)
        around = [slot for slot in slots if _begins_in(segment, slot)]
        if not around and not any(_begins_in(segment, slot) for slot in elsewhere):
            yield Problem((*here, "start"), _why_outside(segment, slots, whole, hours))
        short = next((slot for slot in around if _offset(segment, slot) + (_length(segment) or 0) > slot.seconds), None)
        if short and segment.end is not None:
            text = f"{format_time_of_day(segment.end)} is after the end of the slot ({slot_times(short)})"
            yield Problem((*here, "end"), text)


def _why_outside(segment: GridSegment, slots: Sequence[Slot], whole: str, hours: str) -> str:
    start = format_time_of_day(segment.start)
    days = {day for slot in slots if _offset(segment, slot) < slot.seconds for day in slot.days}
    if not days:
        return f"{start} lies outside {whole} ({hours})"
    theirs, own = (", ".join(day for day in DAYS if day in some) for some in (days, segment.days))
    return f"{start} lies in {whole} ({hours}) on {theirs}, but the segment is on {own}"


def _overlapping(segments: Sequence[GridSegment], slot: Slot) -> Iterator[tuple[int, int]]:
    """The positions of each pair of segments that overlap on some day of the slot, the earlier one first."""
    for day in slot.days:
        inside = [(_offset(s, slot), n) for n, s in enumerate(segments) if day in s.days]
        inside = sorted(pair for pair in inside if pair[0] < slot.seconds)
        for (start, a), (following, b) in pairwise(inside):
            if following == start or following < start + (_length(segments[a]) or 0):
                yield a, b


def _begins_in(segment: GridSegment, slot: Slot) -> bool:
    return bool(set(slot.days) & set(segment.days)) and _offset(segment, slot) < slot.seconds


def _offset(segment: GridSegment, slot: Slot) -> int:
    return (segment.start - slot.start) % DAY_S


def _length(segment: GridSegment) -> int | None:
    return None if segment.end is None else (segment.end - segment.start - 1) % DAY_S + 1


def _overrides(grid: Grid) -> Iterator[Problem]:
    for n, override in enumerate(grid.overrides):
        if override.programme is not None and override.programme not in grid.by_id:
            yield Problem(("override", n, "programme"), f"no programme of the grid has the id {override.programme!r}")
        airing = override_airing(grid, override)
        if airing.start >= airing.end:
            yield Problem(("override", n), f"never takes place: clocks in {grid.zone} leave that time out on that date")
