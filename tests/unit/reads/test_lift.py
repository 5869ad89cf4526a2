"""What may be said of an airing and a story's reads: no more than the story's other hours, and other stories, bear out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from math import exp, pi, sin, sqrt
from random import Random

import pytest

from webapp.newsroom.reads.lift import BUCKET_S, Lift, ReadCounts, lift, read_counts

SIX = datetime(2026, 3, 2, 6, 0, 20, tzinfo=UTC)
MINUTE = int(SIX.timestamp()) // 60 * 60
BACK = 490

Rate = Callable[[int], float]
"""Minutes from the airing → reads a minute to be expected."""


def at(minutes: float) -> datetime:
    return SIX + timedelta(minutes=minutes)


def minutes(rate: Rate, dice: Random | None = None, back: int = BACK) -> dict[int, int]:
    """Reads by the minute, as they come by chance with `dice`, else as evenly as whole numbers can."""
    return {MINUTE + 60 * m: _reads(rate(m), dice) for m in range(-back, 40)}


def _reads(mean: float, dice: Random | None) -> int:
    if dice is None:
        return round(mean)
    if mean > 30:
        return max(0, round(dice.gauss(mean, sqrt(mean))))
    reads, left = 0, dice.random() / exp(-mean)
    while left > 1:
        reads, left = reads + 1, left * dice.random()
    return reads


def steady(reads: float) -> Rate:
    return lambda _: reads


def fading(reads: float, half_life: float) -> Rate:
    return lambda m: reads * 0.5 ** (m / half_life)


def waves(dice: Random, every: float) -> Rate:
    phase = dice.random() * 2 * pi
    return lambda m: 6 * (1 + 0.5 * sin(2 * pi * m / every + phase))


def wobbling(dice: Random, holding: float) -> Rate:
    """The rate wanders about its mean, and forgets where it was after about 1 / (1 - holding) minutes."""
    place, places = 0.0, {}
    for m in range(-BACK, 40):
        place = holding * place + dice.gauss(0, 0.4 * sqrt(1 - holding**2))
        places[m] = 6 * exp(place)
    return places.__getitem__


def by_both(counts: dict[int, int]) -> ReadCounts:
    buckets: dict[int, int] = {}
    for minute, reads in counts.items():
        buckets[minute - minute % BUCKET_S] = buckets.get(minute - minute % BUCKET_S, 0) + reads
    return ReadCounts(counts, buckets)


def told(
    counts: dict[int, int], *others: dict[int, int], now: float = 60, began: datetime | None = None
) -> Lift | None:
    return lift(SIX, by_both(counts), list(map(by_both, others)), [SIX], at(now), began)


SERIES: dict[str, Callable[[Random], Rate]] = {
    "fades within two hours": lambda _: fading(4, 120),
    "fades, few reads": lambda _: fading(1, 120),
    "fades within 45 minutes": lambda _: fading(3, 45),
    "fades as old news does": lambda _: lambda m: 3000 / (m + 600),
    "waves of an hour and a half": lambda dice: waves(dice, 90),
    "waves of six hours": lambda dice: waves(dice, 360),
    "wobbles": lambda dice: wobbling(dice, 0.9),
    "wobbles slowly": lambda dice: wobbling(dice, 0.98),
}


@pytest.mark.parametrize("others", [0, 3])
def test_where_an_airing_changed_nothing_at_most_one_interval_in_twenty_says_otherwise(others: int) -> None:
    dice, wrong, said = Random(29), dict.fromkeys(SERIES, 0), 20 if others else 50
    for name, kind in SERIES.items():
        for _ in range(said):
            found = told(minutes(kind(dice), dice), *(minutes(kind(dice), dice) for _ in range(others)))
            assert found and found.low is not None and found.high is not None
            wrong[name] += found.low > 0 or found.high < 0
    assert sum(wrong.values()) <= 0.05 * said * len(SERIES), wrong
    assert max(wrong.values()) <= 0.05 * said + 2 * sqrt(0.05 * 0.95 * said), wrong


def test_what_an_airing_did_lies_in_the_interval_and_is_not_mistaken_for_nothing() -> None:
    dice, inside = Random(7), 0
    for _ in range(60):
        fade = fading(4, 120)
        found = told(minutes(lambda m, fade=fade: fade(m) * (2.07 if m > 0 else 1), dice))  # type: ignore[misc]
        assert found and found.low is not None and found.high is not None and found.low > 0
        inside += found.low <= 107 <= found.high
    assert inside >= 54


def test_a_story_that_fades_is_compared_with_its_own_fading() -> None:
    found = told(minutes(fading(64, 60)))
    assert found and found.expected is not None and found.low is not None and found.high is not None
    assert found.after < 0.75 * found.before and abs(found.expected - found.after) <= 0.03 * found.after
    assert found.low < 0 < found.high


def test_what_moves_all_stories_is_not_laid_to_the_airing() -> None:
    def rise(m: int) -> float:
        return 10 if m <= 0 else 20

    alone, beside = told(minutes(rise)), told(minutes(rise), minutes(rise), minutes(rise))
    assert alone and alone.low and alone.low > 0 and alone.others == 0
    assert beside and beside.low is not None and beside.high is not None and beside.low < 0 < beside.high
    assert beside.others == 2


def test_the_minute_of_the_airing_counts_on_neither_side_and_without_minutes_the_five_around_it() -> None:
    counts = by_both(minutes(steady(2)) | {MINUTE: 500})
    for known in (counts, ReadCounts({}, counts.buckets)):
        found = lift(SIX, known, [], [SIX], at(60))
        assert found and (found.before, found.after) == (60, 60)


def test_a_young_story_is_compared_with_others_at_the_same_time_and_without_them_nothing_is_said() -> None:
    young, born = minutes(steady(5), back=45), at(-45)
    alone = told(young, began=born)
    assert alone and (alone.before, alone.after, alone.low, alone.is_few) == (150, 150, None, False)
    beside = told(young, *(minutes(steady(reads)) for reads in (3, 4, 5, 6)), began=born)
    assert beside and beside.low is not None and beside.high is not None and beside.low < 0 < beside.high


def test_hours_in_which_it_came_on_or_went_off_are_no_hours_without_an_airing() -> None:
    earlier = [at(-m) for m in range(70, BACK, 60)]
    found = lift(SIX, by_both(minutes(steady(5))), [], [*earlier, SIX], at(60))
    assert found and found.low is None


def test_nothing_is_told_before_the_half_hour_is_over_or_where_reads_are_missing_and_few_are_called_few() -> None:
    counts = minutes(steady(5))
    assert told(counts, now=30) is None and told(counts, now=31) is not None
    gap = {minute: reads for minute, reads in counts.items() if abs(minute - MINUTE + 600) >= 600}
    assert told(gap) is None
    few = told(minutes(lambda m: m % 5 == 0))
    assert few and few.is_few and few.low is None


def test_minutes_that_do_not_add_up_to_what_was_counted_are_unknown() -> None:
    by_minute = dict.fromkeys(range(0, 600, 60), 1)
    assert read_counts(by_minute, {0: 5, 300: 7}).minutes == dict.fromkeys(range(0, 300, 60), 1)
