"""Reads of single articles in short buckets, for the airtime chart: the same tallies as the most-read list uses."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from webapp.newsroom.reads.airtime import BUCKET_S, bucket_starts
from webapp.newsroom.reads.ranking import WINDOWS
from webapp.store.core import keys
from webapp.store.core.client import Store
from webapp.store.core.connection import store_errors

BUCKETS = WINDOWS["1h"]

assert BUCKETS.width_s == BUCKET_S


class ReadBuckets:
    """Reading raises `StoreAway`."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def of(self, slugs: Sequence[str], start: datetime, end: datetime, now: datetime) -> dict[str, dict[int, int]]:
        """Slug → first second of a bucket (Unix time) → reads, in [start, end). Buckets that are no longer kept are
        left out.
        """
        kept = [at for at in bucket_starts(start, end) if now.timestamp() - BUCKETS.keep_s < at <= now.timestamp()]
        if not slugs or not kept:
            return {slug: {} for slug in slugs}
        with store_errors(), self._store.pipeline(transaction=False) as pipe:
            for at in kept:
                pipe.zmscore(keys.tally(BUCKET_S, at), list(slugs))
            found = pipe.execute()
        return {
            slug: {at: int(scores[n] or 0) for at, scores in zip(kept, found, strict=True)}
            for n, slug in enumerate(slugs)
        }
