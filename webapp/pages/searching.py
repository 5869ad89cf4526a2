"""This process's search: the index kept in step with the replica, off the road of everything else."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

from webapp.newsroom.events import Event
from webapp.newsroom.model import Article
from webapp.newsroom.search import Index, marked, snippet, text_of, words_of
from webapp.site import Site

AT_ONCE = 5
"""So many articles are taken in before others have their turn: some milliseconds."""


class Search:
    """The relay's sink for search. After a new start the newest articles can be found first."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._index = Index()
        self._generation = 0
        self._edition: object = None
        self._found: dict[object, list[Article]] = {}

    def events(self, events: Sequence[Event]) -> None:
        slugs = {str(event.body.get("slug")) for event in events if event.type == "article"}
        articles = self._site.replica.articles
        self._index.put(articles[slug] for slug in slugs if slug in articles)
        if self._index.left_behind > 1000 + len(self._index):
            self.snapshot()

    def snapshot(self) -> None:
        self._generation += 1
        replica = self._site.replica
        articles = replica.newest(replica.articles_out)
        threading.Thread(target=self._fill, args=(articles, self._generation), daemon=True, name="search").start()

    def _fill(self, articles: list[Article], generation: int) -> None:
        index = Index()
        for at in range(0, len(articles), AT_ONCE):
            index.put(articles[at : at + AT_ONCE])
            if at == 0:
                self._index = index  # from here on it gets what happens meanwhile, too
            time.sleep(0)
            if generation != self._generation:
                return
        self._index = index
        # What came, changed or went while it was filled with what there was.
        current = self._site.replica.articles
        index.put(current[a.slug] for a in articles if a.slug in current and current[a.slug].rev != a.rev)

    def find(self, query: str, most: int, language: str | None = None) -> list[Article]:
        """Articles that fit `query`, the best first."""
        now, replica = self._site.now(), self._site.replica
        found = (replica.article(slug) for slug in self._index.find(query, now, most, language))
        return [article for article in found if article is not None and article.withdrawn is None]

    def remembered(self, name: object, find: Callable[[], list[Article]]) -> list[Article]:
        """What `find` says, asked again only once there are other articles."""
        edition = self._site.replica.edition, len(self._index)
        if self._edition != edition:
            self._edition, self._found = edition, {}
        if name not in self._found:
            self._found[name] = find()
        return self._found[name]

    def like(self, article: Article) -> dict[str, float]:
        """Slug → how much of its title, summary and topics another has in common with `article`."""
        words = words_of(article.title) + words_of(article.summary or "") + words_of(" ".join(article.topics))
        return self._index.like([word for word in words if len(word) > 3], self._site.now(), 40)


def shown(article: Article, words: Sequence[str]) -> dict[str, Any]:
    """A card for a list of what was found: `marks` are the pieces of its title, `found_in` those of a line of its text."""
    text = f"{article.summary or ''} {text_of(article)}".strip()
    return {
        **article.card().dump(),
        "marks": marked(article.title, words),
        "found_in": marked(snippet(text, words), words),
    }
