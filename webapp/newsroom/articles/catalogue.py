"""The published articles, newest first, indexed by topic and by language; built once for each edition of the articles."""

from __future__ import annotations

from collections.abc import Sequence

from webapp.newsroom.articles.related import topics_of
from webapp.newsroom.model import Article, primary_language
from webapp.newsroom.slugs import name_slug


class Catalogue:
    """Built from `articles`, newest first. Topics ignore case; languages are compared by their primary subtag."""

    def __init__(self, articles: Sequence[Article] = ()) -> None:
        self._all = articles
        self._by_topic: dict[str, list[Article]] = {}
        self._topics: dict[str, str] = {}
        self._by_language: dict[str, list[Article]] = {}
        for article in articles:
            self._by_language.setdefault(primary_language(article.language), []).append(article)
            for topic in topics_of(article):
                self._by_topic.setdefault(topic, []).append(article)
            for topic in article.topics:
                self._topics.setdefault(name_slug(topic), topic)

    def topic_named(self, slug: str) -> str | None:
        """The topic with this slug, as the newest article writes it."""
        return self._topics.get(slug)

    def of(self, topic: str = "", language: str = "") -> Sequence[Article]:
        """The articles with `topic` and in `language`, where given; empty when there are none."""
        if not topic:
            return self._by_language.get(primary_language(language), ()) if language else self._all
        found = self._by_topic.get(topic.casefold(), ())
        return (
            found
            if not language
            else [one for one in found if primary_language(one.language) == primary_language(language)]
        )
