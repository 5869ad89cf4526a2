"""The hours of a story's reads as a small picture: where each bar stands, for a template to draw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from webapp.store.reads.story import Hour

WIDTH, HEIGHT, HEAD, FOOT = 600, 160, 20, 26
"""Units of the drawing's own; `HEAD` of them are above the highest bar, for its number, `FOOT` below, for the hours."""


@dataclass(frozen=True)
class ChartBar:
    """`height` of the counted, and above it `out` of what was left out, from `x` on, `width` wide."""

    hour: Hour
    x: float
    width: float
    height: float
    out: float


@dataclass(frozen=True)
class Chart:
    """`most` is what a bar of full height stands for."""

    bars: list[ChartBar]
    most: int
    starts_at: datetime
    hour_s: int = 3600
    width: int = WIDTH
    height: int = HEIGHT
    foot: int = FOOT

    def x(self, moment: datetime) -> float:
        """Where an instant stands, within the drawing: for what else happened in these hours."""
        hours = (moment - self.starts_at).total_seconds() / self.hour_s
        return min(self.width, max(0.0, hours / len(self.bars) * self.width))


def chart(hours: Sequence[Hour]) -> Chart:
    most = max(10, *(hour.reads + hour.repeats + hour.bots for hour in hours))
    step = WIDTH / len(hours)

    def high(count: int) -> float:
        return round(count / most * (HEIGHT - HEAD), 1)

    bars = [
        ChartBar(hour, round(n * step + 1.5, 1), round(step - 3, 1), high(hour.reads), high(hour.repeats + hour.bots))
        for n, hour in enumerate(hours)
    ]
    return Chart(bars, most, hours[0].starts_at)
