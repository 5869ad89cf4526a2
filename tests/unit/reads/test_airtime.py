"""When a story was on the air, and what may be said about its reads: no more than the numbers bear."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from webapp.newsroom.reads.airtime import (
    OnAirBand,
    articles_in,
    bands_within,
    bucket_starts,
    came_on,
    is_on_around,
    merged_spans,
    on_air_bands,
    read_bars,
    total_reads,
)
from webapp.newsroom.schedule.as_run import AiredArticles

SIX = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)


def at(minutes: float) -> datetime:
    return SIX + timedelta(minutes=minutes)


def plan(minute: float, *articles: str, every_s: int = 60) -> AiredArticles:
    return AiredArticles(at=at(minute), kind="rotation", articles=articles, every_s=every_s, starts_at=at(minute))


def counts(per_bucket: dict[int, int]) -> dict[int, int]:
    """Zero from an hour before six to two hours after, but for these minutes."""
    return {b: per_bucket.get((b - int(SIX.timestamp())) // 60, 0) for b in bucket_starts(at(-60), at(120))}


def test_a_story_is_on_while_it_is_in_the_rotation_and_shown_in_its_turns() -> None:
    rows = [plan(0, "rice", "ferry"), plan(10, "rice", "ferry", "taal"), plan(19, "taal")]
    (band,) = on_air_bands("rice", rows, at(60))
    assert (band.starts_at, band.ends_at, band.shown_s) == (at(0), at(19), 5 * 60 + 3 * 60)
    (band,) = on_air_bands("taal", rows, at(60))
    assert (band.starts_at, band.ends_at) == (at(10), at(60))


def test_a_turn_that_is_cut_counts_for_as_long_as_it_was_shown() -> None:
    (band,) = on_air_bands("ferry", [plan(0, "rice", "ferry"), plan(1.5)], at(60))
    assert band.shown_s == 30


def test_a_story_that_was_never_on_has_no_bands() -> None:
    assert on_air_bands("rice", [], at(60)) == [] and articles_in([], [(at(0), at(60))]) == []
    assert read_bars({}, at(0), at(10), 300, at(60))[0].reads is None and came_on([]) == []


def test_a_story_read_on_air_is_a_moment() -> None:
    rows = [plan(0, "rice"), AiredArticles(at=at(5), kind="read", articles=("taal",)), plan(10)]
    assert on_air_bands("taal", rows, at(60)) == [OnAirBand(kind="read", starts_at=at(5), ends_at=at(5))]


def test_a_programmes_stories_are_those_that_were_on_in_its_time() -> None:
    rows = [
        plan(-30, "old"),
        plan(0, "rice", "ferry"),
        AiredArticles(at=at(5), kind="read", articles=("taal",)),
        plan(30, "late"),
    ]
    assert articles_in(rows, [(at(0), at(30))]) == ["rice", "ferry", "taal"]
    assert articles_in(rows, [(at(-10), at(-5))]) == ["old"]


def test_a_story_that_is_back_within_minutes_came_on_once() -> None:
    bands = [OnAirBand(kind="rotation", starts_at=at(m), ends_at=at(m + 5)) for m in (0, 10, 50)]
    assert came_on(bands) == [at(0), at(50)]
    assert is_on_around(bands, at(-29)) and is_on_around(bands, at(84)) and not is_on_around(bands, at(86))


def test_bars_sum_up_and_leave_out_what_nobody_kept() -> None:
    known = counts({0: 3, 5: 4, 10: 5})
    assert [bar.reads for bar in read_bars(known, at(0), at(30), 15 * 60, at(60))] == [12, 0]
    del known[int(at(20).timestamp())]
    assert [bar.reads for bar in read_bars(known, at(0), at(30), 15 * 60, at(60))] == [12, None]
    assert total_reads([{0: 1}, {0: 2, 300: 5}]) == {0: 3, 300: 5}


def test_a_story_on_half_the_time_is_shown_for_half_of_the_programme_and_no_longer() -> None:
    rows = [plan(-220, "rice", "ferry", every_s=15)]
    (band,) = bands_within("rice", rows, [(at(0), at(80))])
    assert (band.starts_at, band.ends_at, band.shown_s) == (at(0), at(80), 40 * 60)


def test_a_story_that_only_touches_the_programme_is_not_on_in_it() -> None:
    rows = [
        plan(-20, "old"),
        plan(0, "rice"),
        plan(30, "late"),
        AiredArticles(at=at(30), kind="read", articles=("rice",)),
    ]
    assert [bands_within(slug, rows, [(at(0), at(30))]) for slug in ("old", "late")] == [[], []]
    (band,) = bands_within("rice", rows, [(at(0), at(30))])
    assert (band.starts_at, band.ends_at, band.kind) == (at(0), at(30), "rotation")


def test_a_programme_in_two_parts_counts_what_was_on_in_both() -> None:
    parts = merged_spans([(at(0), at(10)), (at(10), at(20)), (at(40), at(50))])
    assert parts == [(at(0), at(20)), (at(40), at(50))]
    bands = bands_within("rice", [plan(-60, "rice")], parts)
    assert [(band.starts_at, band.shown_s) for band in bands] == [(at(0), 20 * 60), (at(40), 10 * 60)]


def test_the_bar_that_is_being_counted_has_what_there_is_so_far() -> None:
    known = {at_: reads for at_, reads in counts({0: 3, 15: 7}).items() if at_ <= at(16).timestamp()}
    over, newest = read_bars(known, at(0), at(16), 15 * 60, at(16))
    assert (over.reads, over.counting) == (3, False)
    assert (newest.reads, newest.counting) == (7, True)
    del known[int(at(15).timestamp())]
    assert read_bars(known, at(0), at(16), 15 * 60, at(16))[1].reads is None
