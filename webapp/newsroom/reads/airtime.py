"""Airtime and reads: when an article rotated beside the segment or was read on air, and how its reads changed. Pure.

Reads are counted in buckets of `BUCKET_S`. A bucket that was not kept is unknown, not zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise, zip_longest
from typing import Literal

from webapp.newsroom.model import Slug, Value
from webapp.newsroom.reads.lift import BUCKET_S, SIDE_S
from webapp.newsroom.schedule.as_run import AiredArticles
from webapp.newsroom.times import Instant

LIFT_WINDOW = timedelta(seconds=SIDE_S)

ReadsByBucket = Mapping[int, int]
"""The first second of a bucket (Unix time) → the reads in it."""


class OnAirBand(Value):
    """An article on the air: in the rotation for that time, or read at that moment. `shown_s` are the seconds of its
    own turns.
    """

    kind: Literal["rotation", "read"]
    starts_at: Instant
    ends_at: Instant
    shown_s: int = 0


class ReadsBucket(Value):
    """The reads of one step of the chart, from `starts_at`; `None` when unknown. `counting`: the step is not over yet."""

    starts_at: Instant
    reads: int | None = None
    counting: bool = False


def on_air_bands(slug: str, rows: Sequence[AiredArticles], until: datetime) -> list[OnAirBand]:
    """When `slug` was on the air, oldest first. `rows` are in order of time; a new plan that keeps the article extends
    its band.
    """
    found: list[OnAirBand] = []
    plans = [row for row in rows if row.kind == "rotation"]
    for row, following in zip_longest(plans, plans[1:]):
        ends = min(following.at, until) if following else until
        if slug not in row.articles or ends <= row.at:
            continue
        shown = _shown_s(slug, row, ends)
        if found and found[-1].ends_at == row.at:
            last = found.pop()
            found.append(
                OnAirBand(kind="rotation", starts_at=last.starts_at, ends_at=ends, shown_s=last.shown_s + shown)
            )
        else:
            found.append(OnAirBand(kind="rotation", starts_at=row.at, ends_at=ends, shown_s=shown))
    found += [
        OnAirBand(kind="read", starts_at=row.at, ends_at=row.at)
        for row in rows
        if row.kind == "read" and slug in row.articles
    ]
    return sorted(found, key=lambda band: band.starts_at)


def bands_within(
    slug: str, rows: Sequence[AiredArticles], spans: Sequence[tuple[datetime, datetime]]
) -> list[OnAirBand]:
    """The bands of `slug` within `spans`. A band that is cut at a span's start did not come on the air there."""
    return [
        band for start, end in spans for band in on_air_bands(slug, _from(rows, start), end) if band.starts_at < end
    ]


def merged_spans(spans: Iterable[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    """The spans in order of time, those that overlap or touch as one."""
    found: list[tuple[datetime, datetime]] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            first, last = found.pop()
            found.append((first, max(last, end)))
        else:
            found.append((start, end))
    return found


def articles_in(rows: Iterable[AiredArticles], spans: Sequence[tuple[datetime, datetime]]) -> list[Slug]:
    """The articles that were on the air during `spans`, in the order of their first appearance."""
    ordered = sorted(rows, key=lambda row: row.at)
    seen: dict[Slug, None] = {}
    plans = [row for row in ordered if row.kind == "rotation"]
    ends = {id(row): following.at for row, following in pairwise(plans)}
    for row in ordered:
        for start, end in spans:
            until = ends.get(id(row), end) if row.kind == "rotation" else row.at + timedelta(milliseconds=1)
            if row.at < end and until > start:
                seen.update(dict.fromkeys(row.articles))
    return list(seen)


def came_on(bands: Sequence[OnAirBand]) -> list[datetime]:
    """When the article came on after at least half an hour off the air, or was read on air.

    `bands` must not be cut: the cut would look like a beginning.
    """
    found: list[datetime] = []
    last_end: datetime | None = None
    for band in bands:
        if last_end is None or band.starts_at - last_end >= LIFT_WINDOW or band.kind == "read":
            found.append(band.starts_at)
        last_end = max(last_end, band.ends_at) if last_end else band.ends_at
    return found


def edges(bands: Sequence[OnAirBand]) -> list[datetime]:
    """When the article came on, and when it went off."""
    return [edge for band in bands for edge in (band.starts_at, band.ends_at)]


def is_on_around(bands: Sequence[OnAirBand], at: datetime) -> bool:
    """Whether the article was on the air within half an hour of `at`."""
    return any(band.starts_at <= at + LIFT_WINDOW and band.ends_at >= at - LIFT_WINDOW for band in bands)


def read_bars(counts: ReadsByBucket, start: datetime, end: datetime, step_s: int, now: datetime) -> list[ReadsBucket]:
    """The bars of the chart, `step_s` seconds each; a step is unknown when any of its started buckets is."""
    found = []
    for first in range(_bucket(start), int(end.timestamp()), step_s):
        parts = [counts.get(at) for at in range(first, first + step_s, BUCKET_S) if at <= now.timestamp()]
        known = [part for part in parts if part is not None]
        reads = sum(known) if len(known) == len(parts) else None
        counting = first + step_s > now.timestamp()
        found.append(ReadsBucket(starts_at=datetime.fromtimestamp(first, UTC), reads=reads, counting=counting))
    return found


def bucket_starts(start: datetime, end: datetime, width_s: int = BUCKET_S) -> list[int]:
    """The buckets of `width_s` that overlap [start, end), by their first second (Unix time)."""
    first = int(start.timestamp())
    return list(range(first - first % width_s, int(end.timestamp()), width_s))


def total_reads(many: Iterable[ReadsByBucket]) -> dict[int, int]:
    """The reads of several articles, added up by bucket."""
    total: dict[int, int] = {}
    for counts in many:
        for at, reads in counts.items():
            total[at] = total.get(at, 0) + reads
    return total


def _from(rows: Sequence[AiredArticles], start: datetime) -> list[AiredArticles]:
    """The rows from `start` on, beginning with the plan in force as if it had come at `start`."""
    before = [row for row in rows if row.kind == "rotation" and row.at < start][-1:]
    return [*(row.model_copy(update={"at": start}) for row in before), *(row for row in rows if row.at >= start)]


def _shown_s(slug: str, plan: AiredArticles, until: datetime) -> int:
    """For how many seconds of [plan.at, until) it was the article's turn."""
    if not plan.every_s or plan.starts_at is None:
        return 0
    every, count = plan.every_s, len(plan.articles)
    place = plan.articles.index(slug)

    def up_to(t: datetime) -> float:
        passed = max(0.0, (t - plan.starts_at).total_seconds())  # type: ignore[operator]
        rounds, rest = divmod(passed, every * count)
        return rounds * every + min(max(rest - place * every, 0.0), every)

    return round(up_to(until) - up_to(plan.at))


def _bucket(t: datetime) -> int:
    stamp = int(t.timestamp())
    return stamp - stamp % BUCKET_S
