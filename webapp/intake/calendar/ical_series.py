"""One event of an iCalendar file with its moved instances, expanded to dated showings.

recurring-ical-events expands recurrences; what it reads otherwise than calendars mean it is put right first (`ical_repairs`).
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import nh3
import recurring_ical_events

from webapp.intake.calendar.ical_repairs import alone, excluded_by_rule, instant, repaired, start_outside_rule
from webapp.newsroom.schedule.grid.grid import MAX_OVERRIDE_H

LATER = timedelta(days=366 * 9)
"""How far beyond the date range a broadcast is looked for: leap years can be eight years apart."""

SHOWN_DAYS = 5
"""Cancelled days that a note names."""

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
    `notes` say what was left out of it, or read in one way of several. `past`: all of it was before the range.
    """

    name: str
    showings: list[Showing] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    goes_on: bool = False
    more: bool = False
    past: bool = False
    last: date | None = None


@dataclass(frozen=True)
class DateRange:
    """Dates from `since` up to, not including, `until`, in the calendar's zone."""

    zone: ZoneInfo
    since: date
    until: date


def expand_series(
    calendar: icalendar.Calendar, name: str, event: Any, instances: Sequence[Any], date_range: DateRange
) -> Series:
    """`event` with its `instances` (events with a RECURRENCE-ID). Raises what the library raises on a stranger's event."""
    series = Series(name)
    zone = date_range.zone
    event = repaired(event, event, zone)
    parts = alone(event, *(repaired(instance, event, zone) for instance in instances))
    by_clock = zone if "X-WR-TIMEZONE" in calendar and "RRULE" in event else None
    if by_clock:
        # It converts a UTC rule to the calendar's zone; for single dates it would only make repeated hours ambiguous.
        parts.add("X-WR-TIMEZONE", calendar["X-WR-TIMEZONE"])
    expansion = recurring_ical_events.of(parts)
    # Two days more on either side: some of the compared times are in other zones.
    since, until = date_range.since - timedelta(days=2), date_range.until + timedelta(days=2)
    excluded = excluded_by_rule(event, since, until, zone)
    if outside := start_outside_rule(event, by_clock):
        excluded.add(instant(outside, zone))
    found = [one for one in expansion.between(since, until) if _original(one, zone) not in excluded]
    left_out = _take(series, found, date_range, has_end="DTEND" in event or "DURATION" in event)
    if outside and _day(outside, zone) >= date_range.since:
        left_out.append(f"{_day(outside, zone)}, when it begins, is none of its rule's dates; not taken")
    series.notes += left_out
    if not series.showings and not left_out:
        _note_when_else(series, event, expansion, date_range)
    _note_whether_it_goes_on(series, event, date_range)
    return series


def occurs_at(event: Any, moment: date, zone: ZoneInfo) -> bool:
    """Whether a recurring `event` has a broadcast that begins at `moment`, or on that day if it is only a date."""
    around = datetime.combine(moment, time(12), UTC) if not isinstance(moment, datetime) else instant(moment, zone)
    found = recurring_ical_events.of(alone(repaired(event, event, zone))).between(
        around - timedelta(days=2), around + timedelta(days=2)
    )
    starts = [one["DTSTART"].dt for one in found]
    if not isinstance(moment, datetime):
        return any((start.date() if isinstance(start, datetime) else start) == moment for start in starts)
    return any(isinstance(start, datetime) and instant(start, zone) == around for start in starts)


def _take(series: Series, found: Sequence[Any], date_range: DateRange, *, has_end: bool) -> list[str]:
    """Adds the showings in the range to `series`; returns what is left out of it, and why."""
    first, last = _midnight(date_range, date_range.since), _midnight(date_range, date_range.until)
    reasons: set[str] = set()
    cancelled: set[date] = set()
    for event in found:
        start, end = event["DTSTART"].dt, event["DTEND"].dt
        timed = isinstance(start, datetime)
        begins, ends = (
            instant(value, date_range.zone) if timed else _midnight(date_range, value) for value in (start, end)
        )
        if not (begins < last and (ends > first or first <= begins == ends)):
            continue
        if str(event.get("STATUS", "")).upper() == "CANCELLED":
            cancelled.add(begins.astimezone(date_range.zone).date())
        elif not timed:
            reasons.add("lasts all day, so it is no broadcast; left out")
        elif begins == ends and not has_end:
            reasons.add("has no end (DTEND or DURATION), so nobody knows how long it is; left out")
        elif begins == ends:
            reasons.add("begins and ends at the same moment; left out")
        elif ends - begins > timedelta(hours=MAX_OVERRIDE_H):
            reasons.add(f"lasts longer than {MAX_OVERRIDE_H} hours; left out")
        else:
            series.showings.append(_showing(event, begins, ends))
    if cancelled:
        days = [str(day) for day in sorted(cancelled)]
        more = f" and {len(days) - SHOWN_DAYS} more days" if len(days) > SHOWN_DAYS else ""
        reasons.add(f"cancelled on {', '.join(days[:SHOWN_DAYS])}{more}; left out")
    return sorted(reasons)


def _note_when_else(series: Series, event: Any, expansion: Any, date_range: DateRange) -> None:
    """Why a series has nothing in the range: it is over, comes later, or has no date at all."""
    start = _day(event["DTSTART"].dt, date_range.zone)
    days = [start]
    if start < date_range.until:
        found = expansion.between(date_range.until, date_range.until + LATER)
        days = [_day(one["DTSTART"].dt, date_range.zone) for one in found]
    if days:
        series.notes.append(f"its next broadcast is on {min(days)}, after all that is taken; import again before then")
    elif start < date_range.since:
        series.past = True
    else:
        series.notes.append("its rule and exceptions leave no broadcast; left out")


def _note_whether_it_goes_on(series: Series, event: Any, date_range: DateRange) -> None:
    """Plain weekly and daily rules continue after the range; of others only the expanded dates are known."""
    rule = event.get("RRULE")
    if rule is None:
        return
    series.more = True
    if isinstance(rule, list):
        return
    if until := next(iter(rule.get("UNTIL", [])), None):
        series.last = _day(until, date_range.zone)
        series.more = series.last >= date_range.until
    if "COUNT" in rule:
        last = max((showing.start for showing in series.showings), default=_midnight(date_range, date_range.since))
        series.more = last > _midnight(date_range, date_range.until - timedelta(days=62))
    every = int(next(iter(rule.get("INTERVAL", [1]))))
    plain = {part.upper() for part in rule} <= _PLAIN_PARTS and every == 1 and rule["FREQ"][0] in {"DAILY", "WEEKLY"}
    series.goes_on = series.more and plain and "EXRULE" not in event


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


def _original(event: Any, zone: ZoneInfo) -> datetime | None:
    """When a broadcast would begin had it not been moved."""
    value = event.get("RECURRENCE-ID", event["DTSTART"]).dt
    return instant(value, zone) if isinstance(value, datetime) else None


def _day(value: date, zone: ZoneInfo) -> date:
    return instant(value, zone).astimezone(zone).date() if isinstance(value, datetime) else value


def _midnight(date_range: DateRange, day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=date_range.zone).astimezone(UTC)
