"""The station's own schedule: an iCalendar link, AzuraCast, LibreTime, or WordPress' radio-station plugin."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urljoin, urlsplit
from zoneinfo import ZoneInfo

import orjson

from webapp.discovery.facts import Budget, Fact
from webapp.discovery.site_page import SitePage
from webapp.intake.calendar.grid_ical import read_calendar
from webapp.intake.formats.json_values import as_object, as_text, objects_in
from webapp.intake.story.clean_text import clean_line
from webapp.newsroom.errors import Invalid
from webapp.newsroom.schedule.grid.grid import Grid
from webapp.newsroom.schedule.grid.overlaps import week_overlaps
from webapp.newsroom.schedule.wall_clock import DAYS
from webapp.newsroom.slugs import programme_id

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_TIME = re.compile(r"(?P<h>\d{1,2}):(?P<m>\d{2})(?::\d{2})?\s*(?P<half>[ap]\.?m\.?)?", re.IGNORECASE)


@dataclass(frozen=True)
class Showing:
    """One programme on one weekday: wall-clock `HH:MM`."""

    day: str
    start: str
    end: str
    title: str
    hosts: tuple[str, ...] = ()


def schedules(page: SitePage, budget: Budget, stream_urls: Sequence[str], zone: str, now: datetime) -> Iterator[Fact]:
    """`value` is a `Grid` with at least one programme."""
    today = now.astimezone(ZoneInfo(zone)).date()
    for url in _calendars(page):
        came = budget.fetch(url, max_bytes=2_000_000)
        if came and came.body.lstrip(b"\xef\xbb\xbf \r\n")[:15].upper() == b"BEGIN:VCALENDAR":
            try:
                grid = read_calendar(came.body, since=today, zone=zone).grid
            except Invalid as error:
                budget.note_unusable("schedule", url, clean_line(error.message, 200))
                continue
            if grid.programmes:
                yield Fact("schedule", grid, f"iCalendar at {url}")
            else:
                budget.note_unusable("schedule", url, "it answers, and has no broadcast from today on")
        else:
            budget.note_unusable("schedule", url, "it answers, and is no calendar")
    for url, read in _interfaces(page, stream_urls):
        came = budget.fetch(url, max_bytes=2_000_000)
        try:
            showings = read(orjson.loads(came.body), zone) if came else []
        except (orjson.JSONDecodeError, TypeError, ValueError, KeyError, AttributeError):
            continue
        if grid_found := _grid(showings, zone):
            yield Fact("schedule", grid_found, f"{read.__doc__ or ''} at {url}".strip())


def _calendars(page: SitePage) -> Iterator[str]:
    found = [address for _, kind, address in page.links if kind == "text/calendar"]
    found += [address for address, _ in page.anchors if urlsplit(address).path.lower().endswith(".ics")]
    found += ["https" + href[6:] for href in page.raw_anchors if href.lower().startswith("webcal:")]
    yield from list(dict.fromkeys(found))[:3]


def _interfaces(page: SitePage, stream_urls: Sequence[str]) -> Iterator[tuple[str, Any]]:
    """Where each system that the page shows signs of has its schedule."""
    everywhere = [*stream_urls, *page.players, *page.script_addresses, *(address for address, _ in page.anchors)]
    azura = (
        (urljoin(url, "/"), found[1])
        for url in everywhere
        if (found := re.search(r"/(?:listen|public|api/nowplaying|api/station|hls)/([\w-]+)", url))
    )
    for base, short in list(dict.fromkeys(azura))[:2]:
        yield f"{base}api/station/{short}/schedule?rows=100", azuracast
    libre = (
        urljoin(url, "/")
        for url in everywhere
        if "/api/live-info" in url or "/api/week-info" in url or "libretime" in url
    )
    for base in list(dict.fromkeys(libre))[:2]:
        yield f"{base}api/week-info", libretime
    if any("radio-station" in address for address in (*page.script_addresses, *(link[2] for link in page.links))) or (
        page.tree.xpath("//script[contains(@src, '/plugins/radio-station')]")
    ):
        root = next(
            (address for relations, _, address in page.links if "https://api.w.org/" in relations),
            urljoin(page.url, "/wp-json/"),
        )
        yield urljoin(root if root.endswith("/") else f"{root}/", "radio/schedule/"), wordpress_radio


def azuracast(data: Any, zone: str) -> list[Showing]:
    """AzuraCast's schedule"""
    tz = ZoneInfo(zone)
    found = []
    for row in objects_in(data):
        start, end = (
            datetime.fromisoformat(as_text(row.get(name)).replace("Z", "+00:00")) for name in ("start", "end")
        )
        start, end = start.astimezone(tz), end.astimezone(tz)
        title = clean_line(as_text(row.get("title") or row.get("name")), 120)
        if title and timedelta() < end - start <= timedelta(hours=24):
            found.append(Showing(DAYS[start.weekday()], f"{start:%H:%M}", f"{end:%H:%M}", title))
    return found


def libretime(data: Any, zone: str) -> list[Showing]:
    """LibreTime's week"""
    found = []
    for day, code in zip(WEEKDAYS, DAYS, strict=True):
        for row in objects_in(as_object(data).get(day) or []):
            times = [_time(as_text(row.get(name))) for name in ("start_timestamp", "end_timestamp")]
            title = clean_line(as_text(row.get("name")), 120)
            if title and all(times):
                found.append(Showing(code, times[0], times[1], title))
    return found


def wordpress_radio(data: Any, zone: str) -> list[Showing]:
    """The radio-station plugin's schedule"""
    found = []
    schedule = as_object(as_object(data).get("schedule") or data)
    for day, code in zip(WEEKDAYS, DAYS, strict=True):
        rows = schedule.get(day) or schedule.get(day.title()) or []
        for row in objects_in(list(rows.values()) if isinstance(rows, dict) else rows):
            show = as_object(row.get("show"))
            title = clean_line(as_text(show.get("name") or show.get("title")), 120)
            hosts = tuple(clean_line(as_text(host.get("name")), 80) for host in objects_in(show.get("hosts") or []))
            times = [_time(as_text(row.get(name))) for name in ("start", "end")]
            if title and all(times):
                found.append(Showing(code, times[0], times[1], title, tuple(filter(None, hosts))))
    return found


def _time(text: str) -> str:
    """`HH:MM` of the last time of day in a text; empty without one."""
    found = list(_TIME.finditer(text))
    if not found:
        return ""
    hour, half = int(found[-1]["h"]), (found[-1]["half"] or "").lower()[:1]
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return f"{hour % 24:02}:{found[-1]['m']}" if hour <= 24 else ""


def _grid(showings: Sequence[Showing], zone: str) -> Grid | None:
    """The showings as a weekly grid; equal times of several days are one slot."""
    programmes: dict[str, dict[str, Any]] = {}
    for one in dict.fromkeys(showings):
        programme = programmes.setdefault(
            programme_id(one.title),
            {"id": programme_id(one.title), "title": one.title, "hosts": one.hosts, "slots": {}},
        )
        days = programme["slots"].setdefault((one.start, one.end), [])
        if one.day not in days:
            days.append(one.day)
    if not programmes:
        return None
    written = [
        {
            **programme,
            "slots": [{"days": days, "start": start, "end": end} for (start, end), days in programme["slots"].items()],
        }
        for programme in programmes.values()
    ]
    grid = Grid.load({"zone": zone, "programmes": written})
    return grid.model_copy(update={"overlap": "later_wins"}) if any(week_overlaps(grid)) else grid
