"""Grids, holds and awkward instants for the schedule's tests."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from webapp.newsroom.schedule.grid.grid import Grid
from webapp.newsroom.schedule.holds import Holds, OnAirHold
from webapp.newsroom.schedule.wall_clock import DAYS, format_time_of_day

ZONES = (
    "Asia/Manila",
    "America/New_York",
    "America/Chicago",
    "America/St_Johns",  # until 2011 clocks changed at 00:01: the fold runs over midnight
    "America/Havana",  # changes at midnight
    "America/Sao_Paulo",  # a gap at midnight, and the end of summer time in 2019
    "America/Asuncion",
    "America/Nuuk",
    "Atlantic/Azores",
    "Europe/London",
    "Europe/Dublin",  # winter is the "summer" time
    "Europe/Berlin",
    "Africa/Casablanca",  # goes back for Ramadan
    "Africa/Cairo",
    "Asia/Gaza",  # decided from year to year
    "Asia/Tehran",
    "Australia/Lord_Howe",  # half an hour
    "Pacific/Chatham",
    "Pacific/Apia",  # left out the 30th of December 2011
    "Antarctica/Troll",  # two hours
)
FIRST, LAST = datetime(2010, 1, 1, tzinfo=UTC), datetime(2020, 1, 1, tzinfo=UTC)


@cache
def transitions(zone: str) -> tuple[datetime, ...]:
    """The instants between FIRST and LAST at which the zone's offset changes."""
    tz, found = ZoneInfo(zone), []
    low = FIRST
    while low < LAST:
        high = low + timedelta(days=1)
        if low.astimezone(tz).utcoffset() != high.astimezone(tz).utcoffset():
            a, b = low, high
            while b - a > timedelta(seconds=1):
                middle = a + timedelta(seconds=(b - a).total_seconds() // 2)
                same = middle.astimezone(tz).utcoffset() == low.astimezone(tz).utcoffset()
                a, b = (middle, b) if same else (a, middle)
            found.append(b)
        low = high
    return tuple(found)


def round_the_clock(zone: str, cuts: list[int]) -> Grid:
    """A week without holes: every day cut at these minutes, each piece with a programme of its own.

    The last piece of a day runs past midnight to the first cut of the next, so a piece's id is where it starts.
    """
    programmes = []
    for start, end in zip(cuts, [*cuts[1:], cuts[0]], strict=True):
        slot = {"days": list(DAYS), "start": format_time_of_day(start * 60), "end": format_time_of_day(end * 60)}
        programmes.append({"id": f"at-{start}", "title": f"At {start}", "slots": [slot]})
    return Grid.load({"zone": zone, "programmes": programmes})


minutes = st.integers(0, 24 * 12 - 1).map(lambda n: n * 5)
night_minutes = st.integers(0, 4 * 12).map(lambda n: n * 5)
day_cuts = st.lists(minutes | night_minutes, min_size=2, max_size=12, unique=True).map(sorted)


@st.composite
def instants(draw: st.DrawFn, zone: str) -> datetime:
    """An instant in ten years, most often near one at which clocks change."""
    changes = transitions(zone)
    near_a_change: int = draw(st.integers(0, 3))
    if changes and near_a_change:
        change = changes[draw(st.integers(0, len(changes) - 1))]
        return change + timedelta(seconds=draw(st.integers(-30 * 3600, 30 * 3600)))
    return FIRST + timedelta(seconds=draw(st.integers(0, int((LAST - FIRST).total_seconds()))))


@st.composite
def _readings(draw: st.DrawFn) -> dict[str, str]:
    start, end = draw(minutes | night_minutes), draw(minutes | night_minutes)
    return {"start": format_time_of_day(start * 60), "end": format_time_of_day(end * 60)}


@st.composite
def _segments(draw: st.DrawFn) -> list[dict[str, object]]:
    starts = draw(st.lists(minutes, max_size=4, unique=True))
    segments = []
    for n, start in enumerate(starts):
        segment: dict[str, object] = {"id": f"s{n}", "title": f"Segment {n}", "start": format_time_of_day(start * 60)}
        if draw(st.booleans()):
            segment["end"] = format_time_of_day((start + draw(st.integers(1, 24)) * 5) % 1440 * 60)
        segments.append(segment)
    return segments


@st.composite
def _slots(draw: st.DrawFn, around: date) -> dict[str, object]:
    slot: dict[str, object] = dict(draw(_readings()))
    slot["days"] = draw(st.lists(st.sampled_from(DAYS), min_size=1, max_size=7, unique=True))
    if draw(st.booleans()):
        near = st.integers(-9, 9).map(lambda n: around + timedelta(days=n))
        slot["start_date"] = draw(st.none() | near)
        slot["end_date"] = draw(st.none() | near)
        slot["except_dates"] = draw(st.lists(near, max_size=3))
    return slot


@st.composite
def any_grids(draw: st.DrawFn, zone: str, around: date) -> Grid:
    """Any grid at all: holes, overlaps, seasons, segments wherever, and overrides around a date."""
    programmes: list[dict[str, object]] = [
        {
            "id": f"p{n}",
            "title": f"Programme {n}",
            "slots": draw(st.lists(_slots(around), max_size=3)),
            "segments": draw(_segments()),
        }
        for n in range(draw(st.integers(0, 4)))
    ]
    overrides = []
    for _ in range(draw(st.integers(0, 4))):
        override: dict[str, object] = {**draw(_readings()), "date": around + timedelta(days=draw(st.integers(-2, 2)))}
        override |= draw(
            st.sampled_from([{"title": "Special"}, {"cancelled": True}] + [{"programme": p["id"]} for p in programmes])
        )
        overrides.append(override)
    return Grid.load({"zone": zone, "overlap": "later_wins", "programmes": programmes, "overrides": overrides})


@st.composite
def any_holds(draw: st.DrawFn, around: datetime) -> Holds:
    """Nothing held, or a hold that began or will begin near `around`."""
    what = draw(
        st.sampled_from(
            [None, {"title": "Typhoon"}, {"programme": "p0"}, {"segment": "s0"}, {"programme": "gone", "segment": "x"}]
        )
    )
    if what is None:
        return Holds()
    since = around + timedelta(minutes=draw(st.integers(-300, 300)))
    until = draw(st.none() | st.integers(1, 600).map(lambda n: since + timedelta(minutes=n)))
    return Holds(on_air=OnAirHold.load({"by": "anchor", "since": since, "until": until, **what}))
