"""The newest headlines' records in memory, by id and by the time of publication. Pages are answered from it."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable
from datetime import datetime

from webapp.newsroom.headlines.record import HeadlineRecord, HeadlineRevision
from webapp.newsroom.plain_text import folded

MAX_HEADLINES = 5_000
"""In the store and in each web process, some 2 kB each; at twenty a day the headlines of eight months."""


class HeadlineArchive:
    """Threads may read while one thread writes. `edition` is another number after each change."""

    def __init__(self, records: Iterable[HeadlineRecord] = (), most: int = MAX_HEADLINES) -> None:
        self._most = most
        self._records = {record.id: record for record in records}
        self._places = sorted(_place(record) for record in self._records.values())
        self.edition = 0
        self._trim()

    def __len__(self) -> int:
        return len(self._places)

    def get(self, headline_id: str) -> HeadlineRecord | None:
        return self._records.get(headline_id)

    def put(self, revision: HeadlineRevision) -> None:
        """Adds a revision to its headline's record; does nothing when it is there already."""
        self.edition += 1
        known = self._records.get(revision.item.id)
        if known is not None:
            self._records[known.id] = known.with_revision(revision)
            return
        record = HeadlineRecord(revisions=(revision,))
        self._records[record.id] = record  # before `_places` names it: pages are rendered in threads
        insort(self._places, _place(record))
        self._trim()

    def copy(self) -> HeadlineArchive:
        """An archive with the same records, which later changes leave alone."""
        return HeadlineArchive(list(self._records.values()), self._most)

    def newest(self, count: int) -> list[HeadlineRecord]:
        """The `count` headlines published last, newest first."""
        return self._at(self._places[max(0, len(self._places) - count) :])

    def between(self, start: datetime, end: datetime) -> list[HeadlineRecord]:
        """Those published in [start, end), newest first."""
        return self._at(self._places[self._index(start) : self._index(end)])

    def before(self, moment: datetime) -> HeadlineRecord | None:
        """The last one published before `moment`."""
        at = self._index(moment)
        return next(iter(self._at(self._places[max(0, at - 1) : at])), None)

    def after(self, moment: datetime) -> HeadlineRecord | None:
        """The first one published at `moment` or later."""
        at = self._index(moment)
        return next(iter(self._at(self._places[at : at + 1])), None)

    def find(self, words: Iterable[str], now: datetime, count: int) -> list[HeadlineRecord]:
        """At most `count` headlines, newest first, in whose wording each of `words` begins a word. Withdrawn ones are not
        found: their wording is gone."""
        wanted = [word for text in words for word in folded(text).split()]
        found: list[HeadlineRecord] = []
        for record in self.newest(len(self._places)) if wanted else ():
            if record.state(now) == "withdrawn":
                continue
            item = record.item
            halves = [(item.headline, item.body), *((one.headline, one.body) for one in (item.texts or {}).values())]
            text = f" {folded(' '.join(part for half in halves for part in half if part))}"
            if all(f" {word}" in text for word in wanted):
                found.append(record)
                if len(found) == count:
                    break
        return found

    def _index(self, moment: datetime) -> int:
        return bisect_left(self._places, (moment.timestamp(), ""))

    def _at(self, places: list[tuple[float, str]]) -> list[HeadlineRecord]:
        records = self._records
        return [records[headline_id] for _, headline_id in reversed(places) if headline_id in records]

    def _trim(self) -> None:
        while len(self._places) > self._most:
            _, oldest = self._places.pop(0)
            self._records.pop(oldest, None)


def _place(record: HeadlineRecord) -> tuple[float, str]:
    return (record.published_at.timestamp(), record.id)
