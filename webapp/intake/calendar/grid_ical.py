"""A programme grid from an iCalendar file.

Weekly events become slots, with season and exceptions. Everything else (other recurrences, RDATEs, moved instances,
single events) becomes dated overrides for the next `WEEKS` weeks; such a calendar has to be imported again before
then. Events of one title are one programme. Overlapping events are accepted: a dated one pre-empts the week, and
otherwise the one that begins later is on the air.

Left out with a note: events that last all day, no time at all, or more than three days, that are over, or come later.
An event that cannot be understood refuses the whole file, by name and line.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from webapp.intake.calendar.ical_events import expand_events, parse_calendar, zone_of
from webapp.intake.calendar.ical_series import DateRange, Series, Showing
from webapp.intake.calendar.ical_weeks import fold_into_weeks, written_out_until
from webapp.newsroom.errors import FieldError, Invalid
from webapp.newsroom.schedule.grid.check import check, without_stray_segments
from webapp.newsroom.schedule.grid.grid import Grid, GridProgramme
from webapp.newsroom.schedule.grid.overlaps import override_overlaps, week_overlaps
from webapp.newsroom.schedule.slots import count_pre_empted
from webapp.newsroom.slugs import programme_id

WEEKS = 53


@dataclass(frozen=True)
class ImportedGrid:
    """The grid, and notes on what was left out or decided."""

    grid: Grid
    notes: tuple[str, ...] = ()


def read_calendar(data: bytes, *, since: date, zone: str = "UTC", weeks: int = WEEKS) -> ImportedGrid:
    """The grid of the calendar from `since` on; `zone` applies if the calendar names none.

    Raises `Invalid`, naming each event that cannot be understood, or where no broadcast is left.
    """
    calendar = parse_calendar(data)
    name = zone_of(calendar, zone)
    date_range = DateRange(ZoneInfo(name), since, since + timedelta(weeks=weeks))
    lines = [n for n, line in enumerate(data.splitlines(), start=1) if line.strip().upper() == b"BEGIN:VEVENT"]
    series, notes = expand_events(calendar, date_range, lines)
    if not any(one.showings for one in series):
        left_out = [FieldError("event", note) for note in notes[:20]]
        raise Invalid(f"The calendar has no broadcast from {since} on.", fields=left_out)
    drafts = _ProgrammeDrafts()
    for one in series:
        if one.showings:
            notes += _add_series(drafts, one, date_range)
    return _build_grid(drafts, name, notes)


def _add_series(drafts: _ProgrammeDrafts, series: Series, date_range: DateRange) -> list[str]:
    folded = fold_into_weeks(series, date_range)
    for slot in folded.slots:
        drafts.programme(series.showings[0]).slots.append(slot)
    for showing, time in folded.singles:
        drafts.programme(showing).singles.append((showing, time))
    last = written_out_until(series)
    return (
        [f"{series.name}: not weekly, so written out up to {last:%Y-%m-%d}; import again before then"] if last else []
    )


@dataclass
class _ProgrammeDraft:
    """A programme while it is collected."""

    fields: dict[str, Any]
    slots: list[dict[str, Any]] = field(default_factory=list)
    singles: list[tuple[Showing, dict[str, Any]]] = field(default_factory=list)


class _ProgrammeDrafts:
    """Programme drafts by title; two titles never share an id."""

    def __init__(self) -> None:
        self._entries: dict[str, _ProgrammeDraft] = {}
        self._ids: set[str] = set()

    def programme(self, showing: Showing) -> _ProgrammeDraft:
        key = str(_read_note(showing.note, None).get("id", "")) or showing.title.casefold()
        if key not in self._entries:
            self._entries[key] = _ProgrammeDraft(self._fields(replace(showing, segments=None)))
        return self._entries[key]

    @property
    def entries(self) -> Sequence[_ProgrammeDraft]:
        return list(self._entries.values())

    def _fields(self, showing: Showing) -> dict[str, Any]:
        fields = programme_fields(showing)
        base, n = fields["id"], 1
        while fields["id"] in self._ids:
            n += 1
            fields["id"] = f"{base}-{n}"
        self._ids.add(fields["id"])
        return fields


def programme_fields(showing: Showing) -> dict[str, Any]:
    """A showing's programme: the note of our own exporter, with fields that were edited in the calendar since."""
    fields = {"id": programme_id(showing.title), **_read_note(showing.note, showing.segments), "title": showing.title}
    return {**fields, "description": showing.description} if showing.description else fields


@lru_cache(maxsize=1_024)
def _read_note(note: str | None, segments: str | None) -> dict[str, Any]:
    """The programme in our exporter's note; empty where the note is foreign or damaged, since the event itself suffices."""
    if note is None:
        return {}
    try:
        programme = GridProgramme.ask({**json.loads(note), **({"segments": json.loads(segments)} if segments else {})})
    except (ValueError, TypeError, RecursionError):
        return {}
    return programme.model_dump(mode="json", exclude={"slots"}, exclude_none=True)


def _build_grid(drafts: _ProgrammeDrafts, zone: str, notes: list[str]) -> ImportedGrid:
    programmes, overrides = [], []
    for entry in drafts.entries:
        known = bool(entry.slots) or len(entry.singles) > 1 or entry.fields["id"] != programme_id(entry.fields["title"])
        if known:
            programmes.append({**entry.fields, "slots": entry.slots})
        overrides += [{**time, **_override_content(entry, showing, known=known)} for showing, time in entry.singles]
    overrides.sort(key=lambda override: str(override.get("date") or override.get("starts_at")))
    try:
        grid = Grid.ask({"zone": zone, "overlap": "later_wins", "programmes": programmes, "overrides": overrides})
    except ValidationError as error:
        wrong = [FieldError(".".join(map(str, e["loc"])), e["msg"]) for e in error.errors()[:20]]
        raise Invalid("The calendar does not make a programme grid.", fields=wrong) from None
    grid = check(without_stray_segments(grid))
    if over := count_pre_empted(grid):
        notes.append(f"{over} dated broadcast{'s take' if over > 1 else ' takes'} the place of a weekly one")
    clashes = [*week_overlaps(grid), *override_overlaps(grid)]
    if not clashes:
        return ImportedGrid(Grid(zone=zone, programmes=grid.programmes, overrides=grid.overrides), tuple(notes))
    some = f"{len(clashes)} broadcast{'s overlap others' if len(clashes) > 1 else ' overlaps another'}"
    notes.append(f"{some}; the one that begins later has the air")
    return ImportedGrid(grid, tuple(notes))


def _override_content(entry: _ProgrammeDraft, showing: Showing, *, known: bool) -> dict[str, Any]:
    """What an override broadcasts: a programme of the grid with its differences this time, or special coverage."""
    own = {name: value for name, value in programme_fields(showing).items() if name not in {"id", "title", "picture"}}
    if not known:
        return {"title": entry.fields["title"], **own}
    same = {name: value for name, value in own.items() if entry.fields.get(name) != value}
    return {"programme": entry.fields["id"], **same}
