"""The demo's reads of the day before by five minutes: as many as the day has readers, more while a story is new."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from math import exp

from webapp.demo.articles import ZONE, copy
from webapp.demo.past.curve import chance, share_of_day
from webapp.newsroom.reads.lift import BUCKET_S

HOURS = 24


def past_reads(now: datetime, totals: Mapping[str, int]) -> dict[int, dict[str, int]]:
    """First second of five minutes (Unix time) → story → reads, `totals` in all."""
    first = int((now - timedelta(hours=HOURS)).timestamp()) // BUCKET_S * BUCKET_S
    starts = range(first, int(now.timestamp()), BUCKET_S)
    day = [share_of_day(datetime.fromtimestamp(at, ZONE)) for at in starts]
    made: dict[int, dict[str, int]] = {at: {} for at in starts}
    for piece in copy():
        out = piece.out(now).timestamp()
        fades_s = 3600 * (2 + 7 * chance("fades", piece.slug))
        weights = [
            level
            * (0.35 + 2.2 * exp(-(at - out) / fades_s) if at >= out else 0.3)
            * (0.6 + 0.8 * chance(piece.slug, str(at)))
            for at, level in zip(starts, day, strict=True)
        ]
        share, so_far, given = totals.get(piece.slug, 0) / (sum(weights) or 1), 0.0, 0
        for at, weight in zip(starts, weights, strict=True):
            so_far += weight * share
            made[at][piece.slug] = round(so_far) - given
            given = round(so_far)
    return made
