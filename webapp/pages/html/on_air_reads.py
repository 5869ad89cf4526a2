"""When a headline was read on the air, as far as the as-run record tells: the reads of its article in the day after it.

Pages ask no store, so this process keeps the reads in memory and asks for new ones now and then.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from webapp.newsroom.headlines.record import HeadlineRecord
from webapp.newsroom.times import rfc3339
from webapp.web.site import Site

LATEST = timedelta(days=1)
MAX_SHOWN = 5
ASK_EVERY_S = 20.0
DAYS_KEPT = 14
"""As many as the record has (`AIRED_DAYS`)."""

ONE_DAY = timedelta(days=1)


class OnAirReads:
    """The reads of the last days by article. `pump_once` is called every `ASK_EVERY_S`; until then it knows of none."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._reads: dict[str, list[dict[str, Any]]] = {}
        self._newest: datetime | None = None
        self._days_back = 0

    def pump_once(self) -> None:
        """Asks for what is new, and for one more day of the past until all are known. Raises `StoreAway`."""
        now = self._site.now()
        self._take(self._newest or now - ONE_DAY, now)
        oldest = (self._newest or now) - DAYS_KEPT * ONE_DAY
        self._newest = now
        if self._days_back < DAYS_KEPT - 1:
            self._days_back += 1
            end = now - self._days_back * ONE_DAY
            self._take(end - ONE_DAY, end)
        for article in list(self._reads):
            self._reads[article] = [one for one in self._reads[article] if one["when"] >= oldest]
            if not self._reads[article]:
                del self._reads[article]

    def of(self, record: HeadlineRecord, now: datetime) -> list[dict[str, Any]]:
        """`{at, programme}` each, oldest first: `at` in RFC 3339, `programme` the title of what was on, or `None`."""
        item = record.item
        if item.article is None or record.state(now) == "withdrawn":
            return []
        reads = [
            one
            for one in self._reads.get(item.article, [])
            if item.published_at <= one["when"] <= item.published_at + LATEST
        ]
        reads.sort(key=lambda one: one["when"])
        return [{"at": rfc3339(one["when"]), "programme": one["programme"]} for one in reads[:MAX_SHOWN]]

    def _take(self, start: datetime, end: datetime) -> None:
        as_run = self._site.rundown.as_run
        for row in as_run.reads_on_air(start, end):
            turns = as_run.ran(row.at, row.at)
            programme = turns[-1].programme if turns else None
            read = {"when": row.at, "programme": programme.title if programme else None}
            for article in row.articles:
                known = self._reads.setdefault(article, [])
                if read not in known:  # pieces of the record may overlap
                    known.append(read)
