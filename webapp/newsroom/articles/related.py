"""Which articles belong beside one: shared topics and shared words, the same language first, newer first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from heapq import nlargest
from math import log

from webapp.newsroom.model import Article, primary_language

MIN_WORD_SHARE = 0.35
"""An article that only shares words needs this share of what the most alike one has in common."""

MAX_PER_TOPIC = 300
"""So many of those with a topic are looked at."""


class Topics:
    """Who has which topic: kept by `put` and `drop`, so that nobody has to look at every article."""

    def __init__(self) -> None:
        self._published: dict[str, dict[str, float]] = {}
        self._of: dict[str, set[str]] = {}

    def put(self, articles: Iterable[Article]) -> None:
        """Takes articles in, new or changed; withdrawn ones are dropped."""
        for article in articles:
            self.drop(article.slug)
            if article.withdrawn is None and article.topics:
                self._of[article.slug] = topics_of(article)
                for topic in self._of[article.slug]:
                    self._published.setdefault(topic, {})[article.slug] = article.published_at.timestamp()

    def drop(self, slug: str) -> None:
        for topic in self._of.pop(slug, ()):
            del self._published[topic][slug]
            if not self._published[topic]:
                del self._published[topic]

    def shared(self, article: Article) -> set[str]:
        """The slugs that have a topic of `article`: of each topic the newest."""
        found: set[str] = set()
        for topic in topics_of(article):
            published = self._published.get(topic, {})
            found.update(nlargest(MAX_PER_TOPIC, published, key=published.__getitem__))
        return found

    def common(self, article: Article) -> dict[str, int]:
        """How many have each topic of `article`."""
        return {topic: len(self._published.get(topic, ())) for topic in topics_of(article)}


def topics_of(article: Article) -> set[str]:
    return {topic.casefold() for topic in article.topics}


def related_to(
    article: Article,
    others: Sequence[Article],
    count: int,
    alike: Mapping[str, float] | None = None,
    common: Mapping[str, int] | None = None,
) -> list[Article]:
    """At most `count` of `others`; a rare topic says more than a common one.

    `alike` says by slug how much another has in common with `article` in its words; `common` how many articles there are
    with each of its topics, by default of `others`.
    """
    mine = topics_of(article)
    if common is None:
        common = Counter(topic for other in others for topic in topics_of(other) & mine)
    weight = {topic: 1 / log(2 + common.get(topic, 0)) for topic in mine}
    most = max((points for slug, points in (alike or {}).items() if slug != article.slug), default=0.0)
    words = {slug: points / most for slug, points in (alike or {}).items()} if most else {}

    def score(other: Article) -> float:
        topics = sum(weight[topic] for topic in topics_of(other) & mine)
        shared = words.get(other.slug, 0.0)
        return topics + shared if topics or shared >= MIN_WORD_SHARE else 0.0

    scored = [(score(other), other) for other in others if other.slug != article.slug and other.withdrawn is None]
    fitting = [(points, other) for points, other in scored if points > 0]
    spoken = primary_language(article.language)
    fitting.sort(key=lambda s: (primary_language(s[1].language) == spoken, s[0], s[1].published_at), reverse=True)
    return [other for _, other in fitting[:count]]
