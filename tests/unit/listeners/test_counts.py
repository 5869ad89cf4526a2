"""Minutes of listeners: what one process says, what is made of many, and what is not known."""

from __future__ import annotations

from array import array
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from webapp.newsroom.listeners.counts import MINUTES_A_DAY, DayCounts, minute_counts, step_for, stepped
from webapp.newsroom.listeners.deliveries import MAX_POINTS, Delivered, delivery_times, thinned
from webapp.newsroom.listeners.kinds import Kind

START = datetime(2026, 3, 2, tzinfo=UTC)


def day(**series: dict[int, int]) -> DayCounts:
    made = {name: array("I", [0] * MINUTES_A_DAY) for name in series}
    for name, counts in series.items():
        for minute, count in counts.items():
            made[name][minute] = count
    return DayCounts(START.date(), made)


def test_a_process_says_everybody_once_in_each_dimension() -> None:
    counts = minute_counts(
        {Kind("websocket", "page", "fil"): 70, Kind("sse", "embed:a.example", "fil"): 5, Kind("sse", "page", "en"): 5}
    )
    assert counts == {
        "processes": 1, "all": 80, "way:websocket": 70, "way:sse": 10, "place:page": 75, "place:embed:a.example": 5,
        "language:fil": 75, "language:en": 5, "country:other": 80,
    }  # fmt: skip


def test_a_thousand_partner_sites_are_some_and_the_rest_together() -> None:
    counts = minute_counts({Kind("sse", f"embed:{n}.example"): 1 + (n < 3) for n in range(1000)})
    assert counts["place:embed:0.example"] == 2
    assert sum(name.startswith("place:") for name in counts) == 13
    assert sum(count for name, count in counts.items() if name.startswith("place:")) == counts["all"] == 1003


def test_a_minute_that_nobody_reported_is_not_known_and_one_with_nobody_is_empty() -> None:
    known = day(processes={0: 1, 1: 2, 3: 1}, all={0: 10, 1: 20, 3: 0})
    found = stepped([known], START, START + timedelta(minutes=5), 60)
    assert found.series["all"] == [10, 20, None, 0, None]


def test_a_step_is_the_average_of_the_minutes_that_are_known() -> None:
    known = day(processes=dict.fromkeys([*range(10), *range(20, 30)], 1), all=dict.fromkeys(range(10), 30))
    found = stepped([known], START, START + timedelta(minutes=45), 900)
    assert found.series["all"] == [30, 0, None]
    assert found.starts[1] - found.starts[0] == timedelta(minutes=15)


def test_the_hour_that_a_change_of_clocks_repeats_is_two_hours() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    start, end = (datetime(2026, 10, of, tzinfo=berlin) for of in (25, 26))
    assert len(stepped([], start.astimezone(UTC), end.astimezone(UTC), 3600).starts) == 25


def test_a_period_has_a_step_that_can_be_drawn() -> None:
    assert step_for(timedelta(hours=6)) == 60 and step_for(timedelta(hours=24)) == 300
    assert all(timedelta(days=days).total_seconds() / step_for(timedelta(days=days)) <= 400 for days in range(1, 91))


def part(process: str, *written: tuple[int, int], seq: int = 7) -> Delivered:
    return Delivered(id="f1", seq=seq, action="published", at=START, process=process, written=written)


def test_the_99th_of_100_is_one_of_all_processes_listeners() -> None:
    (time,) = delivery_times([part("a", (5, 60), (9, 90)), part("b", (300, 10))])
    assert (time.listeners, time.p50_ms, time.p99_ms) == (100, 5, 300)
    (alone,) = delivery_times([part("a", (5, 60), (9, 100))])
    assert (alone.p50_ms, alone.p99_ms) == (5, 9)


def test_a_push_that_reached_nobody_has_no_time() -> None:
    assert delivery_times([part("a")]) == []


def test_of_a_long_broadcast_the_points_that_count_are_kept() -> None:
    points = [(n, n * 100) for n in range(1, 101)]
    kept = thinned(points)
    assert len(kept) <= MAX_POINTS and kept[-1] == (100, 10_000) and (99, 9_900) in kept
    (time,) = delivery_times([part("a", *kept)])
    assert time.p99_ms == 99 and abs(time.p50_ms - 50) <= 8
