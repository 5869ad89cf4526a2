"""What calendars write otherwise than recurring-ical-events reads it, put right on a copy of the event.

=======================================  ==============================================================================
in the calendar                          is taken for
=======================================  ==============================================================================
`UNTIL=20261217` of a timed event        the whole of that day, as Google means it (the library: its midnight)
RDATE, RECURRENCE-ID as a bare date      that day at the series' time (the library: midnight, or a second broadcast)
EXRULE (RFC 2445)                        exceptions by a rule (the library: nothing)
DTSTART that is not in its own RRULE     no broadcast, as in four other readers (the library: one more than COUNT)
=======================================  ==============================================================================
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import recurring_ical_events
from dateutil.rrule import rrulestr


def repaired(event: Any, series: Any, zone: ZoneInfo) -> Any:
    """A copy of `event`, which is `series` or a moved instance of it; `zone` is the calendar's."""
    made = event.copy()
    start = series["DTSTART"].dt
    if not isinstance(start, datetime):
        return made
    for name in ("RRULE", "EXRULE"):
        if rules := [_until_the_day_ends(rule, start, zone) for rule in _listed(event.get(name))]:
            made[name] = rules if len(rules) > 1 else rules[0]
    if (moved := event.get("RECURRENCE-ID")) and not isinstance(moved.dt, datetime):
        made["RECURRENCE-ID"] = icalendar.vDDDTypes(_at_time_of(moved.dt, start))
        made["RECURRENCE-ID"].params.update({name: moved.params[name] for name in ("RANGE",) if name in moved.params})
    if lines := _listed(event.get("RDATE")):
        made["RDATE"] = [_with_times(line, start) for line in lines]
    return made


def start_outside_rule(event: Any, zone: ZoneInfo | None) -> datetime | None:
    """Its DTSTART, where that is none of the dates of its one rule nor an RDATE; else `None`.

    `zone` is the one by whose clock a rule in UTC is meant, if it is not UTC's.
    """
    start, rules = event["DTSTART"].dt, _listed(event.get("RRULE"))
    if not isinstance(start, datetime) or len(rules) != 1 or _is_in(start, rules[0], zone):
        return None
    return None if any(value.dt == start for line in _listed(event.get("RDATE")) for value in line.dts) else start


def excluded_by_rule(event: Any, since: date, until: date, zone: ZoneInfo) -> set[datetime]:
    """The instants that the event's EXRULEs leave out between two dates."""
    excluded: set[datetime] = set()
    start = event["DTSTART"].dt
    if not isinstance(start, datetime):
        return excluded
    for rule in _listed(event.get("EXRULE")):
        by_rule = icalendar.Event(
            {name: event[name] for name in ("UID", "DTSTART", "DTEND", "DURATION") if name in event}
        )
        by_rule["RRULE"] = rule
        found = recurring_ical_events.of(alone(by_rule)).between(since, until)
        excluded |= {instant(one["DTSTART"].dt, zone) for one in found}
        if not _is_in(start, rule, None):
            excluded.discard(instant(start, zone))
    return excluded


def alone(*events: Any) -> Any:
    """A calendar of these events."""
    calendar = icalendar.Calendar()
    for event in events:
        calendar.add_component(event)
    return calendar


def instant(value: datetime, zone: ZoneInfo) -> datetime:
    """In UTC; a time without a zone is in the calendar's."""
    return (value if value.tzinfo else value.replace(tzinfo=zone)).astimezone(UTC)


def _is_in(start: datetime, rule: Any, zone: ZoneInfo | None) -> bool:
    """Whether `start` is a date of `rule` that begins there, by the clock."""
    wall = (start.astimezone(zone) if zone and _is_utc(start) else start).replace(tzinfo=None)
    parts = {name: value for name, value in rule.items() if name.upper() != "COUNT"}
    only: bytes = icalendar.vRecur({**parts, "UNTIL": [wall]}).to_ical()  # type: ignore[no-untyped-call]
    return next(iter(rrulestr(only.decode(), dtstart=wall)), None) == wall


def _is_utc(moment: datetime) -> bool:
    return moment.tzinfo == UTC or getattr(moment.tzinfo, "key", None) == "UTC"


def _until_the_day_ends(rule: Any, start: datetime, zone: ZoneInfo) -> Any:
    last = next(iter(rule.get("UNTIL", [])), None)
    if last is None or isinstance(last, datetime):
        return rule
    end = datetime.combine(last, time(23, 59, 59), zone if start.tzinfo is None or _is_utc(start) else start.tzinfo)
    return icalendar.vRecur({**rule, "UNTIL": [end.astimezone(UTC) if start.tzinfo else end.replace(tzinfo=None)]})


def _with_times(line: Any, start: datetime) -> Any:
    values = [value.dt for value in line.dts]
    if all(isinstance(value, datetime | tuple) for value in values):
        return line
    return icalendar.vDDDLists(
        [value if isinstance(value, datetime | tuple) else _at_time_of(value, start) for value in values]
    )


def _at_time_of(day: date, start: datetime) -> datetime:
    return datetime.combine(day, start.timetz())


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, list) else [value]
