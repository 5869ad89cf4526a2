"""Which words stand for a term of a query, and what they give to the rows of an index."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from heapq import nlargest

from webapp.newsroom.articles.search.terms import Term
from webapp.newsroom.articles.search.word_forms import forms, misspellings
from webapp.newsroom.articles.search.word_index import WordIndex

FORM_WEIGHT, CORRECTION_WEIGHT, PART_WEIGHT = 0.3, 0.8, 0.3
"""What another form of a word counts beside the word itself, a word with one letter changed, and a part of a compound."""

MAX_FORMS, MAX_CORRECTIONS, MAX_COMPLETIONS = 12, 4, 60
"""How many other words may stand for one that was typed; the most frequent ones do."""

MAX_POSTINGS = 5_000
"""How many postings are gone through for the rarest terms; the others only add to the best rows of those."""

MAX_CANDIDATES = 150
"""How many of the best rows are looked at closer."""

WordWeights = Mapping[str, float]
Scores = dict[int, float]
"""Row → score, above 0."""


class TermScores:
    """Scores by the words of `index`; `is_wanted` says which rows count at all."""

    def __init__(self, index: WordIndex) -> None:
        self._index = index

    def words_for(self, term: Term, is_last: bool = False) -> WordWeights:
        """The words that stand for `term`. If no row has it in any form, it may be misspelt, or, as the last, only begun."""
        index = self._index
        alike = {word for form in forms(term.word) for word in index.of_form(form)} - {term.word}
        found = dict.fromkeys(term.parts, PART_WEIGHT) | dict.fromkeys(
            self._most_frequent(alike, MAX_FORMS), FORM_WEIGHT
        )
        if term.word in index or found:
            return found | {term.word: 1.0}
        corrected = self._most_frequent(filter(index.__contains__, misspellings(term.word)), MAX_CORRECTIONS)
        return dict.fromkeys(corrected, CORRECTION_WEIGHT) | (self.words_beginning(term.word) if is_last else {})

    def words_beginning(self, letters: str) -> dict[str, float]:
        """The most frequent words that begin so. A single letter begins too many."""
        words = self._index.beginning_with(letters) if len(letters) > 1 else ()
        return dict.fromkeys(self._most_frequent(words, MAX_COMPLETIONS), 1.0)

    def best(self, terms: Sequence[WordWeights], is_wanted: Callable[[int], bool]) -> Scores:
        """The best rows, at most `MAX_CANDIDATES`, with their scores."""
        scores: Scores = {}
        add, gone_through = self._index.add_scores, 0
        for words in sorted(terms, key=self._postings_of):
            gone_through += self._postings_of(words)
            if scores and gone_through > MAX_POSTINGS and add == self._index.add_scores:
                scores, add = _highest(scores, is_wanted), self._index.add_to_rows
            for word, weight in words.items():
                add(scores, word, weight)
        return _highest(scores, is_wanted)

    def _postings_of(self, words: WordWeights) -> int:
        return sum(map(self._index.rows_with, words))

    def _most_frequent(self, words: Iterable[str], most: int) -> list[str]:
        return nlargest(most, words, key=self._index.rows_with)


def _highest(scores: Scores, is_wanted: Callable[[int], bool]) -> Scores:
    found: Scores = {}
    for row in sorted(scores, key=scores.__getitem__, reverse=True):
        if is_wanted(row):
            found[row] = scores[row]
            if len(found) == MAX_CANDIDATES:
                break
    return found
