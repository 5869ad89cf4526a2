"""All counts of one article, so that an editor can explain its rank."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import get_args

from webapp.newsroom.model import Via, Window
from webapp.newsroom.reads.ranking import WINDOWS
from webapp.store.core import keys
from webapp.store.core.client import Store
from webapp.store.core.connection import store_errors

WAYS: tuple[Via, ...] = get_args(Via)


@dataclass(frozen=True)
class Hour:
    """One hour from `starts_at`: reads counted, repeats and bots left out, and the counted reads by how they came."""

    starts_at: datetime
    reads: int
    repeats: int
    bots: int
    via: dict[Via, int] = field(default_factory=dict)


@dataclass(frozen=True)
class ReadStory:
    """`hours` is oldest first, ending with the current one. `readers_*` are estimates (HyperLogLog, about 1 %) by UTC
    day.
    """

    article: str
    windows: dict[Window, int]
    hours: list[Hour]
    readers_today: int
    readers_yesterday: int

    @property
    def via(self) -> dict[Via, int]:
        """Reads of all hours by how they came."""
        return {way: sum(hour.via[way] for hour in self.hours) for way in WAYS}

    @property
    def repeats(self) -> int:
        """Repeats of all hours."""
        return sum(hour.repeats for hour in self.hours)

    @property
    def bots(self) -> int:
        """Bots' reads of all hours."""
        return sum(hour.bots for hour in self.hours)


@dataclass(frozen=True)
class Ages:
    """When a read was last counted, and when the clock last ranked; `None` for never."""

    counted_at: datetime | None
    ranked_at: datetime | None


class ReadStories:
    """Read-only. Methods raise `StoreAway`."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def ages(self) -> Ages:
        """The two ages."""
        with store_errors():
            counted, ranked = self._store.hmget(keys.COUNTING, ["counted", "ranked"])
        return Ages(_instant(counted), _instant(ranked))

    def of(self, article: str, now: datetime) -> ReadStory:
        """All counts of `article`, in one round trip of constant size."""
        starts = WINDOWS["24h"].starts(now)
        with store_errors(), self._store.pipeline(transaction=False) as pipe:
            for of in WINDOWS.values():
                for start in of.starts(now):
                    pipe.zscore(keys.tally(of.width_s, start), article)
            for start in starts:
                pipe.zscore(keys.left_out("repeats", start), article)
                pipe.zscore(keys.left_out("bots", start), article)
                for way in WAYS:
                    pipe.zscore(keys.came_by(way, start), article)
            for day in (now, now - timedelta(days=1)):
                pipe.pfcount(keys.readers(f"{day.astimezone(UTC):%Y%m%d}", article))
            found = iter([int(value or 0) for value in pipe.execute()])
        tallies = {window: [next(found) for _ in of.starts(now)] for window, of in WINDOWS.items()}
        hours = [
            Hour(
                datetime.fromtimestamp(start, UTC), reads, next(found), next(found), {way: next(found) for way in WAYS}
            )
            for start, reads in zip(starts, tallies["24h"], strict=True)
        ]
        windows = {window: sum(counts) for window, counts in tallies.items()}
        return ReadStory(article, windows, hours, next(found), next(found))


def _instant(ms: bytes | None) -> datetime | None:
    return datetime.fromtimestamp(int(ms) / 1000, UTC) if ms else None
