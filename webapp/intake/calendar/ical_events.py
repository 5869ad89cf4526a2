"""Events of an iCalendar file, expanded to dated showings. `grid_ical` turns these into a grid.

What would be silently misread, or need minutes, is refused first (`ical_vetting`). Nothing is left out without a note.
"""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import icalendar

from webapp.intake.calendar.ical_series import DateRange, Series, expand_series, occurs_at
from webapp.intake.calendar.ical_vetting import event_problems
from webapp.newsroom.errors import FieldError, Invalid

MAX_CALENDAR_BYTES = 1_000_000
MAX_EVENTS = 2_000
MAX_SHOWINGS = 20_000
MAX_WORK_S = 20.0

_SAME = ("DTSTART", "DTEND", "DURATION", "RRULE", "EXRULE", "RDATE", "EXDATE", "SUMMARY", "STATUS")


def parse_calendar(data: bytes) -> icalendar.Calendar:
    """The calendar in `data`. Raises `Invalid` unless there is exactly one that can be parsed."""
    if len(data) > MAX_CALENDAR_BYTES:
        raise Invalid(f"The calendar is too big: {len(data):,} bytes, at most {MAX_CALENDAR_BYTES:,} are read.")
    try:
        text = re.sub(r"\r?\n[ \t]", "", data.decode("utf-8-sig"))
        # Exchange writes lists with blanks (`BYDAY=MO, TU`); the rule is clear all the same.
        text = re.sub(r"(?mi)^(?:RRULE|EXRULE)\b.*$", lambda line: line[0].replace(" ", ""), text)
        found = icalendar.Calendar.from_ical(text, multiple=True)
    except (ValueError, IndexError, KeyError, TypeError, RecursionError) as error:
        raise Invalid(f"This is no iCalendar file: {str(error)[:200]}") from None
    calendars = [item for item in found if item.name == "VCALENDAR"]
    if len(calendars) != 1:
        raise Invalid(f"There are {len(calendars)} calendars in this file; a grid is made of one.")
    return calendars[0]


def zone_of(calendar: icalendar.Calendar, default: str) -> str:
    """The calendar's zone: the one it names, else the one that most of its events use, else `default`."""
    named = str(calendar.get("X-WR-TIMEZONE", ""))
    used = [_zone_key(event) for event in calendar.walk("VEVENT")]
    known = [zone for zone in used if zone and zone != "UTC"]
    for zone in (named, max(known, key=known.count, default=""), default):
        if zone and _is_zone(zone):
            return zone
    return "UTC"


@dataclass
class _Family:
    """The events of one UID that belong together: `event`, and its moved instances (with a RECURRENCE-ID)."""

    name: str
    event: Any
    instances: list[Any] = field(default_factory=list)


def expand_events(
    calendar: icalendar.Calendar, date_range: DateRange, lines: Sequence[int]
) -> tuple[list[Series], list[str]]:
    """Each series with its showings in the range, and notes on what was left out or read in one way of several.

    `lines` are the line numbers on which events begin. Raises `Invalid`, naming every event that cannot be understood:
    without one of its programmes the grid would be silently wrong.
    """
    events = calendar.walk("VEVENT")
    if len(events) > MAX_EVENTS:
        raise Invalid(f"The calendar has {len(events):,} events; at most {MAX_EVENTS:,} are read.")
    wrong: list[FieldError] = []
    groups: dict[str, list[tuple[str, Any]]] = {}
    for n, event in enumerate(events):
        name = f"line {lines[n] if n < len(lines) else '?'}, {str(event.get('SUMMARY', 'event'))[:60]!r}"
        wrong += [FieldError(f"event.{n}", f"{name}: {problem}") for problem in event_problems(event)]
        groups.setdefault(str(event.get("UID", f"without UID {n}")), []).append((name, event))
    notes: list[str] = []
    if not wrong:
        families = [family for group in groups.values() for family in _families(group, date_range.zone, notes)]
        series, wrong = _all_series(calendar, families, date_range)
    if wrong:
        raise Invalid("Events of the calendar cannot be understood.", fields=wrong[:20])
    notes += [f"{one.name}: {note}" for one in series for note in one.notes]
    if past := sum(one.past for one in series):
        notes.append(f"{past} event{'s' if past > 1 else ''} ended before {date_range.since}; left out")
    return series, notes


def _all_series(
    calendar: icalendar.Calendar, families: Sequence[_Family], date_range: DateRange
) -> tuple[list[Series], list[FieldError]]:
    series: list[Series] = []
    wrong: list[FieldError] = []
    count = 0
    began = time.monotonic()
    for n, family in enumerate(families):
        try:
            one = expand_series(calendar, family.name, family.event, family.instances, date_range)
        except Exception as error:  # noqa: BLE001 - the library fails in any way on a stranger's event
            wrong.append(FieldError(f"event.{n}", f"{family.name}: cannot be worked out ({str(error)[:120]})"))
            continue
        series.append(one)
        count += len(one.showings)
        if count > MAX_SHOWINGS or time.monotonic() - began > MAX_WORK_S:
            raise Invalid(
                "The calendar's recurrences are too many to work out.", fields=[FieldError(f"event.{n}", family.name)]
            )
    return series, wrong


# -- which events belong together -------------------------------------------------------------------------------------


def _families(group: list[tuple[str, Any]], zone: ZoneInfo, notes: list[str]) -> list[_Family]:
    """The events of one UID as families. Two series of one UID are two broadcasts, unless one is a version of the other."""
    families = [_Family(name, event) for name, event in _newest(group, notes)]
    if len(families) > 1:
        names = ", ".join(family.name for family in families)
        notes.append(f"{names}: different events with one UID; each is taken")
    for name, event in group:
        if "RECURRENCE-ID" not in event:
            continue
        at = event["RECURRENCE-ID"].dt
        owner = next((family for family in families if occurs_at(family.event, at, zone)), None)
        if owner is None:
            if families:
                notes.append(f"{name}: RECURRENCE-ID {at} is no date of its series; taken as a broadcast of its own")
            families.append(_Family(name, _without_id(event)))
        elif any(other["RECURRENCE-ID"].dt == at for other in owner.instances):
            notes.append(f"{name}: stands for the broadcast of {at}, as another event does; the newest is taken")
            owner.instances = [_newer(event, other, at) for other in owner.instances]
        else:
            owner.instances.append(event)
    return families


def _newest(group: list[tuple[str, Any]], notes: list[str]) -> list[tuple[str, Any]]:
    """The events without RECURRENCE-ID, less those that are older versions of another, or the same again.

    A version has a SEQUENCE of its own, and its title or its start in common: with neither it is another broadcast.
    """
    kept: list[tuple[str, Any]] = []
    for name, event in group:
        if "RECURRENCE-ID" in event:
            continue
        for n, (other_name, other) in enumerate(kept):
            if _sequence(event) != _sequence(other) and any(
                event.get(f) == other.get(f) for f in ("SUMMARY", "DTSTART")
            ):
                older = other_name if _sequence(event) > _sequence(other) else name
                notes.append(f"{older}: an older version (SEQUENCE) of another event; left out")
                if older == other_name:
                    kept[n] = (name, event)
                break
            if all(event.get(field) == other.get(field) for field in _SAME):
                notes.append(f"{name}: the same event again; left out")
                break
        else:
            kept.append((name, event))
    return kept


def _newer(event: Any, other: Any, at: date) -> Any:
    replaces = other["RECURRENCE-ID"].dt == at and _sequence(event) >= _sequence(other)
    return event if replaces else other


def _sequence(event: Any) -> int:
    number = event.get("SEQUENCE", 0)
    return int(number) if isinstance(number, int) else 0


def _without_id(event: Any) -> Any:
    made = event.copy()
    del made["RECURRENCE-ID"]
    return made


# -- time -------------------------------------------------------------------------------------------------------------


def _zone_key(event: Any) -> str | None:
    if "DTSTART" not in event or any(prop == "DTSTART" for prop, _ in event.errors):
        return None
    value = event["DTSTART"].dt
    return getattr(value.tzinfo, "key", None) if isinstance(value, datetime) else None


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ValueError, OSError):
        return False
    return True
