"""The grid as a calendar: the public feed, and the export that comes back as it was."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import icalendar
import recurring_ical_events
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.unit.schedule.calendars import at, read
from tests.unit.schedule.schedule_strategies import any_grids
from webapp.intake.calendar.grid_ical import read_calendar
from webapp.newsroom.schedule.days import next_boundary, on_air, rules_at
from webapp.newsroom.schedule.grid.check import problems
from webapp.newsroom.schedule.grid.grid import Grid
from webapp.newsroom.schedule.grid.toml import parse_grid
from webapp.newsroom.schedule.holds import NO_HOLDS
from webapp.newsroom.schedule.slots import stretches
from webapp.pages.syndication.schedule_ics import schedule_ics

STATION = parse_grid((Path(__file__).parents[2] / "fixtures/schedule/station.toml").read_bytes())
NOW = datetime(2026, 3, 2, 4, tzinfo=UTC)


def events(feed: bytes) -> list[str]:
    return feed.decode().replace("\r\n ", "").split("BEGIN:VEVENT")[1:]


def test_the_feed_has_each_slot_once_and_what_an_override_changes_by_date() -> None:
    feed = events(schedule_ics(STATION, "Airwire", NOW))
    assert sum("RRULE:FREQ=WEEKLY" in event for event in feed) == 3
    daybreak = next(event for event in feed if "SUMMARY:Daybreak" in event)
    assert "DTSTART;TZID=Asia/Manila:20260223T050000" in daybreak
    assert "BYDAY=MO,TU,WE,TH,FR" in daybreak
    assert "EXDATE;TZID=Asia/Manila:20260303T050000,20260304T050000" in daybreak
    address = next(event for event in feed if "SUMMARY:Address to the Nation" in event)
    assert "DTSTART:20260303T230000Z" in address
    assert len({line for event in feed for line in event.splitlines() if line.startswith("UID")}) == len(feed)


def test_an_event_keeps_its_name_from_week_to_week() -> None:
    def names(now: datetime) -> set[str]:
        feed = events(schedule_ics(STATION, "Airwire", now))
        weekly = (event for event in feed if "RRULE" in event)
        return {line for event in weekly for line in event.splitlines() if line.startswith("UID")}

    assert names(NOW) == names(NOW + timedelta(days=20))


def test_the_public_feed_says_who_hosts_and_nothing_of_planned_articles() -> None:
    text = schedule_ics(STATION, "Airwire", NOW).decode()
    assert "Lea Abad" in text
    assert "ferry-runs-again" not in text and "X-AIRWIRE" not in text


def test_another_reader_of_calendars_sees_what_the_grid_has_on() -> None:
    feed = icalendar.Calendar.from_ical(schedule_ics(STATION, "Airwire", NOW))
    found = recurring_ical_events.of(feed).between(NOW, NOW + timedelta(days=14))
    theirs = sorted((e["DTSTART"].dt.astimezone(UTC), e["DTEND"].dt.astimezone(UTC), str(e["SUMMARY"])) for e in found)
    ours = [(s.start, s.end, s.programme.title) for s in stretches(STATION, NOW, NOW + timedelta(days=14))]
    assert theirs == ours


def test_a_station_s_grid_comes_back_from_its_export_with_segments_and_rules() -> None:
    back = read_calendar(schedule_ics(STATION, "Airwire", NOW, full=True), since=NOW.date())
    assert back.notes == ()
    assert back.grid.by_id["daybreak"].segments == STATION.by_id["daybreak"].segments
    t = NOW
    for _ in range(80):
        assert on_air(back.grid, NO_HOLDS, t) == on_air(STATION, NO_HOLDS, t)
        assert rules_at(back.grid, NO_HOLDS, t) == rules_at(STATION, NO_HOLDS, t)
        t = next_boundary(STATION, NO_HOLDS, t) or t


def test_a_spoilt_note_of_the_exporter_is_passed_over() -> None:
    event = at(
        "20260302T200000",
        "20260302T210000",
        'X-AIRWIRE-PROGRAMME:{"id": "x y", "segments": 7',
        "X-AIRWIRE-SEGMENTS:[1]",
    )
    assert read(event).grid.overrides[0].title == "Organ Hour"


def any_tie(grid: Grid) -> bool:
    """Whether two slots ever begin together: who then has the air is a matter of order, which calendars do not keep."""
    starts = [(day, slot.start) for programme in grid.programmes for slot in programme.slots for day in slot.days]
    return len(starts) != len(set(starts))


@settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(
    data=st.data(), zone=st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Manila", "Australia/Lord_Howe"])
)
def test_a_grid_exported_and_imported_has_the_same_on_air(data: st.DataObject, zone: str) -> None:
    around = data.draw(st.sampled_from([date(2026, 3, 8), date(2026, 3, 29), date(2026, 4, 5), date(2026, 10, 25)]))
    grid = data.draw(any_grids(zone, around).filter(lambda grid: not problems(grid) and not any_tie(grid)))
    now = datetime(around.year, around.month, around.day, tzinfo=UTC) - timedelta(days=9)
    exported = schedule_ics(grid, "Airwire", now, full=True, weeks=12)
    since = now.astimezone(grid.tz).date()
    start = datetime(since.year, since.month, since.day, tzinfo=grid.tz).astimezone(UTC)
    if not list(stretches(grid, start, start + timedelta(weeks=9))):
        return
    back = read_calendar(exported, since=since, weeks=9).grid
    t, end = now + timedelta(days=1), now + timedelta(days=40)
    while t < end:
        assert on_air(back, NO_HOLDS, t) == on_air(grid, NO_HOLDS, t), t
        boundary = next_boundary(grid, NO_HOLDS, t)
        assert next_boundary(back, NO_HOLDS, t) == boundary
        if boundary is None:
            break
        t = boundary
