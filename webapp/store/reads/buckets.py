"""Reads of single articles in short buckets, for charts of airtime and what an airing changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from webapp.newsroom.reads.airtime import bucket_starts
from webapp.newsroom.reads.lift import BUCKET_S, MINUTE_S
from webapp.newsroom.reads.ranking import MINUTES, WINDOWS, WindowBuckets
from webapp.store.core import keys
from webapp.store.core.client import Store
from webapp.store.core.connection import store_errors

BUCKETS = WINDOWS["1h"]

assert (BUCKETS.width_s, MINUTES.width_s) == (BUCKET_S, MINUTE_S)


class ReadBuckets:
    """Reading raises `StoreAway`."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def of(self, slugs: Sequence[str], start: datetime, end: datetime, now: datetime) -> dict[str, dict[int, int]]:
        """Slug → first second of a bucket (Unix time) → reads, in [start, end). Buckets that are no longer kept are
        left out.
        """
        return self._counts(BUCKETS, slugs, start, end, now)

    def by_minute(
        self, slugs: Sequence[str], start: datetime, end: datetime, now: datetime
    ) -> dict[str, dict[int, int]]:
        """As `of`, by minutes."""
        return self._counts(MINUTES, slugs, start, end, now)

    def _counts(
        self, buckets: WindowBuckets, slugs: Sequence[str], start: datetime, end: datetime, now: datetime
    ) -> dict[str, dict[int, int]]:
        stamp, starts = now.timestamp(), bucket_starts(start, end, buckets.width_s)
        kept = [at for at in starts if stamp - buckets.keep_s < at <= stamp]
        if not slugs or not kept:
            return {slug: {} for slug in slugs}
        with store_errors(), self._store.pipeline(transaction=False) as pipe:
            for at in kept:
                pipe.zmscore(keys.tally(buckets.width_s, at), list(slugs))
            found = pipe.execute()
        return {
            slug: {at: int(scores[n] or 0) for at, scores in zip(kept, found, strict=True)}
            for n, slug in enumerate(slugs)
        }
