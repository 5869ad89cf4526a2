"""Related articles, by shared topics and shared words: the same language first, newer ones first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from heapq import nlargest
from math import log

from webapp.newsroom.model import Article, primary_language

MIN_WORD_SHARE = 0.35
"""An article that shares words only needs this share of the best match's score."""

MAX_PER_TOPIC = 300
"""How many of the newest articles of a topic are considered."""


class Topics:
    """An index from topic to articles, kept by `put` and `drop`, so that no query looks at every article."""

    def __init__(self) -> None:
        self._published: dict[str, dict[str, float]] = {}
        self._of: dict[str, set[str]] = {}

    def put(self, articles: Iterable[Article]) -> None:
        """Adds or replaces articles; withdrawn ones are dropped."""
        for article in articles:
            self.drop(article.slug)
            if article.withdrawn is None and article.topics:
                self._of[article.slug] = topics_of(article)
                for topic in self._of[article.slug]:
                    self._published.setdefault(topic, {})[article.slug] = article.published_at.timestamp()

    def drop(self, slug: str) -> None:
        """Removes an article; does nothing when it is not there."""
        for topic in self._of.pop(slug, ()):
            del self._published[topic][slug]
            if not self._published[topic]:
                del self._published[topic]

    def shared(self, article: Article) -> set[str]:
        """The slugs that share a topic with `article`: for each topic the newest."""
        found: set[str] = set()
        for topic in topics_of(article):
            published = self._published.get(topic, {})
            found.update(nlargest(MAX_PER_TOPIC, published, key=published.__getitem__))
        return found

    def common(self, article: Article) -> dict[str, int]:
        """For each topic of `article`, how many articles have it."""
        return {topic: len(self._published.get(topic, ())) for topic in topics_of(article)}


def topics_of(article: Article) -> set[str]:
    """The article's topics, case-folded."""
    return {topic.casefold() for topic in article.topics}


def related_to(
    article: Article,
    others: Sequence[Article],
    count: int,
    alike: Mapping[str, float] | None = None,
    common: Mapping[str, int] | None = None,
) -> list[Article]:
    """At most `count` of `others`, best first. A rare topic weighs more than a common one (inverse document frequency).

    `alike` maps slugs to word similarity (any positive scale); `common` maps topics to their number of articles, by
    default counted in `others`.
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
