"""Calendars from elsewhere become a grid that says the right thing, or are refused by name and line."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from tests.unit.schedule.calendars import BERLIN, SPRING, aired, at, calendar, read, refused
from webapp.intake.calendar.grid_ical import read_calendar
from webapp.newsroom.errors import Invalid
from webapp.newsroom.schedule.days import on_air
from webapp.newsroom.schedule.grid.toml import format_grid, parse_grid
from webapp.newsroom.schedule.holds import NO_HOLDS
from webapp.newsroom.schedule.slots import stretches


def test_a_weekly_event_is_a_slot_that_goes_on_over_the_change_of_clocks() -> None:
    grid = read(at("20250107T200000", "20250107T210000", "RRULE:FREQ=WEEKLY")).grid
    (slot,) = grid.programmes[0].slots
    assert (slot.days, slot.start_date, slot.end_date, slot.except_dates) == (("tue",), None, None, ())
    assert aired(grid, date(2026, 3, 20), 20) == [
        "Organ Hour 03-24 20:00–21:00",
        "Organ Hour 03-31 20:00–21:00",
        "Organ Hour 04-07 20:00–21:00",
    ]
    far = on_air(grid, NO_HOLDS, datetime(2031, 7, 1, 20, 30, tzinfo=BERLIN))
    assert far.programme and far.programme.title == "Organ Hour"


def test_days_left_out_by_exdate_are_left_out() -> None:
    rule = "RRULE:FREQ=DAILY\nEXDATE;TZID=Europe/Berlin:20260305T200000\nEXDATE;TZID=Europe/Berlin:20260307T200000"
    grid = read(at("20260302T200000", "20260302T210000", rule)).grid
    (slot,) = grid.programmes[0].slots
    assert len(slot.days) == 7
    assert slot.except_dates == (date(2026, 3, 5), date(2026, 3, 7))


@pytest.mark.parametrize("end", ["UNTIL=20260414T180000Z", "COUNT=7", "UNTIL=20260416"])
def test_a_season_ends_when_its_rule_does(end: str) -> None:
    grid = read(at("20260303T200000", "20260303T210000", f"RRULE:FREQ=WEEKLY;{end}")).grid
    (slot,) = grid.programmes[0].slots
    assert slot.end_date == date(2026, 4, 14)


def test_a_season_that_ends_years_from_now_keeps_its_end() -> None:
    grid = read(at("20260303T200000", "20260303T210000", "RRULE:FREQ=WEEKLY;UNTIL=20300101T000000Z")).grid
    assert grid.programmes[0].slots[0].end_date == date(2030, 1, 1)


def test_a_night_programme_runs_past_midnight() -> None:
    grid = read(at("20260302T220000", "20260303T050000", "RRULE:FREQ=DAILY")).grid
    assert aired(grid, date(2026, 3, 28), 2) == [
        "Organ Hour 03-27 22:00–05:00",
        "Organ Hour 03-28 22:00–05:00",
        "Organ Hour 03-29 22:00–05:00",
    ]


def test_a_moved_instance_airs_at_its_new_time_only() -> None:
    moved = at("20260311T180000", "20260311T190000", "RECURRENCE-ID;TZID=Europe/Berlin:20260310T200000", "UID:0")
    grid = read(at("20260303T200000", "20260303T210000", "RRULE:FREQ=WEEKLY", "UID:0"), moved).grid
    assert aired(grid, days=16) == [
        "Organ Hour 03-03 20:00–21:00",
        "Organ Hour 03-11 18:00–19:00",
        "Organ Hour 03-17 20:00–21:00",
    ]


@pytest.mark.parametrize("status", ["CANCELLED", "cancelled"])
def test_a_cancelled_instance_does_not_air(status: str) -> None:
    gone = at("20260310T200000", "20260310T210000", "RECURRENCE-ID;TZID=Europe/Berlin:20260310T200000", "UID:0")
    rule = at("20260303T200000", "20260303T210000", "RRULE:FREQ=WEEKLY", "UID:0")
    grid = read(rule, f"{gone}\nSTATUS:{status}").grid
    assert aired(grid, days=16) == ["Organ Hour 03-03 20:00–21:00", "Organ Hour 03-17 20:00–21:00"]


def test_an_instance_with_a_guest_title_is_that_broadcast() -> None:
    guest = at("20260310T200000", "20260310T210000", "RECURRENCE-ID;TZID=Europe/Berlin:20260310T200000", "UID:0")
    rule = at("20260303T200000", "20260303T210000", "RRULE:FREQ=WEEKLY", "UID:0")
    assert "Choir Night 03-10 20:00–21:00" in aired(read(rule, f"{guest}\nSUMMARY:Choir Night").grid)


# -- what does not ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "dates"),
    [
        ("RRULE:FREQ=WEEKLY;INTERVAL=2", ["03-03", "03-17", "03-31"]),
        ("RRULE:FREQ=MONTHLY;BYDAY=-1FR", ["03-27"]),
        ("RDATE;TZID=Europe/Berlin:20260306T200000,20260401T200000", ["03-03", "03-06", "04-01"]),
    ],
)
def test_what_is_not_weekly_is_written_out_by_date(rule: str, dates: list[str]) -> None:
    imported = read(at("20260303T200000", "20260303T210000", rule))
    found = [line.split()[2] for line in aired(imported.grid, days=38)]
    assert [day for day in found if day != "03-03" or day in dates] == dates
    assert any("import again before then" in note for note in imported.notes) == rule.startswith("RRULE")


def test_other_zones_are_reckoned_into_the_calendar_s() -> None:
    relay = (
        "DTSTART;TZID=America/New_York:20260302T090000\nDTEND;TZID=America/New_York:20260302T100000\nRRULE:FREQ=WEEKLY"
    )
    lines = aired(read(relay).grid, days=38)
    # New York changes its clocks on 8 March, Berlin on 29 March.
    assert [line.split()[3] for line in lines] == ["15:00–16:00", *["14:00–15:00"] * 3, *["15:00–16:00"] * 2]


def test_a_broadcast_in_the_second_pass_of_an_hour_airs_then() -> None:
    once = "DTSTART:20261025T011500Z\nDTEND:20261025T013000Z"
    grid = read(once, since=date(2026, 10, 20)).grid
    (stretch,) = stretches(grid, datetime(2026, 10, 24, tzinfo=UTC), datetime(2026, 10, 26, tzinfo=UTC))
    assert stretch.start == datetime(2026, 10, 25, 1, 15, tzinfo=UTC)
    assert parse_grid(format_grid(grid)) == grid


def test_two_at_once_are_taken_and_told() -> None:
    long = at("20260302T200000", "20260302T230000", "SUMMARY:Opera", "RRULE:FREQ=WEEKLY")
    short = at("20260302T210000", "20260302T213000", "SUMMARY:News", "RRULE:FREQ=WEEKLY")
    imported = read(long, short)
    assert aired(imported.grid, days=1) == [
        "Opera 03-02 20:00–21:00",
        "News 03-02 21:00–21:30",
        "Opera 03-02 21:30–23:00",
    ]
    assert "1 broadcast overlaps another" in imported.notes[-1]
    assert parse_grid(format_grid(imported.grid)) == imported.grid


def test_a_single_event_takes_the_place_of_the_weekly_one_and_is_told() -> None:
    weekly = at("20260302T200000", "20260302T210000", "RRULE:FREQ=WEEKLY")
    imported = read(weekly, at("20260309T193000", "20260309T203000", "SUMMARY:Mass"))
    assert aired(imported.grid, days=8) == [
        "Organ Hour 03-02 20:00–21:00",
        "Mass 03-09 19:30–20:30",
        "Organ Hour 03-09 20:30–21:00",
    ]
    assert imported.notes == ("1 dated broadcast takes the place of a weekly one",)


def test_events_of_one_title_are_one_programme() -> None:
    grid = read(*(at(f"2026030{n}T200000", f"2026030{n}T210000", "RRULE:FREQ=WEEKLY") for n in (2, 3, 4))).grid
    (programme,) = grid.programmes
    assert len(programme.slots) == 3


def test_a_zone_is_taken_from_the_calendar_its_events_or_the_station() -> None:
    floating = "DTSTART:20260302T200000\nDTEND:20260302T210000"
    assert read(floating, head="X-WR-TIMEZONE:Asia/Tokyo").grid.zone == "Asia/Tokyo"
    assert read(at("20260302T200000", "20260302T210000"), head="METHOD:PUBLISH").grid.zone == "Europe/Berlin"
    grid = read(floating, head="METHOD:PUBLISH").grid
    assert grid.zone == "Asia/Manila"
    assert aired(grid) == ["Organ Hour 03-02 20:00–21:00"]


def test_exchange_s_zones_by_sentence_and_lists_with_blanks_are_understood() -> None:
    zone = """BEGIN:VTIMEZONE
TZID:Manila and thereabouts (no summer time)
BEGIN:STANDARD
DTSTART:16010101T000000
TZOFFSETFROM:+0800
TZOFFSETTO:+0800
END:STANDARD
END:VTIMEZONE"""
    named = '"Manila and thereabouts (no summer time)"'
    event = f"DTSTART;TZID={named}:20260302T100000\nDTEND;TZID={named}:20260302T103000\nRRULE:FREQ=DAILY;BYDAY=MO, TU\n , WE"
    grid = read(event, head=zone).grid
    assert grid.programmes[0].slots[0].days == ("mon", "tue", "wed")
    assert aired(grid, days=3) == [f"Organ Hour 03-0{n} 10:00–10:30" for n in (2, 3, 4)]


def test_html_in_a_description_is_read_as_text() -> None:
    description = (
        'DESCRIPTION:Every <b>Tuesday</b><br>&amp; more <script>alert(1)</script><a href="https://x.example">here</a>'
    )
    grid = read(at("20260302T200000", "20260302T210000", "RRULE:FREQ=WEEKLY", description)).grid
    assert grid.programmes[0].description == "Every Tuesday\n& more here"


# -- refused, or left out with a word ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("event", "told"),
    [
        (at("20260303T200000", "20260303T210000", "RRULE:FREQ=WEEKLY;UNTL=20260501"), "did you mean 'UNTIL'?"),
        (at("20260303T200000", "20260303T210000", "RRULE:FREQ=WEEKLY;BYDAY=XX"), "RRULE: Expected weekday"),
        (at("20260303T200000", "20260303T210000", "RRULE:FREQ=SECONDLY"), "RRULE repeats SECONDLY"),
        (at("20260303T200000", "20260303T210000", "RRULE:FREQ=WEEKLY;INTERVAL=0"), "INTERVAL or COUNT below 1"),
        (
            at("20260303T200000", "20260303T210000", "RRULE:FREQ=DAILY;BYHOUR=1,2,3,4,5;BYMINUTE=0,1,2,3,4,5"),
            "more than 24 times a day",
        ),
        (at("20260303T200000", "20260303T190000"), "DTEND is before DTSTART"),
        ("DTSTART;TZID=Mars/Olympus:20260303T200000\nDURATION:PT1H", "nobody knows the zone 'Mars/Olympus'"),
        ("DTSTART:tomorrow\nDURATION:PT1H", "DTSTART:"),
        ("DTEND:20260303T190000Z", "DTSTART is missing"),
        (at("00010303T200000", "00010303T210000", "RRULE:FREQ=DAILY"), "DTSTART is before 1970"),
        (at("20260303T200000", "20260303T210000", "SUMMARY:  "), "SUMMARY is missing"),
    ],
)
def test_an_event_that_cannot_be_understood_refuses_the_file_by_name_and_line(event: str, told: str) -> None:
    good = at("20260303T100000", "20260303T110000")
    message, problem = refused(calendar(good, event))
    assert message == "Events of the calendar cannot be understood."
    assert problem.startswith("line 11, ")
    assert told in problem


@pytest.mark.parametrize(
    ("event", "told"),
    [
        ("DTSTART;VALUE=DATE:20260303", "lasts all day"),
        (at("20260303T200000", "20260303T200000"), "begins and ends at the same moment"),
        (at("20260303T200000", "20260307T200000"), "lasts longer than 72 hours"),
    ],
)
def test_what_is_no_broadcast_is_left_out_and_told(event: str, told: str) -> None:
    imported = read(event, at("20260303T100000", "20260303T110000"))
    assert aired(imported.grid) == ["Organ Hour 03-03 10:00–11:00"]
    assert told in imported.notes[0]
    assert told in refused(calendar(event))[1]


def test_a_calendar_of_the_past_is_refused() -> None:
    old = calendar(at("20130803T190000", "20130803T210000", "RDATE;TZID=Europe/Berlin:20140705T190000"))
    assert refused(old)[0] == "The calendar has no broadcast from 2026-03-02 on."
    assert len(read_calendar(old, since=date(2013, 8, 1)).grid.overrides) == 2


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe",
        b"hello",
        b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
        b"BEGIN:VCALENDAR\r\n" * 5_000,
        b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nEND:VCALENDAR\r\n",
        calendar(at("20260302T200000", "20260302T210000")) * 2,
        b"x" * 1_000_001,
        calendar(*[at("20260302T200000", "20260302T210000")] * 2_001),
        calendar(*[at("20260302T000000", "20260302T000100", "RRULE:FREQ=DAILY;BYHOUR=0,1,2,3,4,5,6,7,8,9,10,11")] * 6),
    ],
)  # fmt: skip
def test_whatever_is_sent_is_answered_with_a_refusal(data: bytes) -> None:
    with pytest.raises(Invalid):
        read_calendar(data, since=SPRING)


# -- there and back ---------------------------------------------------------------------------------------------------
