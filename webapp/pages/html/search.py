"""This process's search: the index kept in step with the replica, off the road of everything else.

Whatever takes the processor's time happens `elsewhere`, one thing at a time: the hub has listeners to serve meanwhile, and
the relay waits for nothing here.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict, deque
from collections.abc import Sequence
from typing import Any

import structlog

from webapp.newsroom.articles.related import Topics, related_to
from webapp.newsroom.articles.search import SearchIndex, marked, snippet, text_of, words_of
from webapp.newsroom.events import Event
from webapp.newsroom.model import Article
from webapp.web.site import Site
from webapp.web.turns import Elsewhere, Turns, here

ARTICLES_PER_TURN = 5
"""So many articles are taken in before others have their turn: some milliseconds."""

WAITING_EACH, WAITING_MOST = 4, 16
"""So many searches of one address, and of all, may wait for their turn: each takes some tens of milliseconds at most."""

FOUND_KEPT = 200
"""What so many searches found is remembered until an article comes."""

log = structlog.get_logger("search")


class Search:
    """The relay's sink for search. After a new start the newest articles can be found first.

    `elsewhere(f)` runs `f` where it may take its time, and returns what it returns (a thread, under gevent).
    """

    def __init__(self, site: Site, elsewhere: Elsewhere = here) -> None:
        self._site = site
        self._turns = Turns(elsewhere, WAITING_MOST, WAITING_EACH, rest=1, gate=site.lanes.gate)
        self._index = SearchIndex()
        self._next: SearchIndex | None = None  # being filled, to take the place of the one above
        self._to_fill: deque[str] = deque()
        self._changed: deque[str] = deque()
        self._keeping = threading.Lock()
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
        self._anew([article.slug for article in articles])

    def _anew(self, slugs: list[str]) -> None:
        self._next = SearchIndex()
        self._to_fill = deque(slugs)
        self._wake()

    def _wake(self) -> None:
        if not self._keeping.locked():
            threading.Thread(target=self._keep, daemon=True, name="search").start()

    def _keep(self) -> None:
        if not self._keeping.acquire(blocking=False):
            return
        try:
            while self._more():
                time.sleep(0)
        finally:
            self._keeping.release()
        if self._changed or self._next:  # came between the last look and the release
            self._wake()

    def _more(self) -> bool:
        try:
            return self.pump_once()
        except Exception:
            log.exception("an article cannot be found by its words")
            return True

    def pump_once(self) -> bool:
        """Takes some articles in, what has just changed first; `False` once there are no more."""
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
            self._anew([article.slug for article in replica.newest(replica.articles_out)])
        else:
            return False
        return True

    def _take_in(self, slugs: Sequence[str], indexes: Sequence[SearchIndex]) -> None:
        known = self._site.replica.articles
        articles = [known[slug] for slug in slugs if slug in known]

        def put() -> None:
            for index in indexes:
                index.put(articles)

        self._turns.do(object(), put, own=True)

    @property
    def _asked(self) -> SearchIndex:
        """The one that answers: while the first is filled, what is in it already."""
        return self._index if self._next is None or len(self._index) > len(self._next) else self._next

    def find(self, query: str, most: int, language: str | None = None, who: str = "") -> list[Article]:
        """Articles that fit `query`, the best first. Raises `TooMany` of `who`, and `Busy`."""
        now, replica = self._site.now(), self._site.replica
        words = tuple(words_of(query))
        key = (*self._edition_asked(), now.date(), words, most, language)
        slugs = self._found.get(key)
        if slugs is None:
            slugs = self._turns.do(key, lambda: self._asked.find(" ".join(words), now, most, language), who)
            self._found[key] = slugs
            while len(self._found) > FOUND_KEPT:
                self._found.popitem(last=False)
        found = (replica.article(slug) for slug in slugs)
        return [article for article in found if article is not None and article.withdrawn is None]

    def _edition_asked(self) -> tuple[int, int, int]:
        return (self._site.replica.edition, id(self._asked), self._asked.edition)

    def related(self, article: Article, count: int) -> list[Article]:
        """At most `count` that belong beside `article`; looked for again only once there are other articles."""
        edition = self._edition_asked()
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
            told = [word for word in words if len(word) > 3]
            alike: dict[str, float] = self._asked.like(told, now, 40)
            others = [known[slug] for slug in shared | alike.keys() if slug in known]
            return related_to(article, others, count, alike, common)

        found: list[Article] = self._turns.do((self._edition, article.slug, count), look, own=True)
        return found


def shown(article: Article, words: Sequence[str]) -> dict[str, Any]:
    """A card for a list of what was found: `marks` are the pieces of its title, `found_in` those of a line of its text."""
    text = f"{article.summary or ''} {text_of(article)}".strip()
    return {
        **article.card().dump(),
        "marks": marked(article.title, words),
        "found_in": marked(snippet(text, words), words),
    }
