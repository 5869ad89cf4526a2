"""Which articles belong beside one: shared topics and shared words, the same language first, newer first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from math import log

from webapp.newsroom.model import Article

ALIKE = 0.35
"""An article that only shares words needs this share of what the most alike one has in common."""


def related_to(
    article: Article, others: Sequence[Article], count: int, alike: Mapping[str, float] | None = None
) -> list[Article]:
    """At most `count` of `others`; a rare topic says more than a common one.

    `alike` says by slug how much another has in common with `article` in its words.
    """
    mine = {topic.casefold() for topic in article.topics}
    common = Counter(topic.casefold() for other in others for topic in other.topics) if mine else {}
    weight = {topic: 1 / log(2 + common[topic]) for topic in mine}
    most = max((points for slug, points in (alike or {}).items() if slug != article.slug), default=0.0)
    words = {slug: points / most for slug, points in (alike or {}).items()} if most else {}

    def score(other: Article) -> float:
        topics = sum(weight.get(topic, 0.0) for topic in {t.casefold() for t in other.topics}) if mine else 0.0
        shared = words.get(other.slug, 0.0)
        return topics + shared if topics or shared >= ALIKE else 0.0

    scored = [(score(other), other) for other in others if other.slug != article.slug and other.withdrawn is None]
    fitting = [(points, other) for points, other in scored if points > 0]
    fitting.sort(key=lambda s: (s[1].language == article.language, s[0], s[1].published_at), reverse=True)
    return [other for _, other in fitting[:count]]
