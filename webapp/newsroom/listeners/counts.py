"""One minute's listeners, and series of minutes made of them. Pure.

A series is a name and a count a minute: `all`, `processes` (how many web processes reported), and one for each way, place,
language and country (`way:sse`). Minutes that no process reported are unknown, not empty.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from webapp.newsroom.listeners.kinds import EMBED, OTHER, WAYS, Kind

MINUTE_S = 60
MINUTES_A_DAY = 24 * 60
RETENTION = timedelta(days=90)

ALL, PROCESSES = "all", "processes"
Dimension = Literal["way", "place", "language", "country"]
DIMENSIONS: tuple[Dimension, ...] = ("way", "place", "language", "country")
"""The fields of a `Kind`, in their order."""

MAX_OF: Mapping[Dimension, int] = {"way": len(WAYS), "place": 12, "language": 8, "country": 12}
"""How many different values one process reports of each; the least are `other`."""

MAX_SERIES = 48
"""Series that are kept of one day; `MAX_SERIES` × 1440 × 4 bytes are 276,480 a day, where all are used."""


def minute_counts(kinds: Mapping[Kind, int]) -> dict[str, int]:
    """The series of one process in one minute, of its listeners by kind."""
    made: Counter[str] = Counter({PROCESSES: 1, ALL: sum(kinds.values())})
    for index, of in enumerate(DIMENSIONS):
        values: Counter[str] = Counter()
        for kind, count in kinds.items():
            values[str(kind[index])] += count
        for n, (value, count) in enumerate(values.most_common()):
            rest = f"{EMBED}{OTHER}" if of == "place" and value.startswith(EMBED) else OTHER
            made[f"{of}:{value if n < MAX_OF[of] else rest}"] += count
    return dict(made)


@dataclass(frozen=True)
class DayCounts:
    """The minutes of one day (UTC) by series, 1440 counts each."""

    day: date
    series: Mapping[str, Sequence[int]] = field(default_factory=dict)


@dataclass(frozen=True)
class Steps:
    """Averages of steps of `step_s` seconds; `None` where no minute of a step is known."""

    starts: list[datetime]
    step_s: int
    series: dict[str, list[int | None]]


def step_for(span: timedelta) -> int:
    """Seconds of a step that suits a chart of `span`: at most some 400 of them."""
    for step_s in (60, 5 * 60, 15 * 60, 3600, 3 * 3600):
        if span.total_seconds() / step_s <= 400:
            return step_s
    return 6 * 3600


def stepped(days: Sequence[DayCounts], start: datetime, end: datetime, step_s: int) -> Steps:
    """The steps of [start, end), the first one that of `start`. `days` are those of the whole span, in order."""
    first = int(start.timestamp()) // step_s * step_s
    begins = list(range(first, int(end.timestamp()), step_s))
    names = [name for name in dict.fromkeys(name for day in days for name in day.series) if name != PROCESSES]
    made: dict[str, list[int | None]] = {name: [] for name in names}
    by_day = {day.day: day for day in days}
    for begin in begins:
        parts = list(_pieces(begin, min(begin + step_s, int(end.timestamp()) // MINUTE_S * MINUTE_S)))
        known = sum(_known(by_day.get(day), a, b) for day, a, b in parts)
        for name in names:
            total = sum(_sum(by_day.get(day), name, a, b) for day, a, b in parts)
            made[name].append(round(total / known) if known else None)
    return Steps([datetime.fromtimestamp(at, UTC) for at in begins], step_s, made)


def _pieces(begin: int, end: int) -> list[tuple[date, int, int]]:
    """The parts of [begin, end) by day, as minutes of that day."""
    found = []
    while begin < end:
        at = datetime.fromtimestamp(begin, UTC)
        minute = at.hour * 60 + at.minute
        until = min(MINUTES_A_DAY, minute + (end - begin) // MINUTE_S)
        if until <= minute:
            break
        found.append((at.date(), minute, until))
        begin += (until - minute) * MINUTE_S
    return found


def _known(day: DayCounts | None, a: int, b: int) -> int:
    processes = day.series.get(PROCESSES) if day else None
    return (b - a) - processes[a:b].count(0) if processes else 0


def _sum(day: DayCounts | None, name: str, a: int, b: int) -> int:
    counts = day.series.get(name) if day else None
    return sum(counts[a:b]) if counts else 0
