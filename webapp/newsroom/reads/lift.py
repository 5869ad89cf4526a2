"""What an airing did to a story's reads: an interval, by comparison with the story itself and with others. Pure.

Interrupted time series with controls (Lopez Bernal, Cummins and Gasparrini, "The use of controls in interrupted time series
studies of public health interventions", Int J Epidemiol 2018), reduced to changes from one half hour to the next. What changes
do without an airing is known from the story's own earlier half hours, as in placebo tests in time (Abadie, Diamond and
Hainmueller, "Synthetic Control Methods for Comparative Case Studies", JASA 2010). How far the next one may be from those is
the prediction interval of a random-effects mean (DerSimonian and Laird, Control Clin Trials 1986; Higgins, Thompson and
Spiegelhalter, JRSS A 2009).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from math import exp, log, sqrt
from typing import NamedTuple

from webapp.newsroom.model import Value
from webapp.newsroom.times import Instant

MINUTE_S, BUCKET_S = 60, 5 * 60
SIDE_S = 30 * 60
"""Reads this long before and after an article comes on the air are compared, without the minute in which it does; where minutes
are no longer known, without those five.
"""

EARLIER_CHANGES = 12
"""How many earlier changes of the story are looked at; six hours of them."""

LOOK_BACK = timedelta(seconds=SIDE_S * (EARLIER_CHANGES + 3))
"""How long before an airing reads and airtimes have to be known."""

MIN_CHANGES = 4
MIN_LIFT_READS = 20
"""With fewer reads on both sides together nothing is said; with fewer than half as many a change is not compared with."""

MIN_CONTROL_READS = 40

_T_95 = (12.7, 4.30, 3.18, 2.78, 2.57, 2.45, 2.36, 2.31, 2.26, 2.23, 2.20, 2.18, 2.16, 2.14, 2.13, 2.12, 2.11, 2.10)
"""Student's t for 95 %, from one degree of freedom on."""


class ReadCounts(NamedTuple):
    """The first second of a minute, or of five (Unix time) → the reads in it. What is left out is unknown."""

    minutes: Mapping[int, int]
    buckets: Mapping[int, int]


class Lift(Value):
    """Reads in the half hours before and after an article came on, and what the airing changed.

    `low` to `high` is the 95 % interval in percent of what was to be expected without it, `expected` reads after; they are
    `None` where there is too little to compare with. `others` is how many stories that were not on air were compared with.
    """

    at: Instant
    before: int
    after: int
    expected: int | None = None
    low: int | None = None
    high: int | None = None
    others: int = 0

    @property
    def is_few(self) -> bool:
        """Whether the reads themselves are too few to say anything."""
        return self.before + self.after < MIN_LIFT_READS


class _Change(NamedTuple):
    """The logarithm of a half hour's reads over those of the one before, and its variance by chance (Poisson)."""

    size: float
    variance: float


def lift(
    at: datetime,
    counts: ReadCounts,
    others: Sequence[ReadCounts],
    edges: Sequence[datetime],
    now: datetime,
    began: datetime | None = None,
) -> Lift | None:
    """The lift of an airing that began `at`; `None` where its half hours are not over or not known.

    `counts` are the reads of the story, `others` those of stories that were not on air around that time, `edges` are the times
    at which the story came on and went off, `began` is when it was published.
    """
    stamp = int(at.timestamp())
    reads = _sides(counts, stamp, now)
    if reads is None:
        return None
    found = Lift(at=at, before=reads[0], after=reads[1])
    if found.is_few:
        return found
    known = [other for other in others if _sides(other, stamp, now) is not None]
    earlier = []
    for n in range(EARLIER_CHANGES):
        then = stamp - 2 * SIDE_S - BUCKET_S - n * SIDE_S
        if (began is None or then - SIDE_S - BUCKET_S >= began.timestamp()) and not _is_disturbed(then, edges):
            earlier.append(_beside(counts, then, known, now))
    changes = [change for change in earlier if change]
    if len(changes) < MIN_CHANGES:
        beside = (_beside(other, stamp, [*known[:n], *known[n + 1 :]], now) for n, other in enumerate(known))
        changes += [change for change in beside if change]
    this = _beside(counts, stamp, known, now)
    if this is None or len(changes) < MIN_CHANGES:
        return found
    usual, spread = _expected(changes, this)
    low, high = (round((exp(this.size - usual + sign * spread) - 1) * 100) for sign in (-1, 1))
    expected = round((reads[1] + 0.5) / exp(this.size - usual))
    return found.model_copy(update={"expected": expected, "low": low, "high": high, "others": len(known)})


def read_counts(minutes: Mapping[int, int], buckets: Mapping[int, int]) -> ReadCounts:
    """The counts, without minutes that do not add up to their bucket: there, somebody counted who keeps no minutes."""
    found: dict[int, int] = {}
    for first, reads in buckets.items():
        within = {at: minutes[at] for at in range(first, first + BUCKET_S, MINUTE_S) if at in minutes}
        if sum(within.values()) == reads:
            found |= within
    return ReadCounts(found, buckets)


def _expected(earlier: Sequence[_Change], this: _Change) -> tuple[float, float]:
    """The change that was to be expected, and how far from it a change without an airing stays in 95 of 100 cases."""
    weights = [1 / change.variance for change in earlier]
    mean = sum(weight * change.size for weight, change in zip(weights, earlier, strict=True)) / sum(weights)
    excess = sum(weight * (change.size - mean) ** 2 for weight, change in zip(weights, earlier, strict=True))
    free = len(earlier) - 1
    scale = sum(weights) - sum(weight**2 for weight in weights) / sum(weights)
    between = max(0.0, (excess - free) / scale)
    weights = [1 / (change.variance + between) for change in earlier]
    mean = sum(weight * change.size for weight, change in zip(weights, earlier, strict=True)) / sum(weights)
    # Neighbouring changes share a half hour, and slow waves several: they tell about half as much as their number.
    t = _T_95[max(1, min(free // 2, len(_T_95))) - 1]
    return mean, t * sqrt(between + this.variance + 1 / sum(weights))


def _beside(counts: ReadCounts, at: int, others: Sequence[ReadCounts], now: datetime) -> _Change | None:
    """The change of `counts` less that of the `others` together; `None` where one is not known or has too few reads."""
    own = _sides(counts, at, now)
    if own is None or sum(own) < MIN_LIFT_READS / 2:
        return None
    pooled = [sides for other in others if (sides := _sides(other, at, now))]
    before, after = (sum(sides[n] for sides in pooled) for n in (0, 1))
    change = _change(own)
    if before + after < MIN_CONTROL_READS:
        return change
    control = _change((before, after))
    return _Change(change.size - control.size, change.variance + control.variance)


def _change(sides: tuple[int, int]) -> _Change:
    before, after = sides[0] + 0.5, sides[1] + 0.5
    return _Change(log(after / before), 1 / before + 1 / after)


def _sides(counts: ReadCounts, at: int, now: datetime) -> tuple[int, int] | None:
    """The reads in the half hours before and after `at`; `None` where one is not known or not over."""
    for of, width in ((counts.minutes, MINUTE_S), (counts.buckets, BUCKET_S)):
        first = at - at % width
        before = [of.get(then) for then in range(first - SIDE_S, first, width)]
        after = [of.get(then) for then in range(first + width, first + width + SIDE_S, width)]
        if None not in before and None not in after and first + width + SIDE_S <= now.timestamp():
            return sum(reads or 0 for reads in before), sum(reads or 0 for reads in after)
    return None


def _is_disturbed(at: int, edges: Sequence[datetime]) -> bool:
    """Whether the story came on or went off in the half hours around `at`."""
    return any(abs(at - edge.timestamp()) < SIDE_S + BUCKET_S for edge in edges)
