"""Okapi BM25 as the package rank-bm25 has it (`BM25Okapi`, its defaults): every token of an article counts the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import log

K1, B, EPSILON = 1.5, 0.75, 0.25


class BM25:
    """Ranks documents, given as lists of tokens."""

    def __init__(self, documents: Sequence[Sequence[str]]) -> None:
        self._lengths = [len(words) for words in documents]
        self._average = sum(self._lengths) / len(documents)
        self._in: dict[str, list[tuple[int, int]]] = {}
        for number, words in enumerate(documents):
            for word, times in Counter(words).items():
                self._in.setdefault(word, []).append((number, times))
        all_of = len(documents)
        self._idf = {word: log(all_of - len(found) + 0.5) - log(len(found) + 0.5) for word, found in self._in.items()}
        least = EPSILON * sum(self._idf.values()) / len(self._idf)
        self._idf = {word: weight if weight >= 0 else least for word, weight in self._idf.items()}

    def scores(self, words: Sequence[str]) -> dict[int, float]:
        """The number of each document that has one of `words` → its score."""
        scores: dict[int, float] = {}
        for word in words:
            for number, times in self._in.get(word, ()):
                longer = 1 - B + B * self._lengths[number] / self._average
                points = self._idf[word] * times * (K1 + 1) / (times + K1 * longer)
                scores[number] = scores.get(number, 0.0) + points
        return scores
