"""What was on the air in the last days, read from the record at most once a minute, for pages that anybody may open."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import datetime, timedelta

from webapp.newsroom.errors import StoreAway
from webapp.newsroom.schedule.as_run import AiredArticles, AiredSegment
from webapp.store.schedule.as_run import AsRun

KEPT_FOR = timedelta(minutes=1)
SPAN = timedelta(days=7)


@dataclass(frozen=True)
class Aired:
    """Turns and articles, oldest first, as read at `at`."""

    at: datetime
    turns: tuple[AiredSegment, ...]
    articles: tuple[AiredArticles, ...]


class RecentAir:
    """Safe in any thread: while one reads, the others get what is there."""

    def __init__(self, record: AsRun) -> None:
        self._record = record
        self._reading = threading.Lock()
        self._aired: Aired | None = None

    def get(self, now: datetime) -> Aired | None:
        """The last `SPAN`; while the store is away as it was last read, `None` if it never was."""
        known = self._aired
        if known and now - known.at < KEPT_FOR:
            return known
        if not self._reading.acquire(blocking=known is None):
            return known
        try:
            start = now - SPAN
            self._aired = Aired(now, tuple(self._record.ran(start, now)), tuple(self._record.aired(start, now)))
        except StoreAway:
            pass
        finally:
            self._reading.release()
        return self._aired
