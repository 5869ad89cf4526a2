"""The demo's listeners, minute by minute."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from webapp.demo.past.curve import chance, share_of_day
from webapp.newsroom.listeners.counts import ALL, MINUTES_A_DAY, PROCESSES, DayCounts
from webapp.newsroom.listeners.deliveries import Delivered
from webapp.newsroom.listeners.kinds import EMBED, OTHER

PAST_DAYS = 7
MOST = 1900
"""About so many listen in a weekday's morning."""

DOWN = (timedelta(days=2, hours=4, minutes=41), timedelta(days=2, hours=4, minutes=18))
"""So long ago no process ran: nothing is known of that time."""

SHARES: dict[str, float] = {
    "way:websocket": 0.9, "way:sse": 0.045, "way:poll": 0.03, "way:lite": 0.025,
    "place:page": 0.66, "place:app": 0.17, f"place:{EMBED}balita.example.ph": 0.09,
    f"place:{EMBED}parola-abroad.example": 0.05, f"place:{OTHER}": 0.03,
    "language:fil": 0.55, "language:en": 0.38, "language:ceb": 0.05, f"language:{OTHER}": 0.02,
    f"country:{OTHER}": 1.0,
}  # fmt: skip


def minute_counts(at: datetime, zone: ZoneInfo, processes: int = 2) -> dict[str, int]:
    """Every series of the minute at `at`."""
    whole = round(MOST * share_of_day(at.astimezone(zone)))
    counts = {PROCESSES: processes, ALL: 0}
    turn = str(int(at.timestamp()) // 1800)
    for dimension in ("way", "place", "language", "country"):
        names = [name for name in SHARES if name.startswith(f"{dimension}:")]
        parts = {name: round(whole * SHARES[name] * (0.85 + 0.3 * chance(name, turn))) for name in names[1:]}
        counts |= {names[0]: max(0, whole - sum(parts.values())), **parts}
    return counts | {ALL: whole}


def past_days(now: datetime, zone: ZoneInfo) -> list[DayCounts]:
    """The days up to the minute before `now`, by UTC; today's later minutes are unknown."""
    first = (now - timedelta(days=PAST_DAYS)).astimezone(UTC).date()
    down = [now - ago for ago in DOWN]
    return [_day(first + timedelta(days=n), now, zone, down) for n in range(PAST_DAYS + 1)]


def _day(day: date, now: datetime, zone: ZoneInfo, down: Sequence[datetime]) -> DayCounts:
    series: dict[str, list[int]] = {name: [0] * MINUTES_A_DAY for name in (PROCESSES, ALL, *SHARES)}
    begin = datetime(day.year, day.month, day.day, tzinfo=UTC)
    until = min(MINUTES_A_DAY, max(0, int((now - begin).total_seconds()) // 60))
    for minute in range(until):
        at = begin + timedelta(minutes=minute)
        if down[0] <= at < down[1]:
            continue
        for name, count in minute_counts(at, zone).items():
            series[name][minute] = count
    return DayCounts(day, series)


def delivery(headline: str, seq: int, at: datetime, zone: ZoneInfo) -> Delivered:
    """How long a headline pushed at `at` took to everybody."""
    listeners = max(1, round(MOST * share_of_day(at.astimezone(zone)) * SHARES["way:websocket"]))
    start = 9 + round(14 * chance("push", headline))
    written = tuple(
        (start + round(n * listeners / 450 + 3 * chance("slice", headline, str(n))), listeners * n // 8)
        for n in range(1, 9)
    )
    return Delivered(id=headline, seq=seq, action="published", at=at, process="demo", written=written)
