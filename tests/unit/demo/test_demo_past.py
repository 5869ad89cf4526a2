"""The demo's past: a day as a station has one, the same whenever it is made for one moment."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from webapp.demo.articles import ZONE, seed_reads
from webapp.demo.past.curve import share_of_day
from webapp.demo.past.listeners import delivery, minute_counts, past_days
from webapp.demo.past.reads import past_reads
from webapp.demo.past.stream import past_notes
from webapp.newsroom.listeners.counts import ALL, PROCESSES, stepped
from webapp.newsroom.listeners.deliveries import delivery_times
from webapp.newsroom.stream.history import status_spans

NOW = datetime(2026, 3, 4, 3, 17, tzinfo=UTC)


def test_the_morning_show_has_the_most_and_the_night_the_least() -> None:
    day = [share_of_day(datetime(2026, 3, 4, hour, 10, tzinfo=ZONE)) for hour in range(24)]
    assert day.index(max(day)) in (6, 7, 8) and day.index(min(day)) in range(5)
    assert day[18] > 2 * day[15] and day[12] > 1.5 * day[10], "lunch, and the way home"


def test_every_listener_is_counted_once_in_each_dimension() -> None:
    counts = minute_counts(NOW, ZONE)
    for dimension in ("way", "place", "language", "country"):
        assert sum(count for name, count in counts.items() if name.startswith(f"{dimension}:")) == counts[ALL] > 0


def test_the_days_before_are_known_but_for_one_gap_and_later_is_not() -> None:
    days = past_days(NOW, ZONE)
    assert [day.series[ALL] for day in days] == [day.series[ALL] for day in past_days(NOW, ZONE)]
    found = stepped(days, NOW - timedelta(days=3), NOW + timedelta(minutes=10), 60)
    unknown = [at for at, count in zip(found.starts, found.series[ALL], strict=True) if count is None]
    assert len([at for at in unknown if at < NOW]) == 23 and NOW.replace(second=0) + timedelta(minutes=5) in unknown
    assert max(days[-1].series[PROCESSES]) == 2


def test_a_story_has_as_many_reads_as_before_and_most_while_it_is_new() -> None:
    totals = seed_reads(NOW)
    made = past_reads(NOW, totals)
    assert made == past_reads(NOW, totals)
    for slug in ("trapik-sa-edsa", "storm-marikit-slows"):
        counts = [bucket[slug] for bucket in made.values()]
        assert abs(sum(counts) - totals[slug]) <= 1 and min(counts) >= 0 and len(set(counts)) > 5


def test_the_stream_was_away_and_silent_some_times_and_is_on_the_air() -> None:
    notes = past_notes(NOW)
    assert notes == sorted(notes, key=lambda note: note.at)
    spans = status_spans(notes, NOW - timedelta(days=7), NOW, NOW)["live"]
    assert [span.status for span in spans] == [
        "on_air", "off_air", "on_air", "silent", "on_air", "off_air", "on_air", "silent", "on_air",
    ]  # fmt: skip


def test_a_push_took_some_ms_to_everybody() -> None:
    (time,) = delivery_times([delivery("f1", 3, NOW, ZONE)])
    assert 5 < time.p50_ms < time.p99_ms < 200
