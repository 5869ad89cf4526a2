"""Calendars written for tests, and what an import makes of them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from webapp.intake.calendar.grid_ical import ImportedGrid, read_calendar
from webapp.newsroom.errors import Invalid
from webapp.newsroom.schedule.grid.grid import Grid
from webapp.newsroom.schedule.slots import stretches

SPRING = date(2026, 3, 2)
BERLIN = ZoneInfo("Europe/Berlin")


def calendar(*events: str, head: str = "X-WR-TIMEZONE:Europe/Berlin") -> bytes:
    """A calendar file; each event is its lines, a UID and SUMMARY are added where it has none."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test//EN", *head.splitlines()]
    for n, event in enumerate(events):
        body = event.split("\n")
        if not any(line.startswith("UID") for line in body):
            body.append(f"UID:{n}")
        if not any(line.startswith("SUMMARY") for line in body):
            body.append("SUMMARY:Organ Hour")
        lines += ["BEGIN:VEVENT", *body, "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def at(start: str, end: str, *more: str) -> str:
    zone = "TZID=Europe/Berlin"
    return "\n".join([f"DTSTART;{zone}:{start}", f"DTEND;{zone}:{end}", *more])


def read(*events: str, since: date = SPRING, head: str = "X-WR-TIMEZONE:Europe/Berlin") -> ImportedGrid:
    return read_calendar(calendar(*events, head=head), since=since, zone="Asia/Manila")


def aired(grid: Grid, since: date = SPRING, days: int = 40) -> list[str]:
    """What the grid then has on, as `Organ Hour 03-03 20:00–21:00` in its own zone."""
    start = datetime(since.year, since.month, since.day, tzinfo=grid.tz)
    return [
        f"{s.programme.title} {s.start.astimezone(grid.tz):%m-%d %H:%M}–{s.end.astimezone(grid.tz):%H:%M}"
        for s in stretches(grid, start.astimezone(UTC), start.astimezone(UTC) + timedelta(days=days))
    ]


def refused(data: bytes, since: date = SPRING) -> list[str]:
    with pytest.raises(Invalid) as error:
        read_calendar(data, since=since)
    return [error.value.message, *(field["problem"] for field in error.value.fields)]
