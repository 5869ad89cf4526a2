"""What each airing of a picture changed, with the stories that it is compared with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from math import log

from webapp.newsroom.model import primary_language
from webapp.newsroom.reads.airtime import LIFT_WINDOW, OnAirBand, edges, is_on_around, on_air_bands
from webapp.newsroom.reads.lift import BUCKET_S, LOOK_BACK, SIDE_S, Lift, ReadCounts, lift, read_counts
from webapp.newsroom.schedule.as_run import AiredArticles
from webapp.web.site import Site

MAX_LIKE = 8
"""With how many stories of the same language, of about as many reads, one is compared."""

MAX_CANDIDATES = 40
"""From how many of the most read of the day those are taken."""


class AiringLifts:
    """Asks the store once, for `slugs` and the most read stories of the day; raises `StoreAway`."""

    def __init__(
        self,
        site: Site,
        rows: Sequence[AiredArticles],
        slugs: Sequence[str],
        period: tuple[datetime, datetime],
        now: datetime,
    ) -> None:
        self._site, self._now = site, now
        start, end = period
        most_read = [tally.article for tally in site.reads.top("24h", now, MAX_CANDIDATES, floor=1)][:MAX_CANDIDATES]
        every = list(dict.fromkeys([*slugs, *most_read]))
        span = (start - LOOK_BACK, end + LIFT_WINDOW + timedelta(seconds=2 * BUCKET_S))
        buckets = site.rundown.read_buckets
        by_bucket, by_minute = buckets.of(every, *span, now), buckets.by_minute(every, *span, now)
        self._counts = {slug: read_counts(by_minute[slug], by_bucket[slug]) for slug in every}
        self._bands: dict[str, list[OnAirBand]] = {slug: on_air_bands(slug, rows, end) for slug in every}

    def of(self, slug: str, came_on: Sequence[datetime]) -> list[Lift]:
        """The lift of each time at which the article came on; without those whose half hours are not over or not known."""
        article = self._site.replica.article(slug)
        began = article.published_at if article else None
        found = [
            lift(at, self._counts[slug], self._like(slug, at), edges(self._bands[slug]), self._now, began)
            for at in came_on
        ]
        return [one for one in found if one]

    def _like(self, slug: str, at: datetime) -> list[ReadCounts]:
        """The reads of stories in the same language, not on air around `at`, that were read about as much before."""
        replica, own = self._site.replica, self._site.replica.article(slug)
        bucket = int(at.timestamp()) // BUCKET_S * BUCKET_S

        def level(of: str) -> float:
            return log(
                1 + sum(self._counts[of].buckets.get(then, 0) for then in range(bucket - SIDE_S, bucket, BUCKET_S))
            )

        others = [other for name in self._counts if name != slug and (other := replica.article(name)) and own
                  and primary_language(other.language) == primary_language(own.language)
                  and not is_on_around(self._bands[name], at)]  # fmt: skip
        others.sort(key=lambda other: abs(level(other.slug) - level(slug)))
        return [self._counts[other.slug] for other in others[:MAX_LIKE]]
