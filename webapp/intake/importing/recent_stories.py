"""The newest articles, by what makes a story recognizable: a new source's story may be one of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import tzinfo
from typing import Protocol

from webapp.newsroom.articles.duplicates import (
    Fingerprint,
    duplicate_of,
    fingerprint_of,
    has_moved,
    story_updated_by,
)
from webapp.newsroom.model import Article

MAX_ARTICLES_COMPARED = 300
"""The newest articles among which a new story's duplicate is searched."""


class NewestArticles(Protocol):
    """The stored articles, the newest first."""

    def newest(self, count: int) -> list[Article]: ...

    def get(self, slug: str) -> Article | None: ...


class RecentStories:
    """Read from the store when first asked, and again after `forget`."""

    def __init__(self, store: NewestArticles) -> None:
        self._store = store
        self._fingerprints: list[Fingerprint] | None = None

    def forget(self) -> None:
        self._fingerprints = None

    def add(self, article: Article) -> None:
        """An article that has just been published."""
        if self._fingerprints is not None:
            self._fingerprints.append(fingerprint_of(article))

    def duplicate_of(self, new: Fingerprint, same_document: Collection[str]) -> Article | None:
        """The article that tells the same story. None from the same document: one source does not repeat itself."""
        return self._article(duplicate_of(new, self._newest(), same_document))

    def updated_by(self, new: Fingerprint) -> Article | None:
        """The article whose update by its agency this is."""
        return self._article(story_updated_by(new, self._newest()))

    def moved_to(self, new: Fingerprint, same_document: Collection[str], zone: tzinfo) -> Iterator[str]:
        """Sources of the same story that are not in the document any more, so that it has moved from there."""
        return (
            one.source
            for one in self._newest()
            if one.source and one.source not in same_document and has_moved(new, one, zone)
        )

    def _article(self, found: Fingerprint | None) -> Article | None:
        return self._store.get(found.slug) if found else None

    def _newest(self) -> list[Fingerprint]:
        if self._fingerprints is None:
            self._fingerprints = [fingerprint_of(article) for article in self._store.newest(MAX_ARTICLES_COMPARED)]
        return self._fingerprints
