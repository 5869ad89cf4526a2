"""Our calendar feed in the readers that people have: each sees just what the grid has on, before and after clocks change."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache
from io import StringIO
from pathlib import Path
from zoneinfo import ZoneInfo

import icalendar
import pytest
import recurring_ical_events
from dateutil.rrule import rrulestr
from dateutil.tz import tzical

from tests.unit.node import NODE
from webapp.newsroom.schedule.grid.grid import Grid
from webapp.newsroom.schedule.grid.toml import parse_grid
from webapp.newsroom.schedule.slots import stretches
from webapp.pages.syndication.schedule_ics import schedule_ics

ROOT = Path(__file__).parents[3]
NOW = datetime(2026, 2, 2, 4, tzinfo=UTC)
END = NOW + timedelta(weeks=60)
"""Beyond the weeks in which the feed says each exception: from there on only rules speak."""

WEEKLY = """
zone = "%s"
[[programme]]
id = "dawn"
title = "Dawn"
[[programme.slot]]
days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
start = "05:00"
end = "08:30"
except_dates = [2026-05-01, 2026-12-25]
[[programme]]
id = "noon"
title = "Noon"
[[programme.slot]]
days = ["sat", "sun"]
start = "12:00"
end = "13:00"
start_date = 2026-03-01
end_date = 2026-11-15
[[programme]]
id = "night"
title = "Night"
[[programme.slot]]
days = ["fri"]
start = "23:00"
end = "00:30"
[[override]]
date = 2026-04-03
start = "04:30"
end = "12:30"
title = "Good Friday"
"""

ZONES = {
    "Europe/Berlin": "clocks change on the last Sundays",
    "America/New_York": "clocks change on the second and the first Sunday",
    "Australia/Lord_Howe": "clocks change by half an hour, south of the equator",
    "America/Santiago": "clocks change on Sundays that no number of the week says",
    "Africa/Casablanca": "clocks change with the moon",
    "Asia/Manila": "clocks do not change",
}

Airing = tuple[str, str, str]

ICAL_JS = """
import ICAL from "ical.js";
import { readFileSync } from "node:fs";
const { calendars, from, to } = JSON.parse(readFileSync(0, "utf8"));
function read(calendar) {
  const found = [];
  for (const component of new ICAL.Component(ICAL.parse(calendar)).getAllSubcomponents("vevent")) {
    const event = new ICAL.Event(component);
    const dates = event.iterator();
    for (let next = dates.next(); next && next.toJSDate() < new Date(to); next = dates.next()) {
      const { startDate, endDate } = event.getOccurrenceDetails(next);
      found.push([startDate.toJSDate(), endDate.toJSDate(), event.summary]);
    }
  }
  return found.filter(([start]) => start >= new Date(from));
}
console.log(JSON.stringify(calendars.map(read)));
"""

NODE_ICAL = """
import ical from "node-ical";
import { readFileSync } from "node:fs";
const { calendars, from, to } = JSON.parse(readFileSync(0, "utf8"));
function read(calendar) {
  const events = Object.values(ical.sync.parseICS(calendar)).filter(({ type }) => type === "VEVENT");
  const found = events.flatMap((event) => ical.expandRecurringEvent(event, { from: new Date(from), to: new Date(to) }));
  return found.map(({ start, end, summary }) => [new Date(start), new Date(end), summary]);
}
console.log(JSON.stringify(calendars.map(read)));
"""


def grid_in(zone: str) -> Grid:
    return parse_grid((WEEKLY % zone).encode())


@cache
def feed(zone: str) -> bytes:
    return schedule_ics(grid_in(zone), "Airwire", NOW)


def moment(value: datetime) -> str:
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def in_python(calendar: bytes) -> list[Airing]:
    found = recurring_ical_events.of(icalendar.Calendar.from_ical(calendar)).between(NOW, END)
    return [(moment(e["DTSTART"].dt), moment(e["DTEND"].dt), str(e["SUMMARY"])) for e in found]


def in_dateutil(calendar: bytes) -> list[Airing]:
    """By the feed's own VTIMEZONE, which the other one in Python does not look at."""
    text = calendar.decode().replace("\r\n ", "")
    zones = tzical(StringIO(text.replace("\r\n", "\n")))
    found = []
    for event in text.split("BEGIN:VEVENT\r\n")[1:]:
        lines = event.split("END:VEVENT")[0].splitlines()
        fields = {line.partition(":")[0].partition(";")[0]: line for line in lines}
        rules = [line for line in lines if line.startswith(("DTSTART", "RRULE", "EXDATE"))]
        start, end = (rrulestr(f"{fields[n].replace('DTEND', 'DTSTART')}\nRRULE:FREQ=DAILY;COUNT=1", tzids=zones.get)[0]
                      for n in ("DTSTART", "DTEND"))  # fmt: skip
        dates = rrulestr(
            "\n".join(rules if "RRULE" in fields else [*rules, "RRULE:FREQ=DAILY;COUNT=1"]), tzids=zones.get
        )
        length = end.replace(tzinfo=None) - start.replace(tzinfo=None)
        title = fields["SUMMARY"].removeprefix("SUMMARY:")
        found += [(moment(day), moment(day + length), title) for day in dates.between(NOW, END, inc=True)]
    return found


@cache
def in_node(script: str, package: str) -> dict[str, list[Airing]]:
    """What a package sees in the feeds of all zones."""
    if not (NODE and (ROOT / "node_modules" / package).exists()):
        pytest.skip(f"needs Node.js and its package {package}")
    asked = json.dumps({"calendars": [feed(zone).decode() for zone in ZONES], "from": moment(NOW), "to": moment(END)})
    answered = subprocess.run(
        [NODE, "--input-type=module", "-e", script], input=asked, capture_output=True, text=True, cwd=ROOT
    )
    assert answered.returncode == 0, answered.stderr
    found = [[(start, end, title) for start, end, title in seen] for seen in json.loads(answered.stdout)]
    return dict(zip(ZONES, found, strict=True))


READERS: dict[str, Callable[[str], list[Airing]]] = {
    "recurring-ical-events": lambda zone: in_python(feed(zone)),
    "dateutil": lambda zone: in_dateutil(feed(zone)),
    "ical.js": lambda zone: in_node(ICAL_JS, "ical.js")[zone],
    "node-ical": lambda zone: in_node(NODE_ICAL, "node-ical")[zone],
}


def on_air(grid: Grid) -> list[Airing]:
    return [(moment(s.start), moment(s.end), s.programme.title) for s in stretches(grid, NOW, END) if s.start >= NOW]


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("reader", READERS)
def test_a_reader_of_calendars_sees_what_the_grid_has_on(reader: str, zone: str) -> None:
    seen = READERS[reader](zone)
    # some count the last instant of what they are asked for, some do not
    assert sorted(airing for airing in seen if airing[0] < moment(END)) == on_air(grid_in(zone))


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York"])
def test_a_zone_whose_clocks_change_by_a_rule_says_the_rule_for_ever(zone: str) -> None:
    said = tzical(StringIO(feed(zone).decode().replace("\r\n ", "").replace("\r\n", "\n"))).get(zone)
    for year in (2026, 2040, 2070):
        for month in (1, 7):
            noon = datetime(year, month, 15, 12)  # noqa: DTZ001 - by the wall clock
            assert noon.replace(tzinfo=said).utcoffset() == noon.replace(tzinfo=ZoneInfo(zone)).utcoffset()
