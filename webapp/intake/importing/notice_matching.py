"""Finds the story that an agency's kill or correction means: with certainty, or as candidates for an editor."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from webapp.intake.story.clean_text import match_key
from webapp.intake.story.urls import site_of
from webapp.intake.wire.agency_notices import REASONS, Notice
from webapp.intake.wire.update_marks import strip_update_marks
from webapp.newsroom.articles.agency_notices import MAX_CANDIDATE_STORIES, AgencyNotice, NoticeKind, notice_id
from webapp.newsroom.model import Article

MAX_ARTICLES_SEARCHED = 300
"""The newest ones; agencies withdraw what is new."""

MIN_SHARED_WORDS = 0.3
"""Share of a notice's words that must stand in the title of a candidate."""


class NoticeStore(Protocol):
    """Where notices are kept; `webapp.store.articles.agency_notices` implements it."""

    def get(self, notice_id: str) -> AgencyNotice | None: ...

    def put(self, notice: AgencyNotice) -> None: ...


class RecentArticles(Protocol):
    """The stored articles among which a notice's story is searched."""

    @property
    def agency_notices(self) -> NoticeStore: ...

    def newest(self, count: int) -> list[Article]: ...

    def owner_of(self, source: str) -> str | None: ...


class NoticeMatcher:
    """The notices of one feed (in an import by hand, of one site). `of` is the source's name for people."""

    def __init__(self, known: RecentArticles, feed: str | None) -> None:
        self._known = known
        self._feed = feed
        self.of = ""

    def kept(self, source: str, title: str) -> AgencyNotice | None:
        """The stored notice, if it came before."""
        return self._known.agency_notices.get(notice_id(source, title))

    def keep(
        self, source: str, title: str, notice: Notice, now: datetime, candidates: Iterable[Article] = ()
    ) -> AgencyNotice:
        """Stores a notice with its candidates, the likeliest first."""
        kind: NoticeKind = "note" if notice.kind == "test" else notice.kind
        kept = AgencyNotice(
            id=notice_id(source, title), kind=kind, title=title[:300], text=notice.text, of=self.of[:300], came_at=now,
            candidates=tuple(article.slug for article in candidates),
        )  # fmt: skip
        self._known.agency_notices.put(kept)
        return kept

    def settle(self, notice: AgencyNotice) -> None:
        self._known.agency_notices.put(notice)

    def meant(self, source: str, notice: Notice) -> tuple[Article | None, list[Article]]:
        """The one story of this source whose title the notice names, or `None`; and the candidates, likeliest first."""
        here = [article for article in self._known.newest(MAX_ARTICLES_SEARCHED) if self._is_of_source(article, source)]
        names = {match_key(strip_update_marks(name)[0]) for name in notice.meant}
        exact = [article for article in here if match_key(article.title) in names]
        if len(exact) == 1:
            return exact[0], exact
        points = [
            (max((_shared_words(name, article.title) for name in notice.meant), default=0.0), article)
            for article in here
        ]
        alike = [article for point, article in sorted(points, key=lambda pair: -pair[0]) if point >= MIN_SHARED_WORDS]
        return None, (exact or alike or here)[:MAX_CANDIDATE_STORIES]

    def _is_of_source(self, article: Article, source: str) -> bool:
        if article.source is None:
            return False
        if self._feed and self._known.owner_of(article.source) == self._feed:
            return True
        return _site(article.source) == _site(source)


def names_article(notice: Notice, article: Article) -> bool:
    """Whether the notice names the article by its title."""
    return match_key(article.title) in {match_key(strip_update_marks(name)[0]) for name in notice.meant}


def describe_notice(notice: AgencyNotice) -> str:
    """What became of the notice, in words for the panel."""
    match notice.settled:
        case None:
            return f"{REASONS[notice.kind]}; it waits for an editor"
        case "never here":
            return f"{REASONS[notice.kind]}; that never came in here"
        case "dismissed":
            return f"{REASONS[notice.kind]}; dismissed by {notice.by}"
    return f"{REASONS[notice.kind]}; it is withdrawn"


def _site(source: str) -> str:
    """The host; of a name such as `urn:newsml:agency.example:2026:1` the part before its numbers."""
    return site_of(source) if "://" in source else re.split(r"[#\d]", source, maxsplit=1)[0]


def _shared_words(name: str, title: str) -> float:
    words, there = (set(re.findall(r"[^\W_]{3,}", text.casefold())) for text in (name, title))
    return len(words & there) / len(words) if words else 0.0
