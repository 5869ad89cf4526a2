"""The station's status over the last ninety days, read at most once a minute, for a page that anybody may open."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

from webapp.newsroom.errors import StoreAway
from webapp.newsroom.stream.availability import RETENTION, Availability, availability
from webapp.store.schedule.rundown import Rundown
from webapp.store.stream.streams import StreamRecords

KEPT_FOR = timedelta(minutes=1)


class StreamPast:
    """Safe in any thread: while one reads, the others get what is there."""

    def __init__(self, streams: StreamRecords, rundown: Rundown) -> None:
        self._streams = streams
        self._rundown = rundown
        self._reading = threading.Lock()
        self._known: tuple[datetime, Availability] | None = None

    def get(self, now: datetime) -> Availability | None:
        """While the store is away as it was last read, `None` if it never was."""
        known = self._known
        if known and now - known[0] < KEPT_FOR:
            return known[1]
        if not self._reading.acquire(blocking=known is None):
            return known[1] if known else None
        try:
            probed = self._rundown.holds().probed
            notes = self._streams.station_notes(now - RETENTION, now)
            checked = probed.checked_at if probed else None
            self._known = now, availability(notes, self._rundown.grid().tz, now, checked)
        except StoreAway:
            pass
        finally:
            self._reading.release()
        return self._known[1] if self._known else None
