"""Which articles belong beside one: shared topics first, the same language first, newer first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import log

from webapp.newsroom.model import Article


def related_to(article: Article, others: Sequence[Article], count: int) -> list[Article]:
    """At most `count` of `others` that share a topic with `article`; a rare topic says more than a common one."""
    mine = {topic.casefold() for topic in article.topics}
    if not mine:
        return []
    common = Counter(topic.casefold() for other in others for topic in other.topics)
    weight = {topic: 1 / log(2 + common[topic]) for topic in mine}

    def score(other: Article) -> float:
        return sum(weight.get(topic, 0.0) for topic in {t.casefold() for t in other.topics})

    scored = [(score(other), other) for other in others if other.slug != article.slug and other.withdrawn is None]
    fitting = [(points, other) for points, other in scored if points > 0]
    fitting.sort(key=lambda s: (s[1].language == article.language, s[0], s[1].published_at), reverse=True)
    return [other for _, other in fitting[:count]]
