"""What can be followed, and what is new of it: topics by their articles, hosts and programmes by what was on in the past days."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from webapp.newsroom.model import Article, Programme
from webapp.newsroom.schedule.hosts import hosts_of
from webapp.newsroom.schedule.programme_airings import aired_broadcasts, find_programme
from webapp.pages.article_lists import ArticleLists
from webapp.store.schedule.recent_air import RecentAir
from webapp.web.site import Site

MOST_ARTICLES = 20


@dataclass(frozen=True)
class Subject:
    """A topic, a host or a programme. `programmes` are those of a host, or the one."""

    kind: str
    slug: str
    name: str
    programmes: tuple[Programme, ...] = ()

    @property
    def path(self) -> str:
        return f"/{self.kind}s/{self.slug}"


class Subjects:
    """Looks them up, `recent` in what was on the air."""

    def __init__(self, site: Site, lists: ArticleLists, recent: RecentAir) -> None:
        self._site = site
        self._lists = lists
        self._recent = recent

    def find(self, kind: str, slug: str) -> Subject | None:
        grid = self._site.replica.grid
        if kind == "topic":
            name = self._lists.catalogue().topic_named(slug)
            return Subject(kind, slug, name) if name else None
        if kind == "host":
            host = hosts_of(grid).get(slug)
            return Subject(kind, slug, host.name, host.programmes) if host else None
        programme = find_programme(grid, slug)
        return Subject(kind, slug, programme.title, (programme,)) if programme else None

    def articles(self, subjects: Iterable[Subject], now: datetime) -> list[Article]:
        """The newest of all of them, each once, the newest first."""
        found: dict[str, Article] = {}
        for one in subjects:
            for article in self._of(one, now):
                found.setdefault(article.slug, article)
        shown = (article for article in found.values() if article.published_at <= now)
        return sorted(shown, key=lambda article: article.published_at, reverse=True)[:MOST_ARTICLES]

    def edition(self, now: datetime) -> object:
        """Changes with what `articles` finds."""
        aired = self._recent.get(now)
        return (self._site.replica.edition, aired and aired.at)

    def _of(self, subject: Subject, now: datetime) -> Sequence[Article]:
        if subject.kind == "topic":
            return self._lists.catalogue().of(subject.name)[:MOST_ARTICLES]
        aired = self._recent.get(now)
        if aired is None:
            return []
        slugs = [
            slug
            for programme in subject.programmes
            for broadcast in aired_broadcasts(programme.id, aired.turns, aired.articles)
            for part in broadcast.parts
            for slug in part.articles
        ]
        articles = (self._site.replica.article(slug) for slug in dict.fromkeys(slugs))
        return [article for article in articles if article and article.withdrawn is None]
