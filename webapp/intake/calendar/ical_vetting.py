"""What is wrong with an event of an iCalendar file, in words for its author."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from difflib import get_close_matches
from typing import Any

from webapp.newsroom.schedule.wall_clock import FIRST_DATE

_RULE_PARTS = ("FREQ", "UNTIL", "COUNT", "INTERVAL", "BYSECOND", "BYMINUTE", "BYHOUR", "BYDAY", "BYMONTHDAY",
               "BYYEARDAY", "BYWEEKNO", "BYMONTH", "BYSETPOS", "WKST")  # fmt: skip
_TIMES = ("DTSTART", "DTEND", "DURATION", "RRULE", "EXRULE", "RDATE", "EXDATE", "RECURRENCE-ID")


def event_problems(event: Any) -> Iterator[str]:
    """Everything that would make the event's times wrong, unknown, or too many to expand."""
    for prop, problem in event.errors:
        if prop in _TIMES:
            yield f"{prop}: {str(problem)[:120]}"
    if any(prop in _TIMES for prop, _ in event.errors):
        return
    start, end = event.get("DTSTART"), event.get("DTEND")
    if start is None:
        yield "DTSTART is missing: when it begins"
        return
    if start.dt.year < FIRST_DATE.year:
        yield f"DTSTART is before {FIRST_DATE.year}"
    if not str(event.get("SUMMARY", "")).strip():
        yield "SUMMARY is missing: a programme has a title"
    for value in (start, end):
        if value is not None and isinstance(value.dt, datetime) and value.dt.tzinfo is None and "TZID" in value.params:
            yield f"nobody knows the zone {str(value.params['TZID'])[:60]!r}; use one such as Asia/Manila"
    if end is not None and type(end.dt) is type(start.dt) and _utc(end.dt) < _utc(start.dt):
        yield "DTEND is before DTSTART"
    for name in ("RRULE", "EXRULE"):
        rules = event.get(name, [])
        for rule in rules if isinstance(rules, list) else [rules]:
            yield from _rule_problems(name, rule)


def _rule_problems(name: str, rule: Any) -> Iterator[str]:
    for part in rule:
        if part.upper() not in _RULE_PARTS:
            close = get_close_matches(part.upper(), _RULE_PARTS, 1)
            yield f"{name} has the unknown part {part[:40]!r}" + (f"; did you mean {close[0]!r}?" if close else "")
    frequency = str(next(iter(rule.get("FREQ", [])), ""))
    if frequency not in {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}:
        yield f"{name} repeats {frequency or 'by no FREQ'}; a programme repeats DAILY, WEEKLY, MONTHLY or YEARLY"
    if any(int(number) < 1 for part in ("INTERVAL", "COUNT") for number in rule.get(part, [])):
        yield f"{name} has an INTERVAL or COUNT below 1"
    times = [len(rule.get(part, [])) or 1 for part in ("BYHOUR", "BYMINUTE", "BYSECOND")]
    if times[0] * times[1] * times[2] > 24:
        yield f"{name} repeats more than 24 times a day"


def _utc(value: date) -> datetime:
    if isinstance(value, datetime):
        return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(UTC)
    return datetime(value.year, value.month, value.day, tzinfo=UTC)
