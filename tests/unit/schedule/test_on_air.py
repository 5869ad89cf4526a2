"""What listeners are told is on: the week, the dates that differ, and what an anchor holds by hand."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from webapp.newsroom.errors import Invalid
from webapp.newsroom.model import OnAir
from webapp.newsroom.schedule.days import day_bounds, next_boundary, on_air, planned_broadcasts, rules_at, transition_id
from webapp.newsroom.schedule.grid.grid import Grid
from webapp.newsroom.schedule.grid.toml import parse_grid
from webapp.newsroom.schedule.holds import NO_HOLDS, Holds, OnAirHold

GRID = parse_grid((Path(__file__).parents[2] / "fixtures/schedule/station.toml").read_bytes())
MANILA = ZoneInfo("Asia/Manila")


def at(text: str) -> datetime:
    """`Mon 05:10` in Manila, in the week of Monday 2 March 2026."""
    name, _, reading = text.partition(" ")
    number = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].index(name)
    hour, minute = map(int, reading.split(":"))
    return datetime(2026, 3, 2 + number, hour, minute, tzinfo=MANILA).astimezone(UTC)


def told(on: OnAir) -> str:
    """`programme/segment 05:00–05:20 → what is next at 05:40`, in Manila's time."""

    def reading(instant: datetime | None) -> str:
        return instant.astimezone(MANILA).strftime("%H:%M") if instant else "…"

    what = "/".join(part.id for part in (on.programme, on.segment) if part) or "nothing"
    following = ""
    if on.next:
        names = "/".join(part.id for part in (on.next.programme, on.next.segment) if part)
        following = f" → {names} at {reading(on.next.starts_at)}"
    return f"{what} {reading(on.starts_at)}–{reading(on.ends_at)}{following}"


def held(since: str, until: str | None = None, **what: str) -> Holds:
    hold = {"by": "lea", "since": at(since), "until": at(until) if until else None, **what}
    return Holds(on_air=OnAirHold.load(hold))


@pytest.mark.parametrize(
    ("moment", "answer"),
    [
        ("Mon 05:00", "daybreak/headlines 05:00–05:20 → daybreak/traffic at 05:40"),
        ("Mon 05:19", "daybreak/headlines 05:00–05:20 → daybreak/traffic at 05:40"),
        ("Mon 05:20", "daybreak 05:00–09:00 → daybreak/traffic at 05:40"),  # between segments: the programme's times
        ("Mon 05:40", "daybreak/traffic 05:40–08:00 → daybreak/business at 08:00"),  # no end: until the next
        ("Mon 08:30", "daybreak/business 08:00–09:00 → open-line at 09:00"),
        ("Mon 22:00", "night-desk 22:00–05:00 → night-desk/midnight-round-up at 00:00"),
        ("Tue 00:10", "night-desk/midnight-round-up 00:00–00:30 → daybreak/headlines at 05:00"),
        ("Tue 03:00", "night-desk 22:00–05:00 → daybreak/headlines at 05:00"),
    ],
)
def test_the_card_shows_the_segment_and_what_is_next(moment: str, answer: str) -> None:
    assert told(on_air(GRID, NO_HOLDS, at(moment))) == answer


def test_a_hole_in_the_grid_says_that_nothing_is_on_and_when_something_will_be() -> None:
    nothing = on_air(GRID, NO_HOLDS, at("Sat 12:00"))
    assert nothing.programme is None
    assert told(nothing) == "nothing …–22:00 → night-desk at 22:00"
    assert next_boundary(GRID, NO_HOLDS, at("Sat 12:00")) == at("Sun 22:00")


def test_an_empty_grid_never_has_anything_and_never_wakes_anybody() -> None:
    assert on_air(Grid(), NO_HOLDS, at("Mon 12:00")) == OnAir()
    assert next_boundary(Grid(), NO_HOLDS, at("Mon 12:00")) is None


@pytest.mark.parametrize(
    ("moment", "answer"),
    [
        ("Wed 06:59", "daybreak/traffic 05:40–07:00 → address-to-the-nation at 07:00"),
        ("Wed 07:00", "address-to-the-nation 07:00–07:30 → daybreak/traffic at 07:30"),
        ("Wed 07:30", "daybreak/traffic 07:30–08:00 → daybreak/business at 08:00"),
        ("Thu 09:15", "daybreak 09:00–10:00 → daybreak/extended-traffic at 09:30"),
        ("Thu 09:30", "daybreak/extended-traffic 09:30–10:00 → open-line at 10:00"),
        ("Fri 23:00", "nothing …–22:00 → night-desk at 22:00"),
    ],
)
def test_a_dated_override_pre_empts_the_week_and_gives_back_where_the_clock_is(moment: str, answer: str) -> None:
    assert told(on_air(GRID, NO_HOLDS, at(moment))) == answer


# -- by hand ----------------------------------------------------------------------------------------------------------


def test_an_anchor_cuts_to_a_segment_until_a_time() -> None:
    holds = held("Mon 05:10", "Mon 05:50", segment="business")
    assert told(on_air(GRID, holds, at("Mon 05:09"))).startswith("daybreak/headlines")
    cut = on_air(GRID, holds, at("Mon 05:30"))
    assert cut.by == "hand"
    assert told(cut) == "daybreak/business 05:10–05:50 → daybreak/traffic at 05:50"
    assert next_boundary(GRID, holds, at("Mon 05:30")) == at("Mon 05:50")
    assert told(on_air(GRID, holds, at("Mon 05:50"))) == "daybreak/traffic 05:40–08:00 → daybreak/business at 08:00"


def test_an_overrun_keeps_the_segment_over_every_boundary_until_it_is_released() -> None:
    holds = held("Mon 08:50", segment="business")
    over = on_air(GRID, holds, at("Mon 23:30"))
    # It goes on: it began when it began, and its planned end, now past, says that it runs over.
    assert told(over) == "daybreak/business 08:00–09:00 → night-desk/midnight-round-up at 00:00"
    assert told(on_air(GRID, NO_HOLDS, at("Mon 23:30"))).startswith("night-desk 22:00")


def test_special_coverage_that_is_in_no_grid_has_its_title() -> None:
    on = on_air(GRID, held("Mon 10:00", title="Typhoon Amang: live"), at("Mon 10:01"))
    assert on.programme is not None and on.segment is None
    assert (on.programme.id, on.programme.title) == ("typhoon-amang-live", "Typhoon Amang: live")


def test_an_unplanned_segment_belongs_to_the_programme_it_interrupts() -> None:
    on = on_air(GRID, held("Mon 10:00", programme="open-line", title="Interview"), at("Mon 10:01"))
    assert on.programme and on.segment
    assert (on.programme.id, on.segment.title) == ("open-line", "Interview")


def test_a_hold_outlives_a_new_grid_that_has_dropped_what_it_names() -> None:
    on = on_air(Grid(), held("Mon 10:00", programme="daybreak", segment="business"), at("Mon 10:01"))
    assert on.programme and on.segment
    assert (on.programme.title, on.segment.title) == ("daybreak", "business")


def test_a_hold_says_what_it_holds_and_ends_after_it_began() -> None:
    with pytest.raises(ValueError, match="to hold"):
        OnAirHold(by="lea", since=at("Mon 10:00"))
    with pytest.raises(ValueError, match="later than since"):
        OnAirHold(by="lea", since=at("Mon 10:00"), until=at("Mon 10:00"), title="Mass")


def test_the_rotation_follows_what_is_held() -> None:
    planned, cut = (rules_at(GRID, h, at("Mon 05:10")) for h in (NO_HOLDS, held("Mon 05:00", segment="business")))
    assert planned and planned.articles == ("ferry-runs-again", "rice-prices-hold")
    assert cut and cut.order == "most_read" and cut.limit == 3
    assert rules_at(GRID, NO_HOLDS, at("Sat 12:00")) is None


# -- the clock's bookkeeping ------------------------------------------------------------------------------------------


def test_a_transition_has_the_same_name_however_late_it_is_noticed() -> None:
    ids = {transition_id(GRID, NO_HOLDS, at("Mon 05:40") + timedelta(minutes=n)) for n in range(140)}
    assert ids == {"daybreak/traffic@2026-03-01T21:40:00.000Z"}
    assert transition_id(GRID, NO_HOLDS, at("Tue 05:40")) not in ids
    assert transition_id(GRID, held("Mon 05:40", segment="traffic"), at("Mon 06:00")) not in ids


def test_a_week_of_wake_ups_walks_over_every_transition_once() -> None:
    t, end, ids = at("Mon 00:00"), at("Mon 00:00") + timedelta(days=7), []
    while (boundary := next_boundary(GRID, NO_HOLDS, t)) and boundary < end:
        ids.append(transition_id(GRID, NO_HOLDS, boundary))
        t = boundary
    assert len(ids) == len(set(ids))
    assert sum("/traffic@" in name for name in ids) == 6  # Wednesday's is interrupted and comes back
    assert sum("midnight-round-up@" in name for name in ids) == 4


def test_today_s_grid_lists_what_touches_the_day_with_its_whole_length() -> None:
    start, end = day_bounds(GRID, at("Wed 12:00").date())
    shows = planned_broadcasts(GRID, start, end)
    assert [(b.programme.id, b.special) for b in shows] == [
        ("night-desk", False),
        ("daybreak", False),
        ("address-to-the-nation", True),
        ("daybreak", False),
        ("open-line", False),
        ("night-desk", False),
    ]
    assert shows[0].starts_at == at("Tue 22:00")
    assert [s.segment.id for s in shows[1].segments] == ["headlines", "traffic"]
    assert [s.segment.id for s in shows[3].segments] == ["traffic", "business"]


@pytest.mark.parametrize("days", [0, -1, 36])
def test_a_span_that_is_backwards_or_months_long_is_refused(days: int) -> None:
    with pytest.raises(Invalid) as refused:
        planned_broadcasts(GRID, at("Mon 00:00"), at("Mon 00:00") + timedelta(days=days))
    assert refused.value.fields[0]["field"] == "to"


def test_a_lone_broadcast_years_away_is_still_found() -> None:
    slot = {
        "days": ["mon"],
        "start": "05:00",
        "end": "06:00",
        "start_date": "2040-01-01",
        "except_dates": ["2040-01-02"],
    }
    grid = Grid.load({"zone": "Asia/Manila", "programmes": [{"id": "late", "title": "Late", "slots": [slot]}]})
    assert next_boundary(grid, NO_HOLDS, at("Mon 00:00")) == datetime(2040, 1, 8, 21, tzinfo=UTC)


def test_asking_what_is_on_costs_less_than_a_millisecond() -> None:
    moments = [at("Mon 00:00") + timedelta(minutes=n) for n in range(1_000)]
    on_air(GRID, NO_HOLDS, moments[0])
    began = time.process_time()
    for moment in moments:
        on_air(GRID, NO_HOLDS, moment)
    assert (time.process_time() - began) / len(moments) < 0.001
