"""Series in calendars as other planners write them: each broadcast airs, or is told why not."""

from __future__ import annotations

from datetime import date

import pytest

from tests.unit.schedule.calendars import SPRING, aired, at, calendar, read, refused
from webapp.intake.calendar.grid_ical import ImportedGrid

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
