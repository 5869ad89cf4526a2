"""Events of an iCalendar file, expanded to dated showings. `grid_ical` turns these into a grid.

recurring-ical-events expands recurrences; what it would silently misread, or need minutes for, is refused first
(`ical_vetting`).
"""

from __future__ import annotations

import html
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import nh3
import recurring_ical_events

from webapp.intake.calendar.ical_vetting import event_problems
from webapp.newsroom.errors import FieldError, Invalid
from webapp.newsroom.schedule.grid.grid import MAX_OVERRIDE_H

MAX_CALENDAR_BYTES = 1_000_000
MAX_EVENTS = 2_000
MAX_SHOWINGS = 20_000
MAX_WORK_S = 20.0

_PLAIN_PARTS = {"FREQ", "INTERVAL", "BYDAY", "WKST", "UNTIL"}


@dataclass(frozen=True)
class Showing:
    """One event at its time. `note` and `segments` were written by our own exporter, and are unchecked here."""

    start: datetime
    end: datetime
    title: str
    description: str | None
    note: str | None
    segments: str | None


@dataclass
class Series:
    """An event with its recurrences in the date range.

    `goes_on`: every later week has them too, until `last` or for ever. `more`: there may be others after the range.
    """

    name: str
    showings: list[Showing] = field(default_factory=list)
    goes_on: bool = False
    more: bool = False
    last: date | None = None


@dataclass(frozen=True)
class DateRange:
    """Dates from `since` up to, not including, `until`, in the calendar's zone."""

    zone: ZoneInfo
    since: date
    until: date


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


def expand_events(
    calendar: icalendar.Calendar, date_range: DateRange, lines: Sequence[int]
) -> tuple[list[Series], list[str]]:
    """Each series with its showings in the range, and notes on what was left out.

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
    if not wrong:
        series, notes, wrong = _all_showings(calendar, groups, date_range)
    if wrong:
        raise Invalid("Events of the calendar cannot be understood.", fields=wrong[:20])
    return series, notes


def _all_showings(
    calendar: icalendar.Calendar, groups: dict[str, list[tuple[str, Any]]], date_range: DateRange
) -> tuple[list[Series], list[str], list[FieldError]]:
    series: list[Series] = []
    notes: list[str] = []
    wrong: list[FieldError] = []
    count = 0
    began = time.monotonic()
    for n, group in enumerate(groups.values()):
        name = group[0][0]
        try:
            one = _series(calendar, name, [event for _, event in group], date_range, notes)
        except Exception as error:  # noqa: BLE001 - the library fails in any way on a stranger's event
            wrong.append(FieldError(f"event.{n}", f"{name}: cannot be worked out ({str(error)[:120]})"))
            continue
        series.append(one)
        count += len(one.showings)
        if count > MAX_SHOWINGS or time.monotonic() - began > MAX_WORK_S:
            raise Invalid(
                "The calendar's recurrences are too many to work out.", fields=[FieldError(f"event.{n}", name)]
            )
    return series, notes, wrong


# -- one series -------------------------------------------------------------------------------------------------------


def _series(
    calendar: icalendar.Calendar, name: str, events: list[Any], date_range: DateRange, notes: list[str]
) -> Series:
    series = Series(name)
    alone = icalendar.Calendar()
    if "X-WR-TIMEZONE" in calendar and any("RRULE" in event for event in events):
        # It converts a UTC rule to the calendar's zone; for single dates it would only make repeated hours ambiguous.
        alone.add("X-WR-TIMEZONE", calendar["X-WR-TIMEZONE"])
    for event in events:
        alone.add_component(event)
    # Two days more on either side: some of the compared times are in other zones.
    found = recurring_ical_events.of(alone).between(
        date_range.since - timedelta(days=2), date_range.until + timedelta(days=2)
    )
    first, last = _midnight(date_range, date_range.since), _midnight(date_range, date_range.until)
    left_out = set()
    for event in found:
        start, end = event["DTSTART"].dt, event["DTEND"].dt
        if str(event.get("STATUS", "")).upper() == "CANCELLED":
            continue
        if not isinstance(start, datetime):
            left_out.add("lasts all day, so it is no broadcast; left out")
            continue
        begins, ends = _instant(start, date_range.zone), _instant(end, date_range.zone)
        if not (begins < last and ends > first):
            continue
        if begins == ends:
            left_out.add("begins and ends at the same moment; left out")
        elif ends - begins > timedelta(hours=MAX_OVERRIDE_H):
            left_out.add(f"lasts longer than {MAX_OVERRIDE_H} hours; left out")
        else:
            series.showings.append(_showing(event, begins, ends))
    notes += [f"{name}: {what}" for what in sorted(left_out)]
    _note_whether_it_goes_on(series, events, date_range)
    return series


def _note_whether_it_goes_on(series: Series, events: list[Any], date_range: DateRange) -> None:
    """Plain weekly and daily rules continue after the range; of others only the expanded dates are known."""
    rule = next((event["RRULE"] for event in events if "RRULE" in event and "RECURRENCE-ID" not in event), None)
    if rule is None:
        return
    series.more = True
    if isinstance(rule, list):
        return
    if until := next(iter(rule.get("UNTIL", [])), None):
        series.last = (
            _instant(until, date_range.zone).astimezone(date_range.zone).date()
            if isinstance(until, datetime)
            else until
        )
        series.more = series.last >= date_range.until
    if "COUNT" in rule:
        last = max((showing.start for showing in series.showings), default=_midnight(date_range, date_range.since))
        series.more = last > _midnight(date_range, date_range.until - timedelta(days=62))
    every = int(next(iter(rule.get("INTERVAL", [1]))))
    plain = {part.upper() for part in rule} <= _PLAIN_PARTS and every == 1 and rule["FREQ"][0] in {"DAILY", "WEEKLY"}
    series.goes_on = series.more and plain


def _showing(event: Any, start: datetime, end: datetime) -> Showing:
    title = re.sub(r"[\x00-\x20\x7f]+", " ", str(event["SUMMARY"])).strip()[:300]
    note, segments = (str(event.get(f"X-AIRWIRE-{what}", "")) or None for what in ("PROGRAMME", "SEGMENTS"))
    return Showing(start, end, title, _plain_text(str(event.get("DESCRIPTION", ""))), note, segments)


def _plain_text(text: str) -> str | None:
    """A description as plain text: calendars put HTML into it."""
    if "<" in text:
        text = html.unescape(nh3.clean(re.sub(r"(?i)<br\s*/?>|</p>", "\n", text), tags=set()))
    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", "", text).strip()[:2_000].strip() or None


# -- time -------------------------------------------------------------------------------------------------------------


def _instant(value: datetime, zone: ZoneInfo) -> datetime:
    """In UTC; a time without a zone is in the calendar's."""
    return (value if value.tzinfo else value.replace(tzinfo=zone)).astimezone(UTC)


def _midnight(date_range: DateRange, day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=date_range.zone).astimezone(UTC)


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
