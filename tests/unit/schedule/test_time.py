"""The grid against the clocks of the world: ten years in twenty zones, near every change."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.unit.schedule.schedule_strategies import (
    ZONES,
    any_grids,
    any_holds,
    day_cuts,
    instants,
    round_the_clock,
    transitions,
)
from webapp.newsroom.schedule.days import day_bounds, next_boundary, on_air, planned_broadcasts, transition_id
from webapp.newsroom.schedule.holds import NO_HOLDS
from webapp.newsroom.schedule.slots import stretches
from webapp.newsroom.schedule.wall_clock import instant, local_date

FIVE = timedelta(minutes=5)
SECOND = timedelta(seconds=1)
MS = timedelta(milliseconds=1)
thousandths = st.integers(0, 999)
quick = settings(deadline=None, max_examples=120, suppress_health_check=[HealthCheck.too_slow])


def furthest_reading(tz: ZoneInfo, t: datetime) -> datetime:
    """Another way to say the rule for gaps and folds: the grid follows the furthest the clock has got so far."""
    just_before = [change - SECOND for change in transitions(tz.key) if t - timedelta(days=1) < change <= t]
    return max(moment.astimezone(tz).replace(tzinfo=None) for moment in (t, *just_before))


def expected(cuts: list[int], wall: datetime) -> str:
    minute = wall.hour * 60 + wall.minute
    begun = [cut for cut in cuts if cut <= minute]
    return f"at-{begun[-1] if begun else cuts[-1]}"


@pytest.mark.parametrize("zone", ZONES)
def test_at_every_minute_around_every_change_of_clocks_just_one_programme_is_on(zone: str) -> None:
    cuts = [0, 30, 60, 75, 90, 120, 150, 180, 300, 720, 1350, 1410]
    grid = round_the_clock(zone, cuts)
    tz = grid.tz
    moments = transitions(zone) or (datetime(2015, 6, 1, tzinfo=UTC),)
    for change in moments:
        for n in range(-18, 40):
            t = change + n * FIVE
            answer = on_air(grid, NO_HOLDS, t)
            assert answer.programme is not None, f"a hole at {t}"
            assert answer.programme.id == expected(cuts, furthest_reading(tz, t)), t.astimezone(tz)


@quick
@given(data=st.data(), zone=st.sampled_from(ZONES), cuts=day_cuts)
def test_a_week_without_holes_on_paper_has_none_and_no_overlap_in_utc(
    data: st.DataObject, zone: str, cuts: list[int]
) -> None:
    grid = round_the_clock(zone, cuts)
    t = data.draw(instants(zone))
    t = t.replace(minute=t.minute // 5 * 5, second=0)
    on = list(stretches(grid, t - timedelta(days=1), t + timedelta(days=1)))
    assert on[0].start <= t - timedelta(days=1) and on[-1].end >= t + timedelta(days=1)
    assert all(earlier.end == later.start and earlier.start < earlier.end for earlier, later in pairwise(on))
    assert [s.programme.id for s in on if s.start <= t < s.end] == [expected(cuts, furthest_reading(grid.tz, t))]


@quick
@given(data=st.data(), zone=st.sampled_from(ZONES))
def test_the_answer_holds_until_its_boundary_and_is_another_there(data: st.DataObject, zone: str) -> None:
    t = data.draw(instants(zone))
    grid = data.draw(any_grids(zone, t.date()))
    holds = data.draw(any_holds(t))
    answer = on_air(grid, holds, t)
    turns = [transition_id(grid, NO_HOLDS, t)]
    for _ in range(6):
        boundary = next_boundary(grid, holds, t)
        if boundary is None:
            assert on_air(grid, holds, t + timedelta(days=3_000)) == answer
            return
        assert boundary > t
        between = t + (boundary - t) * data.draw(thousandths) / 1000
        assert on_air(grid, holds, between) == answer
        assert on_air(grid, holds, boundary - MS) == answer
        following = on_air(grid, holds, boundary)
        assert following != answer
        t, answer = boundary, following
        turns.append(transition_id(grid, NO_HOLDS, t))
    assert holds.on_air or len(turns) == len(set(turns))


@quick
@given(data=st.data(), zone=st.sampled_from(ZONES))
def test_whoever_looks_from_wherever_finds_the_same_stretches(data: st.DataObject, zone: str) -> None:
    t = data.draw(instants(zone))
    grid = data.draw(any_grids(zone, t.date()))
    on = list(stretches(grid, t - timedelta(days=3), t + timedelta(days=3)))
    assert all(a.end <= b.start for a, b in pairwise(on))
    for stretch in on:
        inside = stretch.start + (stretch.end - stretch.start) * data.draw(thousandths) / 1000
        (found,) = stretches(grid, inside, inside + MS)
        assert (found.start, found.end, found.programme.id) == (stretch.start, stretch.end, stretch.programme.id)
        assert [p.start for p in stretch.parts] == [stretch.start, *(p.end for p in stretch.parts[:-1])]
        assert stretch.parts[-1].end == stretch.end


@quick
@given(data=st.data(), zone=st.sampled_from(ZONES))
def test_dates_share_no_instant_and_leave_none_out(data: st.DataObject, zone: str) -> None:
    t = data.draw(instants(zone))
    tz = ZoneInfo(zone)
    today = local_date(tz, t)
    assert instant(tz, today, 0) <= t < instant(tz, today, 86_400) == instant(tz, today + timedelta(days=1), 0)


# -- the rules one by one, as docs/explain/decisions/programme-time.md has them -----------------------------------------------

NEW_YORK = ZoneInfo("America/New_York")
SPRING, AUTUMN = date(2027, 3, 14), date(2027, 11, 7)


def titles(zone: str, on: date, cuts: list[int]) -> list[tuple[str, str, float]]:
    """The day's broadcasts as (id, first local reading, hours)."""
    grid = round_the_clock(zone, cuts)
    return [
        (b.programme.id, b.starts_at.astimezone(grid.tz).strftime("%H:%M %Z"), (b.ends_at - b.starts_at).seconds / 3600)
        for b in planned_broadcasts(grid, *day_bounds(grid, on))
    ]


def test_a_programme_that_begins_in_a_gap_begins_when_the_gap_ends() -> None:
    assert titles("America/New_York", SPRING, [0, 120, 150, 240]) == [
        ("at-0", "00:00 EST", 2.0),
        ("at-150", "03:00 EDT", 1.0),  # at-120, 02:00–02:30, lay wholly in the gap
        ("at-240", "04:00 EDT", 20.0),
    ]


def test_what_is_on_when_an_hour_is_repeated_stays_on_through_its_second_pass() -> None:
    assert titles("America/New_York", AUTUMN, [0, 60, 90, 120]) == [
        ("at-0", "00:00 EDT", 1.0),
        ("at-60", "01:00 EDT", 0.5),
        ("at-90", "01:30 EDT", 1.5),  # and not once more at 01:30 EST
        ("at-120", "02:00 EST", 22.0),
    ]


def test_a_day_has_23_24_or_25_hours() -> None:
    grid = round_the_clock("America/New_York", [0, 720])
    hours = [
        (end - start) / timedelta(hours=1)
        for start, end in (day_bounds(grid, d) for d in (SPRING, date(2027, 6, 1), AUTUMN))
    ]
    assert hours == [23, 24, 25]


def test_a_date_that_a_country_left_out_has_no_programmes() -> None:
    grid = round_the_clock("Pacific/Apia", [0, 720])
    start, end = day_bounds(grid, date(2011, 12, 30))
    assert start == end == datetime(2011, 12, 30, 10, tzinfo=UTC)
    before, after = on_air(grid, NO_HOLDS, start - MS), on_air(grid, NO_HOLDS, start)
    assert before.programme and before.programme.id == "at-720" and before.ends_at == start
    assert after.programme and after.programme.id == "at-0" and after.starts_at == start


def test_where_clocks_go_back_over_midnight_the_new_day_has_begun_once_and_for_all() -> None:
    grid = round_the_clock("America/St_Johns", [0, 5, 1380])
    change = transitions("America/St_Johns")[1]  # 7 November 2010, 00:01 becomes 23:01
    assert change.astimezone(grid.tz).strftime("%d %H:%M") == "06 23:01"
    answer = on_air(grid, NO_HOLDS, change + timedelta(minutes=30))
    assert answer.programme and answer.programme.id == "at-0"
    assert local_date(grid.tz, change + timedelta(minutes=30)) == date(2010, 11, 7)
