"""Whose a story is that several feeds bring under one address: the first's, for as long as it carries it.

Else each would put its own version in the other's place, a change for every listener each time one of them is asked.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from webapp.newsroom.model import Article

MIN_SHARE_OF_KNOWN_TEXT = 0.8
"""A text that is shorter than so much of the one here is a part of it, and no new version."""


class OwnerStore(Protocol):
    """Which feed each story is known to be of."""

    def owner_of(self, source: str) -> str | None: ...

    def note_owner(self, source: str, feed: str) -> None: ...

    def disown(self, source: str) -> None: ...


class StoryOwnership:
    """What one feed owns. Without a `feed`, as by hand, nothing is owned and nothing is another's."""

    def __init__(self, owned: OwnerStore, feed: str | None) -> None:
        self._owners = owned
        self._feed = feed

    def belongs_to_another_feed(self, article: Article, known: Article) -> bool:
        """Whether `article` is to leave `known` as it is. What nobody carries any more is anybody's who has as much."""
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
        """The feed carries these no more; a later version may come by another."""
        for source in sources:
            if self._feed and self._owners.owner_of(source) == self._feed:
                self._owners.disown(source)


def _is_excerpt(article: Article, known: Article) -> bool:
    if article.updated_at and article.updated_at > (known.updated_at or known.published_at):
        return False
    return len(_text(article)) < MIN_SHARE_OF_KNOWN_TEXT * len(_text(known))


def _text(article: Article) -> str:
    return article.body_html or article.summary or ""
