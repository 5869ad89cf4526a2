"""This process's search: an index that follows the replica.

Indexing and searching run in a thread, one piece at a time, so that the event loop serves listeners meanwhile. The relay
never waits for it.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict, deque
from collections.abc import Sequence
from typing import Any

import structlog

from webapp.newsroom.articles.article_text import text_of
from webapp.newsroom.articles.related import Topics, related_to
from webapp.newsroom.articles.search.excerpts import marked, snippet
from webapp.newsroom.articles.search.index import SearchIndex
from webapp.newsroom.articles.search.terms import search_terms, words_of
from webapp.newsroom.events import Event
from webapp.newsroom.model import Article
from webapp.web.site import Site
from webapp.web.work_lanes import RunInThread, WorkLane, run_inline

ARTICLES_PER_TURN = 5
"""Indexed before other work has its turn: some milliseconds."""

MAX_WAITING_PER_ADDRESS, MAX_WAITING = 4, 16
"""Searches that may wait or run; each takes some tens of milliseconds at most."""

MAX_REMEMBERED = 200
"""Searches whose results are kept until an article comes."""

log = structlog.get_logger("search")


class Search:
    """The relay's sink for search. After a start the newest articles are found first; `run_in_thread(f)` returns what `f`
    returns."""

    def __init__(self, site: Site, run_in_thread: RunInThread = run_inline) -> None:
        self._site = site
        self._lane = WorkLane(run_in_thread, MAX_WAITING, MAX_WAITING_PER_ADDRESS, rest_factor=1, gate=site.lanes.gate)
        self._index = SearchIndex()
        self._next: SearchIndex | None = None  # being filled, to replace the one above
        self._to_fill: deque[str] = deque()
        self._changed: deque[str] = deque()
        self._indexing = threading.Lock()
        self._topics = Topics()
        self._edition: object = None
        self._related: dict[str, list[Article]] = {}
        self._found: OrderedDict[tuple[object, ...], list[str]] = OrderedDict()

    def events(self, events: Sequence[Event]) -> None:
        slugs = [str(event.body.get("slug")) for event in events if event.type == "article"]
        if not slugs:
            return
        articles = self._site.replica.articles
        self._topics.put(articles[slug] for slug in slugs if slug in articles)
        self._changed.extend(slugs)
        self._wake()

    def snapshot(self) -> None:
        replica = self._site.replica
        articles = replica.newest(replica.articles_out)
        self._topics = Topics()
        self._topics.put(articles)
        self._rebuild([article.slug for article in articles])

    def _rebuild(self, slugs: list[str]) -> None:
        self._next = SearchIndex()
        self._to_fill = deque(slugs)
        self._wake()

    def _wake(self) -> None:
        if not self._indexing.locked():
            threading.Thread(target=self._run, daemon=True, name="search").start()

    def _run(self) -> None:
        if not self._indexing.acquire(blocking=False):
            return
        try:
            while self._step():
                time.sleep(0)
        finally:
            self._indexing.release()
        if self._changed or self._next:  # came between the last step and the release
            self._wake()

    def _step(self) -> bool:
        try:
            return self.pump_once()
        except Exception:
            log.exception("an article cannot be found by its words")
            return True

    def pump_once(self) -> bool:
        """Indexes some articles, changed ones first. False once there are no more."""
        if self._changed:
            slugs = [self._changed.popleft() for _ in range(min(ARTICLES_PER_TURN, len(self._changed)))]
            self._take_in(slugs, [self._index, *([self._next] if self._next else [])])
        elif self._next is not None:
            filled, slugs = (
                self._next,
                [self._to_fill.popleft() for _ in range(min(ARTICLES_PER_TURN, len(self._to_fill)))],
            )
            self._take_in(slugs, [filled])
            if not self._to_fill and self._next is filled:
                self._index, self._next = filled, None
        elif self._index.left_behind > 1000 + len(self._index):
            replica = self._site.replica
            self._rebuild([article.slug for article in replica.newest(replica.articles_out)])
        else:
            return False
        return True

    def _take_in(self, slugs: Sequence[str], indexes: Sequence[SearchIndex]) -> None:
        known = self._site.replica.articles
        articles = [known[slug] for slug in slugs if slug in known]

        def put() -> None:
            for index in indexes:
                index.put(articles)

        self._lane.do(object(), put, own=True)

    @property
    def _answering(self) -> SearchIndex:
        """The index that answers. While the first one is being filled, that is what it has so far."""
        return self._index if self._next is None or len(self._index) > len(self._next) else self._next

    def find(self, query: str, limit: int, language: str | None = None, address: str = "") -> list[Article]:
        """Articles that fit `query`, the best first. Raises `TooMany` of `address`, and `Busy`."""
        now, replica = self._site.now(), self._site.replica
        asked = search_terms(query)
        key = (*self._index_version(), now.date(), asked, limit, language)
        slugs = self._found.get(key)
        if slugs is None:
            slugs = self._lane.do(key, lambda: self._answering.find(asked, now, limit, language), address)
            self._found[key] = slugs
            while len(self._found) > MAX_REMEMBERED:
                self._found.popitem(last=False)
        found = (replica.article(slug) for slug in slugs)
        return [article for article in found if article is not None and article.withdrawn is None]

    def _index_version(self) -> tuple[int, int, int]:
        return (self._site.replica.edition, id(self._answering), self._answering.edition)

    def related(self, article: Article, count: int) -> list[Article]:
        """At most `count` related articles; computed again only once the articles have changed."""
        edition = self._index_version()
        if self._edition != edition:
            self._edition, self._related = edition, {}
        if article.slug not in self._related:
            self._related[article.slug] = self._look_for_related(article, count)
        return self._related[article.slug]

    def _look_for_related(self, article: Article, count: int) -> list[Article]:
        known, now, topics = self._site.replica.articles, self._site.now(), self._topics
        shared, common = topics.shared(article), topics.common(article)

        def look() -> list[Article]:
            words = words_of(article.title) + words_of(article.summary or "") + words_of(" ".join(article.topics))
            long_words = [word for word in words if len(word) > 3]
            alike: dict[str, float] = self._answering.like(long_words, now, 40)
            others = [known[slug] for slug in shared | alike.keys() if slug in known]
            return related_to(article, others, count, alike, common)

        found: list[Article] = self._lane.do((self._edition, article.slug, count), look, own=True)
        return found


def result_card(article: Article, words: Sequence[str]) -> dict[str, Any]:
    """A card for the list of results: `marks` are the pieces of its title, `found_in` those of an excerpt of its text, each with
    whether it matched."""
    text = f"{article.summary or ''} {text_of(article)}".strip()
    return {
        **article.card().dump(),
        "marks": marked(article.title, words),
        "found_in": marked(snippet(text, words), words),
    }
