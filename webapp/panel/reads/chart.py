"""The hours of a story's reads as a bar chart: positions for a template to draw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from webapp.store.reads.story import Hour

WIDTH, HEIGHT, HEAD, FOOT = 600, 160, 20, 26
"""In the drawing's own units. `HEAD` is the room above the highest bar, for its number, `FOOT` that below, for the hours."""


@dataclass(frozen=True)
class ChartBar:
    """One hour: `height` stands for the counted reads, `out` above it for those left out; `x` is the left edge."""

    hour: Hour
    x: float
    width: float
    height: float
    out: float


@dataclass(frozen=True)
class Chart:
    """`most` is the number of reads of a bar of full height."""

    bars: list[ChartBar]
    most: int
    starts_at: datetime
    hour_s: int = 3600
    width: int = WIDTH
    height: int = HEIGHT
    foot: int = FOOT

    def x(self, moment: datetime) -> float:
        """The x of an instant, kept within the drawing."""
        hours = (moment - self.starts_at).total_seconds() / self.hour_s
        return min(self.width, max(0.0, hours / len(self.bars) * self.width))


def chart(hours: Sequence[Hour]) -> Chart:
    """The chart of consecutive `hours`, of which there is at least one."""
    most = max(10, *(hour.reads + hour.repeats + hour.bots for hour in hours))
    step = WIDTH / len(hours)

    def high(count: int) -> float:
        return round(count / most * (HEIGHT - HEAD), 1)

    bars = [
        ChartBar(hour, round(n * step + 1.5, 1), round(step - 3, 1), high(hour.reads), high(hour.repeats + hour.bots))
        for n, hour in enumerate(hours)
    ]
    return Chart(bars, most, hours[0].starts_at)
