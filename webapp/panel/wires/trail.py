"""Where a story that its agency took back has been, and whether it is gone from there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from webapp.newsroom.headlines.record import HeadlineRecord, HeadlineState
from webapp.newsroom.model import Article
from webapp.newsroom.outlets.overview import RowState, SurfaceName, row_state, surfaces
from webapp.web.site import Site

LOOKED_THROUGH = 1_000
"""The newest headlines, among which those that led to the story are looked for."""


@dataclass(frozen=True)
class HeadlineTrail:
    """A headline that led to the story; `on` says what each surface that ever showed it makes of it."""

    id: str
    headline: str
    state: HeadlineState
    ended_at: datetime | None
    on: list[tuple[SurfaceName, RowState]]


@dataclass(frozen=True)
class Trail:
    """`listed` says whether the story still stands in the most-read list."""

    article: Article
    headlines: list[HeadlineTrail]
    listed: bool


def headlines_to(records: Iterable[HeadlineRecord], slugs: set[str]) -> dict[str, list[HeadlineRecord]]:
    """The headlines that ever led to each of these stories."""
    found: dict[str, list[HeadlineRecord]] = {slug: [] for slug in slugs}
    for record in records:
        for slug in {revision.item.article for revision in record.revisions} & slugs:
            if slug:
                found[slug].append(record)
    return found


def trails(site: Site, articles: Iterable[Article], now: datetime) -> dict[str, Trail]:
    """The trail of each of these stories, by slug."""
    stories = {article.slug: article for article in articles}
    records = headlines_to(site.replica.headlines.newest(LOOKED_THROUGH), set(stories))
    named = surfaces(site.station.outlets, site.ledger.states())
    ids = list({record.id for found in records.values() for record in found})
    entries = site.ledger.entries([surface.id for surface in named], ids)
    listed = site.replica.board.most_read
    ranked = {item.article for item in listed.items} if listed else set()
    return {
        slug: Trail(
            article,
            [
                HeadlineTrail(
                    record.id, _wording(record), record.state(now), record.ended_at(now),
                    [(surface, row_state(record, entry)) for surface in named
                     if (entry := entries[record.id].get(surface.id))],
                )
                for record in records[slug]
            ],
            slug in ranked,
        )
        for slug, article in stories.items()
    }  # fmt: skip


def _wording(record: HeadlineRecord) -> str:
    return record.item.headline
