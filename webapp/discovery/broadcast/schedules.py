"""The station's own schedule: calendars, AzuraCast, LibreTime, a WordPress plugin, JSON-LD, or a page of programmes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, quote, urljoin, urlsplit
from zoneinfo import ZoneInfo

import orjson

from webapp.discovery.broadcast.programme_tables import MIN_ON_A_FRONT, MIN_PROGRAMMES, written_showings
from webapp.discovery.broadcast.servers import RadioServer
from webapp.discovery.broadcast.showings import Showing, grid_of
from webapp.discovery.facts import Budget, Fact
from webapp.discovery.site.site_page import SitePage
from webapp.intake.calendar.grid_ical import read_calendar
from webapp.intake.calendar.ical_events import parse_calendar, zone_of
from webapp.intake.formats.json_values import as_object, as_text, objects_in
from webapp.intake.story.clean_text import clean_line
from webapp.newsroom.errors import Invalid
from webapp.newsroom.schedule.wall_clock import DAYS

MAX_CALENDARS = 3
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_TIME = re.compile(r"(?P<h>\d{1,2}):(?P<m>\d{2})(?::\d{2})?\s*(?P<half>[ap]\.?m\.?)?", re.IGNORECASE)


def calendars(page: SitePage, budget: Budget) -> list[tuple[str, bytes]]:
    """(address, calendar) of those that the page links to or shows in a frame."""
    found = [address for _, kind, address in page.links if kind == "text/calendar"]
    found += [address for address, _ in page.anchors if urlsplit(address).path.lower().endswith(".ics")]
    found += ["https" + href[6:] for href in page.raw_anchors if href.lower().startswith("webcal:")]
    found += [address for frame in page.frames for address in _google_calendars(frame)]
    answered = []
    for url in list(dict.fromkeys(found))[:MAX_CALENDARS]:
        came = budget.fetch(url, max_bytes=2_000_000)
        if came and came.body.lstrip(b"\xef\xbb\xbf \r\n")[:15].upper() == b"BEGIN:VCALENDAR":
            answered.append((url, came.body))
        else:
            budget.note_unusable("schedule", url, "it answers, and is no calendar")
    return answered


def calendar_zones(page: SitePage, found: Sequence[tuple[str, bytes]]) -> list[tuple[str, str]]:
    """(zone, address) that its calendars state, and the frames that show them."""
    zones = [
        (zone, frame)
        for frame in page.frames
        if "calendar.google." in frame
        for zone in parse_qs(urlsplit(frame).query).get("ctz", [])
    ]
    for url, data in found:
        with suppress(Invalid):
            zones.append((zone_of(parse_calendar(data), ""), url))
    return zones


def _google_calendars(frame: str) -> list[str]:
    """Addresses of the calendars which a frame of Google Calendar shows."""
    parts = urlsplit(frame)
    if not (parts.hostname or "").startswith("calendar.google.") or "/embed" not in parts.path:
        return []
    names = parse_qs(parts.query).get("src", [])
    own = [name for name in names if "holiday" not in name]
    return [f"https://calendar.google.com/calendar/ical/{quote(name, safe='')}/public/basic.ics" for name in own]


def schedules(
    page: SitePage,
    programmes: Sequence[SitePage],
    found: Sequence[tuple[str, bytes]],
    servers: Sequence[RadioServer],
    budget: Budget,
    zone: str,
    now: datetime,
) -> Iterator[Fact]:
    """`value` is a `Grid` with at least one programme: of the calendars `found`, of the station's servers, of what the page
    and those of its `programmes` state."""
    today = now.astimezone(ZoneInfo(zone)).date()
    for url, data in found:
        try:
            grid = read_calendar(data, since=today, zone=zone).grid
        except Invalid as error:
            budget.note_unusable("schedule", url, clean_line(error.message, 200))
            continue
        if grid.programmes:
            yield Fact("schedule", grid, f"iCalendar at {url}")
        else:
            budget.note_unusable("schedule", url, "it answers, and has no broadcast from today on")
    any_found = False
    for url, read in _interfaces(page, servers):
        came = budget.fetch(url, max_bytes=2_000_000)
        try:
            showings = read(orjson.loads(came.body), zone) if came else []
        except (orjson.JSONDecodeError, TypeError, ValueError, KeyError, AttributeError):
            continue
        if grid_found := grid_of(showings, zone):
            any_found = True
            yield Fact("schedule", grid_found, f"{read.__doc__ or ''} at {url}".strip())
    if any_found or found:
        return
    with suppress(ValueError):
        if grid_found := grid_of(stated_showings(page, zone), zone):
            yield Fact("schedule", grid_found, f"JSON-LD broadcasts at {page.url}")
            return
    for at in (page, *programmes):
        with suppress(ValueError):
            if grid_found := grid_of(written_showings(at, MIN_ON_A_FRONT if at is page else MIN_PROGRAMMES), zone):
                yield Fact("schedule", grid_found, f"programmes at {at.url}", "likely")
                return


def _interfaces(page: SitePage, servers: Sequence[RadioServer]) -> Iterator[tuple[str, Any]]:
    """Where each system that the page shows signs of has its schedule."""
    for server in servers:
        if server.system == "azuracast":
            yield f"{server.url}api/station/{server.short}/schedule?rows=100", azuracast
        else:
            yield f"{server.url}api/week-info", libretime
    if any("radio-station" in address for address in (*page.script_addresses, *(link[2] for link in page.links))) or (
        page.tree.xpath("//script[contains(@src, '/plugins/radio-station')]")
    ):
        root = next(
            (address for relations, _, address in page.links if "https://api.w.org/" in relations),
            urljoin(page.url, "/wp-json/"),
        )
        yield urljoin(root if root.endswith("/") else f"{root}/", "radio/schedule/"), wordpress_radio


def stated_showings(page: SitePage, zone: str) -> list[Showing]:
    """What the page's JSON-LD says is on in a week: events with a schedule, or with a beginning and an end."""
    tz = ZoneInfo(zone)
    found = []
    for thing in page.things("BroadcastEvent", "RadioSeries", "RadioEpisode", "RadioBroadcastService"):
        title = clean_line(as_text(thing.get("name")), 120)
        plans = thing.get("eventSchedule")
        for plan in objects_in(plans if isinstance(plans, list) else [plans]):
            times = [_time(as_text(plan.get(name))) for name in ("startTime", "endTime")]
            days = plan.get("byDay")
            for day in days if isinstance(days, list) else [days]:
                name = as_text(day).rpartition("/")[2].lower()
                if title and all(times) and name in WEEKDAYS:
                    found.append(Showing(DAYS[WEEKDAYS.index(name)], times[0], times[1], title))
        with suppress(ValueError):
            start, end = (
                datetime.fromisoformat(as_text(thing.get(name)).replace("Z", "+00:00"))
                for name in ("startDate", "endDate")
            )
            if title and start.tzinfo and end.tzinfo and timedelta() < end - start <= timedelta(hours=12):
                start, end = start.astimezone(tz), end.astimezone(tz)
                found.append(Showing(DAYS[start.weekday()], f"{start:%H:%M}", f"{end:%H:%M}", title))
    return found


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
