"""The list of articles as editors look through it: by words, by what became of each, by where it came from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from webapp.newsroom.model import Article
from webapp.newsroom.plain_text import folded
from webapp.store.board.replica import Replica

State = Literal["", "published", "held", "withdrawn"]

OWN = "own"
ELSEWHERE = "elsewhere"
"""Imported, from what has no host."""

MAX_ORIGINS = 60


@dataclass(frozen=True)
class Wanted:
    """What is looked for: `words` in titles, bylines and topics, the state, and the origin (`origin_of`); empty for any."""

    words: str = ""
    state: State = ""
    origin: str = ""


@dataclass(frozen=True)
class _Row:
    article: Article
    words: str
    origin: str


class ArticleListing:
    """All articles, the newest first, made ready once for each edition of them. For threads."""

    def __init__(self, replica: Replica) -> None:
        self._replica = replica
        self._edition = -1
        self._rows: list[_Row] = []
        self._origins: list[str] = []

    def find(self, wanted: Wanted) -> list[Article]:
        """The articles that fit, withdrawn ones too; none of those that are held."""
        self._follow()
        if wanted.state == "held":
            return []
        words = folded(wanted.words).split()
        return [
            row.article
            for row in self._rows
            if (not wanted.origin or row.origin == wanted.origin)
            and (not wanted.state or (row.article.withdrawn is not None) == (wanted.state == "withdrawn"))
            and all(word in row.words for word in words)
        ]

    def origins(self) -> Sequence[str]:
        """Where imported articles came from, most of them first."""
        self._follow()
        return self._origins

    def _follow(self) -> None:
        edition = self._replica.edition
        if edition == self._edition:
            return
        articles = sorted(self._replica.articles.copy().values(), key=lambda one: one.published_at, reverse=True)
        self._rows = [_Row(one, words_of(one), origin_of(one)) for one in articles]
        counts = Counter(row.origin for row in self._rows if row.origin != OWN)
        self._origins = [origin for origin, _ in counts.most_common(MAX_ORIGINS)]
        self._edition = edition


def words_of(article: Article) -> str:
    """What an article is found by."""
    return folded(" ".join([article.title, article.byline or "", *article.topics, article.slug]))


def fits(title: str, words: str) -> bool:
    """Whether `title` has all of `words`."""
    found = folded(title)
    return all(word in found for word in folded(words).split())


def origin_of(article: Article) -> str:
    """The host that an article came from, `OWN` for one that was written here."""
    if article.source is None:
        return OWN
    for address in (article.canonical, article.source):
        if host := _host(address or ""):
            return host
    return ELSEWHERE


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
