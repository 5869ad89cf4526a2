"""Listeners of a period, as the page and the API say them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from webapp.newsroom.listeners.counts import ALL, DIMENSIONS, MINUTE_S, Dimension, Steps, step_for, stepped
from webapp.newsroom.listeners.deliveries import DeliveryTime, delivery_times
from webapp.newsroom.model import Value
from webapp.newsroom.schedule.as_run import NamedPart
from webapp.newsroom.times import Instant
from webapp.panel.rundown.api import aired_spans
from webapp.web.site import Site

FRESH = timedelta(minutes=3)
"""Of this age at most is what counts as now: a minute is known once it is over and every process has said its part."""

MAX_NAMED = 5
"""Values of a dimension with a series of their own; the others together are one more."""


class OnAirListeners(Value):
    """One broadcast of a programme and who listened: the average of its minutes, and the most at once. `None`: not known."""

    programme: NamedPart
    starts_at: Instant
    ends_at: Instant
    average: int | None = None
    most: int | None = None


@dataclass(frozen=True)
class Now:
    """The last minute that is known: everybody, and by dimension its values, the greatest first."""

    at: datetime
    listeners: int
    by: dict[Dimension, dict[str, int]]


@dataclass(frozen=True)
class Period:
    """`listeners` and `parts` are averages of steps of `step_s` seconds that begin at `starts`."""

    starts: list[datetime]
    step_s: int
    listeners: list[int | None]
    parts: dict[str, list[int | None]]


def listeners_now(site: Site, now: datetime) -> Now | None:
    """`None` where nobody has reported within `FRESH`."""
    found = site.listener_minutes.steps(now - FRESH, now, MINUTE_S)
    totals = found.series.get(ALL, [])
    at = next((n for n in reversed(range(len(totals))) if totals[n] is not None), None)
    if at is None:
        return None
    by: dict[Dimension, dict[str, int]] = {}
    for of in DIMENSIONS:
        values = {
            name.removeprefix(f"{of}:"): counts[at] or 0
            for name, counts in found.series.items()
            if name.startswith(f"{of}:")
        }
        by[of] = dict(sorted(((value, n) for value, n in values.items() if n), key=lambda one: -one[1]))
    return Now(found.starts[at], totals[at] or 0, by)


def listeners_of(site: Site, start: datetime, end: datetime, of: Dimension) -> Period:
    """The listeners of [start, end) by one dimension, summed up off the event loop."""

    step_s = step_for(end - start)
    days = site.listener_minutes.days(start, end, lambda name: name == ALL or name.startswith(f"{of}:"))
    found: Steps = site.lanes.front.do(("listeners", start, end, of), lambda: stepped(days, start, end, step_s))
    totals = found.series.get(ALL) or [None] * len(found.starts)
    sums = {name: sum(count or 0 for count in counts) for name, counts in found.series.items() if name != ALL}
    greatest = sorted((name for name in sums if sums[name]), key=lambda name: -sums[name])[:MAX_NAMED]
    parts = {name.removeprefix(f"{of}:"): found.series[name] for name in greatest}
    rest = [
        None if total is None else max(0, total - sum(part[n] or 0 for part in parts.values()))
        for n, total in enumerate(totals)
    ]
    if len(greatest) < len([name for name in sums if sums[name]]):
        parts[""] = rest
    return Period(found.starts, found.step_s, totals, parts)


def by_programme(site: Site, start: datetime, end: datetime) -> list[OnAirListeners]:
    """The broadcasts in [start, end) as they were on the air, oldest first."""
    broadcasts: list[tuple[NamedPart, datetime, datetime]] = []
    for span in aired_spans(site, start, end):
        programme, begin, over = span.ran.programme, max(span.ran.starts_at, start), min(span.ends_at or end, end)
        if programme is None or over <= begin:
            continue
        if broadcasts and broadcasts[-1][0].id == programme.id and broadcasts[-1][2] == begin:
            broadcasts[-1] = (programme, broadcasts[-1][1], over)
        else:
            broadcasts.append((programme, begin, over))
    minutes = site.listener_minutes.steps(start, end, MINUTE_S, lambda name: name == ALL) if broadcasts else None
    return [_heard(programme, begin, over, minutes) for programme, begin, over in broadcasts if minutes]


def _heard(programme: NamedPart, begin: datetime, over: datetime, minutes: Steps) -> OnAirListeners:
    counts = minutes.series.get(ALL, [])
    first = int((begin - minutes.starts[0]).total_seconds()) // MINUTE_S if minutes.starts else 0
    last = -(-int((over - minutes.starts[0]).total_seconds()) // MINUTE_S) if minutes.starts else 0
    known = [count for count in counts[max(0, first) : last] if count is not None]
    return OnAirListeners(
        programme=programme, starts_at=begin, ends_at=over,
        average=round(sum(known) / len(known)) if known else None, most=max(known, default=None),
    )  # fmt: skip


def delivered(site: Site, start: datetime, end: datetime) -> Sequence[DeliveryTime]:
    """How long the headlines pushed in [start, end) took, oldest first."""
    return delivery_times(site.deliveries.between(start, end))
