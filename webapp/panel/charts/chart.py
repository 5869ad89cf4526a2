"""What a chart of the panel shows, as its script takes it (`panel/charts/types.d.ts`). Instants are Unix times, in seconds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal

from flask_babel import gettext as _

from webapp.newsroom.headlines.record import HeadlineRecord, HeadlineRevision

Tone = Literal[
    "one", "two", "three", "four", "five", "six", "faint", "air", "push", "correction", "withdrawal", "read",
    "on_air", "silent", "off_air", "unknown",
]  # fmt: skip
TONES: tuple[Tone, ...] = ("one", "two", "three", "four", "five", "six")
"""For series that are all of one kind, in this order."""


@dataclass(frozen=True)
class ChartSeries:
    """One value for each of the chart's `times`, `None` where it is not known."""

    name: str
    tone: Tone
    values: Sequence[float | None]
    look: Literal["bars", "line", "area", "dots"] = "bars"


@dataclass(frozen=True)
class ChartBand:
    """Something that lasted. In a lane, one without length is a moment."""

    start: float
    end: float
    tone: Tone
    label: str


@dataclass(frozen=True)
class ChartMark:
    """Something that happened."""

    at: float
    tone: Tone
    label: str


@dataclass(frozen=True)
class ChartLane:
    """A row of bands beneath the plot."""

    name: str
    bands: Sequence[ChartBand]


@dataclass(frozen=True)
class Chart:
    """`step` is how long each of `times` lasts, 0 for moments; from `counting` on it is still being counted. One without series
    is a strip: its bands fill it."""

    label: str
    unit: str
    start: float
    end: float
    times: Sequence[float]
    series: Sequence[ChartSeries] = ()
    step: int = 0
    format: Literal["count", "ms"] = "count"
    stacked: bool = False
    bands: Sequence[ChartBand] = ()
    lanes: Sequence[ChartLane] = ()
    marks: Sequence[ChartMark] = ()
    counting: float | None = None

    @property
    def tones(self) -> set[str]:
        """Those of everything beside its series."""
        lanes = [band for lane in self.lanes for band in lane.bands]
        return {band.tone for band in (*self.bands, *lanes)} | {mark.tone for mark in self.marks}

    def dump(self) -> dict[str, Any]:
        """As JSON has it."""
        return asdict(self)


def headline_marks(records: Iterable[HeadlineRecord], start: datetime, end: datetime) -> list[ChartMark]:
    """What became of headlines in [start, end): pushes, corrections and withdrawals, oldest first."""
    within = [one for record in records for one in record.revisions if start <= one.at < end]
    made = (_mark(revision) for revision in sorted(within, key=lambda one: one.at))
    return [mark for mark in made if mark]


def _mark(revision: HeadlineRevision) -> ChartMark | None:
    at, headline = revision.at.timestamp(), revision.item.headline
    match revision.action:
        case "published":
            return ChartMark(at, "push", _("pushed: %(headline)s", headline=headline))
        case "corrected":
            return ChartMark(at, "correction", _("corrected: %(headline)s", headline=headline))
        case "withdrawn":
            return ChartMark(at, "withdrawal", _("withdrawn: %(headline)s", headline=headline))
        case _:
            return None


def mark_tones() -> dict[Tone, str]:
    """The kinds of marks in words, in the order of a chart's key."""
    return {"push": _("pushed"), "correction": _("corrected"), "withdrawal": _("withdrawn")}


def chart_words() -> dict[str, str]:
    """The texts of the charts' script."""
    return {"not_known": _("not known"), "counting": _("still being counted")}
