"""A story keeps the date of its first publication: one that is only dated anew, for a word, is no news."""

from __future__ import annotations

from datetime import timedelta

from webapp.newsroom.articles.duplicates import fingerprint_of, says_the_same
from webapp.newsroom.model import Article

NEXT_EDITION = timedelta(hours=12)
"""A page that is written anew each day, such as the weather's, has at least so much between its editions."""


def is_new_edition(article: Article, known: Article) -> bool:
    """Whether `article` is another story than `known`, at the same address: a page that is written anew each day."""
    later = article.published_at - known.published_at >= NEXT_EDITION
    return later and article.title != known.title and not says_the_same(fingerprint_of(article), fingerprint_of(known))


def keep_first_date(article: Article, known: Article, dated: bool) -> Article:
    """`article` with the date that `known` has; a later one is when it was updated. An earlier one sets it right."""
    if dated and article.published_at <= known.published_at:
        return article
    updated = max(filter(None, (article.updated_at, article.published_at if dated else None)), default=None)
    return article.model_copy(update={"published_at": known.published_at, "updated_at": updated})
