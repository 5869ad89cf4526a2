"""How the stream did in the last ninety days, day by day, and its interruptions, from the monitor's notes. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from webapp.newsroom.model import StreamStatus, Value
from webapp.newsroom.stream.history import ALL_STREAMS, StatusNote, StatusSpan, status_spans
from webapp.newsroom.times import Instant

DAYS = 90
RETENTION = timedelta(days=DAYS + 1)
MAX_NOTES = 20_000

SHORTEST = timedelta(seconds=60)
"""An interruption that is told of; what is shorter counts for the day."""

JOINED = timedelta(minutes=2)
"""Interruptions that are so close together are one."""

MAX_INTERRUPTIONS = 30

GOOD, FAIR = 0.999, 0.98

Grade = Literal["good", "fair", "bad", "unknown"]


class DayOnAir(Value):
    """One day of the station: seconds on the air, silent, off the air; the rest of it nobody looked."""

    date: date
    on_air_s: int
    silent_s: int
    off_air_s: int

    @property
    def share(self) -> float | None:
        """Of the time that was looked at, the part on the air."""
        seen = self.on_air_s + self.silent_s + self.off_air_s
        return self.on_air_s / seen if seen else None

    @property
    def grade(self) -> Grade:
        """For the strip."""
        share = self.share
        return "unknown" if share is None else "good" if share >= GOOD else "fair" if share >= FAIR else "bad"


class Interruption(Value):
    """The stream was silent or off the air; `end` is none while it still is."""

    start: Instant
    status: StreamStatus
    end: Instant | None = None


class Availability(Value):
    """The last `DAYS` days, oldest first, and the newest interruptions, newest first."""

    days: tuple[DayOnAir, ...]
    interruptions: tuple[Interruption, ...]

    @property
    def share(self) -> float | None:
        """Of all the time that was looked at, the part on the air."""
        seen = sum(day.on_air_s + day.silent_s + day.off_air_s for day in self.days)
        return sum(day.on_air_s for day in self.days) / seen if seen else None


def availability(
    notes: Sequence[StatusNote], zone: ZoneInfo, now: datetime, checked_at: datetime | None
) -> Availability:
    """From `notes` in order, the first one before the days if there is one; `checked_at`: when the monitor last reported."""
    today = now.astimezone(zone).date()
    dates = [today - timedelta(days=n) for n in reversed(range(DAYS))]
    start = _midnight(dates[0], zone)
    spans = status_spans(notes, start, now, checked_at)[ALL_STREAMS]
    days = tuple(_day(day, spans, zone, now) for day in dates)
    return Availability(days=days, interruptions=tuple(_interruptions(spans, now))[:MAX_INTERRUPTIONS])


def _day(day: date, spans: Sequence[StatusSpan], zone: ZoneInfo, now: datetime) -> DayOnAir:
    start, end = _midnight(day, zone), min(_midnight(day + timedelta(days=1), zone), now)
    seconds: dict[str, float] = {}
    for span in spans:
        shared = min(span.end, end) - max(span.start, start)
        if shared > timedelta(0):
            seconds[span.status] = seconds.get(span.status, 0.0) + shared.total_seconds()
    of = {f"{status}_s": round(seconds.get(status, 0)) for status in ("on_air", "silent", "off_air")}
    return DayOnAir(date=day, **of)


def _interruptions(spans: Sequence[StatusSpan], now: datetime) -> list[Interruption]:
    found: list[Interruption] = []
    for span in spans:
        if span.status not in ("silent", "off_air"):
            continue
        last = found[-1] if found else None
        if last and last.end and span.start - last.end <= JOINED:
            worse = "off_air" if "off_air" in (last.status, span.status) else "silent"
            found[-1] = last.model_copy(update={"end": span.end, "status": worse})
        else:
            found.append(Interruption(start=span.start, end=span.end, status=span.status))
    told = [one for one in found if one.end and one.end - one.start >= SHORTEST]
    if told and told[-1].end and told[-1].end >= now:
        told[-1] = told[-1].model_copy(update={"end": None})
    return told[::-1]


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, datetime.min.time(), zone).astimezone(UTC)
