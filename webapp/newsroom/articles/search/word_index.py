"""An inverted index: which rows have a word, and how much it tells about them (BM25). Pure data; rows are numbered by the caller.

BM25: Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009).
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Mapping
from math import log

from webapp.newsroom.articles.search.word_forms import forms

K1, B = 1.2, 0.75
USUAL_WORDS = 300
"""The length of an article that is neither long nor short."""

POINT = 115
"""A word's points in a row are kept in this many parts, at most 255."""


class WordIndex:
    """Rows are put once, in ascending order, and never removed. A posting is row × 256 + points, in four bytes."""

    def __init__(self) -> None:
        self._postings: dict[str, array[int]] = {}
        self._words_of: dict[str, list[str]] = {}
        self._sorted: list[str] = []
        self._unsorted: list[str] = []
        self._rows = 0

    def put(self, row: int, counts: Mapping[str, float], length: int) -> None:
        """Adds a row: word → how often it occurs, weighted by where, among `length` words."""
        self._rows += 1
        damping = K1 * (1 - B + B * length / USUAL_WORDS)
        for word, count in counts.items():
            points = round(count * (K1 + 1) / (count + damping) * POINT) or 1
            if (postings := self._postings.get(word)) is None:
                postings = self._postings[word] = array("I")
                self._unsorted.append(word)
                for form in forms(word):
                    self._words_of.setdefault(form, []).append(word)
            postings.append(row << 8 | points)

    def __contains__(self, word: object) -> bool:
        return word in self._postings

    def rows_with(self, word: str) -> int:
        """How many rows have `word`."""
        return len(self._postings.get(word, ()))

    def add_scores(self, scores: dict[int, float], word: str, weight: float) -> None:
        """Adds the score of `word`, times `weight`, to the `scores` of all rows that have it."""
        postings, score_of = self._postings.get(word, ()), scores.get
        weight *= self.rarity(word) / POINT
        for posting in postings:
            row = posting >> 8
            scores[row] = score_of(row, 0.0) + (posting & 255) * weight

    def add_to_rows(self, scores: dict[int, float], word: str, weight: float) -> None:
        """As `add_scores`, only for the rows that `scores` has already."""
        postings = self._postings.get(word, ())
        weight *= self.rarity(word) / POINT
        for row in scores:
            at = bisect_left(postings, row << 8)
            if at < len(postings) and postings[at] >> 8 == row:
                scores[row] += (postings[at] & 255) * weight

    def rarity(self, word: str) -> float:
        """The weight of `word`: near 0 where all rows have it."""
        having = self.rows_with(word)
        return log(1 + (self._rows - having + 0.5) / (having + 0.5))

    def of_form(self, form: str) -> list[str]:
        """The words that have `form` among their `forms`."""
        return self._words_of.get(form, [])

    def beginning_with(self, letters: str) -> list[str]:
        """The words that begin with `letters`."""
        if self._unsorted:
            self._sorted += self._unsorted
            self._sorted.sort()
            self._unsorted.clear()
        first = bisect_left(self._sorted, letters)
        return self._sorted[first : bisect_left(self._sorted, f"{letters}\U0010ffff", first)]
