"""Calendars from elsewhere become a grid that says the right thing, or are refused by name and line."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import icalendar
import pytest
import recurring_ical_events
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.unit.schedule.schedule_strategies import any_grids
from webapp.intake.calendar.grid_ical import ImportedGrid, read_calendar
from webapp.newsroom.errors import Invalid
from webapp.newsroom.schedule.days import next_boundary, on_air, rules_at
from webapp.newsroom.schedule.grid.check import problems
from webapp.newsroom.schedule.grid.grid import Grid
from webapp.newsroom.schedule.grid.toml import format_grid, parse_grid
from webapp.newsroom.schedule.holds import NO_HOLDS
from webapp.newsroom.schedule.slots import stretches
from webapp.pages.syndication.schedule_ics import schedule_ics

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


# -- what comes every week --------------------------------------------------------------------------------------------


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


DAYS_OF_MARCH = ["03-03", "03-10", "03-17", "03-24", "03-31"]


def days_aired(*events: str, since: date = SPRING) -> list[str]:
    return [line.split()[2] for line in aired(read(*events, since=since).grid, since)]


@pytest.mark.parametrize("until", ["20260331", "20260331T180000Z", "20260331T235959"])
def test_the_last_broadcast_is_that_of_the_day_a_rule_ends_on(until: str) -> None:
    assert days_aired(at("20260303T200000", "20260303T210000", f"RRULE:FREQ=WEEKLY;UNTIL={until}")) == DAYS_OF_MARCH


def test_a_night_programme_in_utc_ends_with_the_day_that_its_rule_names() -> None:
    event = "DTSTART:20260302T230000Z\nDTEND:20260302T233000Z\nRRULE:FREQ=DAILY;UNTIL=20260305"
    assert days_aired(event) == ["03-03", "03-04", "03-05"], "by the clock of the calendar"


def test_exceptions_by_a_rule_are_exceptions() -> None:
    rules = "RRULE:FREQ=WEEKLY;COUNT=5\nEXRULE:FREQ=WEEKLY;INTERVAL=2"
    assert days_aired(at("20260303T200000", "20260303T210000", rules)) == ["03-10", "03-24"]
    odd = "RRULE:FREQ=WEEKLY;COUNT=5\nEXRULE:FREQ=MONTHLY;BYMONTHDAY=10,17"
    assert days_aired(at("20260303T200000", "20260303T210000", odd)) == ["03-03", "03-24", "03-31"]
    for_ever = "RRULE:FREQ=WEEKLY\nEXRULE:FREQ=MONTHLY;BYMONTHDAY=10"
    imported = read(at("20260303T200000", "20260303T210000", for_ever))
    assert "written out up to 2027" in imported.notes[0], "which a slot cannot say for ever"


@pytest.mark.parametrize("broken", ["EXRULE:FREQ=FORTNIGHTLY", "EXRULE:FREQ=SECONDLY", "EXRULE:FREQ=WEEKLY;UNTL=1"])
def test_exceptions_by_a_rule_that_nobody_understands_refuse_the_file(broken: str) -> None:
    assert "EXRULE" in refused(calendar(at("20260303T200000", "20260303T210000", f"RRULE:FREQ=DAILY\n{broken}")))[1]


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ("RRULE:FREQ=WEEKLY;BYDAY=TU;COUNT=3", ["03-03", "03-10", "03-17"]),
        ("RRULE:FREQ=WEEKLY;BYDAY=MO,TU;COUNT=3", ["03-02", "03-03", "03-09"]),
        ("RRULE:FREQ=WEEKLY;BYDAY=TU;COUNT=2\nRDATE;TZID=Europe/Berlin:20260302T200000", ["03-02", "03-03", "03-10"]),
    ],
)
def test_a_start_that_is_none_of_its_rule_s_dates_is_no_broadcast_more(rule: str, days: list[str]) -> None:
    imported = read(at("20260302T200000", "20260302T210000", rule))
    assert [line.split()[2] for line in aired(imported.grid)] == days
    told = "2026-03-02, when it begins, is none of its rule's dates; not taken" in " ".join(imported.notes)
    assert told == ("03-02" not in days)


def test_two_events_of_one_uid_are_two_broadcasts_and_told() -> None:
    morning = at("20260303T080000", "20260303T090000", "RRULE:FREQ=WEEKLY;COUNT=2", "UID:same")
    evening = at("20260303T200000", "20260303T210000", "RRULE:FREQ=WEEKLY;COUNT=2", "UID:same")
    moved = at("20260311T180000", "20260311T190000", "RECURRENCE-ID;TZID=Europe/Berlin:20260310T200000", "UID:same")
    imported = read(morning, evening, moved)
    assert [line[-17:] for line in aired(imported.grid)] == [
        "03-03 08:00–09:00", "03-03 20:00–21:00", "03-10 08:00–09:00", "03-11 18:00–19:00",
    ]  # fmt: skip
    assert "line 5, 'Organ Hour', line 12, 'Organ Hour': different events with one UID; each is taken" in imported.notes


@pytest.mark.parametrize("order", [(1, 2), (2, 1)])
def test_the_newest_version_of_an_event_is_taken_and_the_older_one_told(order: tuple[int, int]) -> None:
    def imported(title: str, day: int) -> ImportedGrid:
        """Of two versions, of which the second may have another title, or be on another day."""
        both = {1: ("Version 1", 3), 2: (title, day)}
        return read(*(
            at(f"2026030{both[n][1]}T200000", f"2026030{both[n][1]}T210000", "UID:same", f"SEQUENCE:{n}",
               f"SUMMARY:{both[n][0]}")
            for n in order
        ))  # fmt: skip

    for title, day in (("Version 2", 3), ("Version 1", 4)):
        changed = imported(title, day)
        assert aired(changed.grid) == [f"{title} 03-0{day} 20:00–21:00"]
        assert changed.notes[0].endswith("'Version 1': an older version (SEQUENCE) of another event; left out")
    assert len(aired(imported("Version 2", 4).grid)) == 2, "with another title at another time it is another broadcast"


def test_an_event_that_stands_there_twice_airs_once_and_is_told() -> None:
    imported = read(*[at("20260303T200000", "20260303T210000", "UID:same")] * 2)
    assert len(aired(imported.grid)) == 1
    assert imported.notes == ("line 11, 'Organ Hour': the same event again; left out",)


def test_a_moved_broadcast_may_name_its_day_alone() -> None:
    rule = at("20260303T200000", "20260303T210000", "RRULE:FREQ=WEEKLY;COUNT=3", "UID:same")
    moved = at("20260311T180000", "20260311T190000", "RECURRENCE-ID;VALUE=DATE:20260310", "UID:same")
    assert days_aired(rule, moved) == ["03-03", "03-11", "03-17"]
    extra = at("20260303T200000", "20260303T210000", "RDATE;VALUE=DATE:20260305")
    assert aired(read(extra).grid) == ["Organ Hour 03-03 20:00–21:00", "Organ Hour 03-05 20:00–21:00"]


def test_what_a_moved_broadcast_stands_for_is_told_where_nobody_knows_or_two_claim_it() -> None:
    rule = at("20260303T200000", "20260303T210000", "RRULE:FREQ=WEEKLY;COUNT=2", "UID:same")

    def moved(day: str, of: str) -> str:
        return at(f"{day}T180000", f"{day}T190000", f"RECURRENCE-ID;TZID=Europe/Berlin:{of}", "UID:same")

    lost = read(rule, moved("20260311", "20260310T193000"))
    assert [line.split()[2] for line in aired(lost.grid)] == ["03-03", "03-10", "03-11"]
    assert "is no date of its series; taken as a broadcast of its own" in lost.notes[0]
    twice = read(rule, moved("20260311", "20260310T200000"), moved("20260312", "20260310T200000"))
    assert [line.split()[2] for line in aired(twice.grid)] == ["03-03", "03-12"]
    assert "as another event does; the newest is taken" in twice.notes[0]


@pytest.mark.parametrize(
    ("event", "told"),
    [
        (at("20280229T200000", "20280229T210000", "RRULE:FREQ=YEARLY"), "its next broadcast is on 2028-02-29, after"),
        (at("20960229T200000", "20960229T210000", "RRULE:FREQ=YEARLY"), "its next broadcast is on 2096-02-29, after"),
        (at("20270601T200000", "20270601T210000"), "its next broadcast is on 2027-06-01, after all that is taken"),
        (at("20250601T200000", "20250601T210000"), "1 event ended before 2026-03-02; left out"),
        (
            at(
                "20260303T200000",
                "20260303T210000",
                "RRULE:FREQ=DAILY;COUNT=1\nEXDATE;TZID=Europe/Berlin:20260303T200000",
            ),
            "its rule and exceptions leave no broadcast; left out",
        ),
        (
            "DTSTART;TZID=Europe/Berlin:20260303T200000",
            "has no end (DTEND or DURATION), so nobody knows how long it is",
        ),
        (at("20260303T200000", "20260303T210000", "STATUS:CANCELLED"), "cancelled on 2026-03-03; left out"),
    ],
)
def test_nothing_is_left_out_without_a_word(event: str, told: str) -> None:
    imported = read(event, at("20260303T100000", "20260303T110000"))
    assert aired(imported.grid) == ["Organ Hour 03-03 10:00–11:00"]
    assert told in " ".join(imported.notes)
    assert told in " ".join(refused(calendar(event)))


def test_a_season_of_numbered_broadcasts_that_goes_on_beyond_what_is_taken_is_told() -> None:
    imported = read(at("20260303T200000", "20260303T210000", "RRULE:FREQ=WEEKLY;COUNT=100"))
    assert "not weekly, so written out up to 2027" in imported.notes[0]


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
