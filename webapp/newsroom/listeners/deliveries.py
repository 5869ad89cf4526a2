"""How long a headline took from its push to the listeners' sockets: by web process, and all of them together. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from pydantic import Field

from webapp.newsroom.model import Value
from webapp.newsroom.times import Instant

MAX_POINTS = 16
"""Points that are kept of one broadcast: enough to say when the 99th of 100 was reached, for each process."""


class Delivered(Value):
    """One process's part: `written` are pairs of milliseconds since the push and listeners written to until then, in order."""

    id: str
    seq: int
    action: Literal["published", "corrected", "withdrawn", "expired"]
    at: Instant
    process: str
    written: tuple[tuple[int, int], ...] = Field(max_length=MAX_POINTS)


class DeliveryTime(Value):
    """A headline's way to all listeners together: after how many ms half of them, and 99 of 100, had been written to."""

    id: str
    seq: int
    action: str
    at: Instant
    listeners: int
    p50_ms: int
    p99_ms: int


def thinned(points: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """At most `MAX_POINTS` of (ms, listeners so far), the last and the one of the 99th of 100 among them."""
    if len(points) <= MAX_POINTS:
        return tuple(points)
    total = points[-1][1]
    wanted = [total * n / (MAX_POINTS - 2) for n in range(1, MAX_POINTS - 2)] + [total * 0.99, total]
    return tuple(dict.fromkeys(next(point for point in points if point[1] >= least) for least in wanted))


def delivery_times(parts: Iterable[Delivered]) -> list[DeliveryTime]:
    """The parts of all processes put together, oldest first; without those that reached nobody."""
    by_event: dict[tuple[str, int], list[Delivered]] = {}
    for part in parts:
        by_event.setdefault((part.id, part.seq), []).append(part)
    made = []
    for of in by_event.values():
        steps = sorted((ms, more) for part in of for ms, more in _gains(part.written))
        total = sum(more for _, more in steps)
        if total:
            one = of[0]
            made.append(
                DeliveryTime(
                    id=one.id,
                    seq=one.seq,
                    action=one.action,
                    at=one.at,
                    listeners=total,
                    p50_ms=_reached(steps, total * 0.5),
                    p99_ms=_reached(steps, total * 0.99),
                )
            )
    return sorted(made, key=lambda time: time.at)


def _gains(written: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    before = [0, *(count for _, count in written)]
    return [(ms, count - was) for (ms, count), was in zip(written, before, strict=False)]


def _reached(steps: Sequence[tuple[int, int]], least: float) -> int:
    so_far = 0
    for ms, more in steps:
        so_far += more
        if so_far >= least:
            return ms
    return steps[-1][0]
