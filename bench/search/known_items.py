"""How soon a search has the article that somebody looks for, beside plain BM25 over the same tokens."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from bench.search.bm25 import BM25
from bench.search.corpus import NOW, Query
from webapp.newsroom.articles.article_text import text_of
from webapp.newsroom.articles.search.index import SearchIndex
from webapp.newsroom.articles.search.word_forms import WORD, plain
from webapp.newsroom.model import Article

LOOKED_THROUGH = 100
"""An article further down counts as not found."""


def tokens(text: str) -> list[str]:
    return WORD.findall(plain(text))


def mean_reciprocal_rank(queries: Sequence[Query], rank_of: Callable[[Query], int]) -> float:
    """1 where the article is always the first, 0.5 where it is always the second. `rank_of` says 0 for not found."""
    ranks = [rank_of(query) for query in queries]
    return sum(1 / rank for rank in ranks if rank) / len(ranks)


class KnownItems:
    """`ranks` compares BM25, our search without recency, and as it is."""

    def __init__(self, articles: Sequence[Article]) -> None:
        self._numbers = {article.slug: number for number, article in enumerate(articles)}
        self._bm25 = BM25([tokens(" ".join((a.title, a.summary or "", *a.topics, text_of(a)))) for a in articles])
        self._indexes = [SearchIndex(recency_weight=0.0), SearchIndex()]
        for index in self._indexes:
            index.put(articles)

    def ranks(self, queries: Sequence[Query]) -> list[float]:
        """The mean reciprocal rank by BM25, and by ours without and with recency."""
        ours = [mean_reciprocal_rank(queries, partial(_rank, index)) for index in self._indexes]
        return [mean_reciprocal_rank(queries, self._rank_by_bm25), *ours]

    def whole_words_first(self, words: Sequence[str]) -> float:
        """Of the first ten found for each word that at least ten articles have, the share that has the word as it is."""
        index = self._indexes[1]
        having = [index.find(f'"{word}"', NOW, LOOKED_THROUGH) for word in words]
        first = [(index.find(word, NOW, 10), set(there)) for word, there in zip(words, having, strict=True)]
        return sum(slug in there for found, there in first for slug in found) / sum(len(found) for found, _ in first)

    def has_ten(self, word: str) -> bool:
        """Whether at least ten articles have `word` as it is."""
        return len(self._indexes[1].find(f'"{word}"', NOW, 10)) == 10

    def _rank_by_bm25(self, query: Query) -> int:
        scores = self._bm25.scores(tokens(query.text))
        own = scores.get(self._numbers[query.slug])
        rank = 0 if own is None else 1 + sum(score > own for score in scores.values())
        return rank if rank <= LOOKED_THROUGH else 0


def _rank(index: SearchIndex, query: Query) -> int:
    found = index.find(query.text, NOW, LOOKED_THROUGH)
    return found.index(query.slug) + 1 if query.slug in found else 0
