"""A story keeps the date of its first publication: a new date on a corrected word does not make it news."""

from __future__ import annotations

from datetime import timedelta

from webapp.newsroom.articles.duplicates import fingerprint_of, says_the_same
from webapp.newsroom.model import Article

NEXT_EDITION = timedelta(hours=12)
"""Shortest time between two editions of a page that is rewritten daily, such as a weather report."""


def is_new_edition(article: Article, known: Article) -> bool:
    """Whether `article` is a new story at the address of `known`, as on a page that is rewritten daily."""
    later = article.published_at - known.published_at >= NEXT_EDITION
    return later and article.title != known.title and not says_the_same(fingerprint_of(article), fingerprint_of(known))


def keep_first_date(article: Article, known: Article, dated: bool) -> Article:
    """`article` with the date of `known`; its own later date becomes `updated_at`. An earlier date corrects the known one."""
    if dated and article.published_at <= known.published_at:
        return article
    updated = max(filter(None, (article.updated_at, article.published_at if dated else None)), default=None)
    return article.model_copy(update={"published_at": known.published_at, "updated_at": updated})
