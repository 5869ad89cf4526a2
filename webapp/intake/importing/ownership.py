"""Several feeds may carry a story under one address: it belongs to the first of them while that one carries it.

Otherwise each feed would replace the other's version, and listeners would see a change at every poll. One that the
newsroom has taken over belongs to it until it is handed back: no source changes it, though each may still take it back.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from webapp.newsroom.articles.writing.articles import NEWSROOM
from webapp.newsroom.model import Article

MIN_SHARE_OF_KNOWN_TEXT = 0.8
"""A text shorter than this share of the known one is an excerpt, not a new version."""


class OwnerStore(Protocol):
    """Stores which feed owns each story."""

    def owner_of(self, source: str) -> str | None: ...

    def owners_of(self, sources: Iterable[str]) -> dict[str, str]: ...

    def note_owner(self, source: str, feed: str) -> None: ...

    def disown(self, source: str) -> None: ...


class StoryOwnership:
    """The stories that one feed owns. Without a `feed` (an import by hand) nothing is owned, and nothing is protected but what
    the newsroom has taken over.
    """

    def __init__(self, owned: OwnerStore, feed: str | None) -> None:
        self._owners = owned
        self._feed = feed

    def belongs_to_the_newsroom(self, article: Article) -> bool:
        """Whether the newsroom has taken `article`, which is here, over from its source."""
        return article.source is not None and self._owners.owner_of(article.source) == NEWSROOM

    def belongs_to_another_feed(self, article: Article, known: Article) -> bool:
        """Whether `article` must leave `known` unchanged.

        A story that no feed carries any more may be replaced by one with about as much text.
        """
        if self._feed is None or article.source is None:
            return False
        owner = self._owners.owner_of(article.source)
        return _is_excerpt(article, known) if owner is None else owner != self._feed

    def owns(self, source: str) -> bool:
        return self._feed is not None and self._owners.owner_of(source) == self._feed

    def claim(self, source: str | None) -> None:
        if self._feed and source and self._owners.owner_of(source) != self._feed:
            self._owners.note_owner(source, self._feed)

    def release(self, sources: Iterable[str]) -> None:
        """The feed carries these no more; later versions may come from another feed."""
        if self._feed is None:
            return
        for source, owner in self._owners.owners_of(sources).items():
            if owner == self._feed:
                self._owners.disown(source)


def _is_excerpt(article: Article, known: Article) -> bool:
    if article.updated_at and article.updated_at > (known.updated_at or known.published_at):
        return False
    return len(_text(article)) < MIN_SHARE_OF_KNOWN_TEXT * len(_text(known))


def _text(article: Article) -> str:
    return article.body_html or article.summary or ""
