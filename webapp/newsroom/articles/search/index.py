"""Full-text search of articles: an in-memory index for one process, ranked by BM25.

An article need not have all words of a query. A word as it was typed counts most, other forms of it less; in the title more
than in the text; and more where its neighbours are those of the query. Of articles that match about equally the newer comes
first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import islice, pairwise
from math import exp
from operator import itemgetter

from webapp.newsroom.articles.article_text import has_in_a_row, text_of
from webapp.newsroom.articles.search.term_scores import Scores, TermScores, WordWeights
from webapp.newsroom.articles.search.terms import SearchTerms, Term, search_terms
from webapp.newsroom.articles.search.word_forms import plain, words_in
from webapp.newsroom.articles.search.word_index import WordIndex
from webapp.newsroom.model import Article, primary_language

TITLE_WEIGHT, SUMMARY_WEIGHT, TOPIC_WEIGHT, NAME_WEIGHT = 6.0, 3.0, 3.0, 2.0
"""How often a word there counts, beside one in the text."""

NEIGHBOUR_WEIGHT = 0.4
"""What two neighbours count, beside both words."""

MAX_READ_FOR_NEIGHBOURS = 20
"""In how many of the best matches neighbours are looked for."""

RECENCY_WEIGHT, RECENCY_DAYS = 0.12, 10.0
"""An article of this moment scores 12 % more than an old one; after ten days a third of that is left."""

MAX_BODY_CHARS = 5_000
"""How many characters of an article's text are indexed: the beginning says what the news is about."""

MAX_RARE_WORDS = 8
"""How many of an article's rarest words represent it when similar articles are searched."""


class SearchIndex:
    """`put` and `drop` maintain it; `find` and `like` query it. Not safe for use by several threads at once.

    `recency_weight` is by how much more an article of this moment counts than an old one.
    """

    def __init__(self, recency_weight: float = RECENCY_WEIGHT) -> None:
        self._recency_weight = recency_weight
        # Replaced articles stay in both, under rows that `_articles` no longer has.
        self._words = WordIndex()
        self._heads = WordIndex()
        self._scoring = TermScores(self._words)
        self._row_of: dict[str, int] = {}
        self._articles: dict[int, Article] = {}
        self._published: dict[int, float] = {}
        self._last = 0

    def __len__(self) -> int:
        return len(self._row_of)

    def put(self, articles: Iterable[Article]) -> None:
        """Adds or replaces articles; withdrawn ones are dropped."""
        for article in articles:
            self.drop(article.slug)
            if article.withdrawn is None:
                self._last += 1
                self._insert(self._last, article)
                self._row_of[article.slug] = self._last
                self._articles[self._last] = article
                self._published[self._last] = article.published_at.timestamp()

    def _insert(self, row: int, article: Article) -> None:
        head = [
            (TITLE_WEIGHT, words_in(article.title)),
            (SUMMARY_WEIGHT, words_in(article.summary or "")),
            (TOPIC_WEIGHT, words_in(" ".join(article.topics))),
        ]
        names = words_in(" ".join(filter(None, (article.byline, article.agency, article.place))))
        parts = [*head, (NAME_WEIGHT, names), (1.0, words_in(text_of(article)[:MAX_BODY_CHARS]))]
        for index, of in ((self._words, parts), (self._heads, head)):
            counts: Counter[str] = Counter()
            for weight, words in of:
                for word, count in Counter(words).items():
                    counts[word] += weight * count  # type: ignore[assignment]
            index.put(row, counts, sum(len(words) for _, words in of))

    def drop(self, slug: str) -> None:
        """Removes an article; does nothing when it is not there."""
        row = self._row_of.pop(slug, None)
        if row is not None:
            del self._articles[row], self._published[row]

    @property
    def edition(self) -> int:
        """A number that changes whenever an article is added."""
        return self._last

    @property
    def left_behind(self) -> int:
        """The number of dead rows; an index that is mostly dead rows is better rebuilt."""
        return self._last - len(self._row_of)

    def find(self, query: str | SearchTerms, now: datetime, most: int, language: str | None = None) -> list[str]:
        """The slugs that match `query` best, at most `most`, in one `language` or in all."""
        asked = search_terms(query) if isinstance(query, str) else query
        terms, language = asked.terms, primary_language(language) if language else None
        by_term = [self._scoring.words_for(term, is_last=term is terms[-1]) for term in terms]

        def best(*words: WordWeights) -> Scores:
            return self._newer_first(self._scoring.best(words, lambda row: self._is_wanted(row, language)), now)

        if asked.quoted:
            found = best(*({word: 1.0} for words in asked.quoted for word in words), *by_term)
            rows = [row for row in found if all(has_in_a_row(self._articles[row], words) for words in asked.quoted)]
        else:
            rows = list(self._with_neighbours(best(*by_term), terms))
            if len(terms) == 1:
                # Who has the word as it is comes before who has another form of it, however often.
                rows = [*best({terms[0].word: 1.0}), *rows]
            if terms and len(set(rows)) < most:
                rows += best(*by_term[:-1], self._scoring.words_beginning(terms[-1].word))
        return [self._articles[row].slug for row in islice(dict.fromkeys(rows), most)]

    def _is_wanted(self, row: int, language: str | None) -> bool:
        """Whether the row is not dead, and in `language`."""
        article = self._articles.get(row)
        return article is not None and (language is None or primary_language(article.language) == language)

    def _newer_first(self, scores: Scores, now: datetime) -> Scores:
        """`scores` with a little more for newer articles, the best first."""
        weight, at, decay_s, published = self._recency_weight, now.timestamp(), RECENCY_DAYS * 86_400, self._published
        newest = sorted(scores, key=published.__getitem__, reverse=True)  # sorting keeps the order of equals
        return _sorted({
            row: scores[row] * (1 + weight * exp(min(0.0, published[row] - at) / decay_s)) for row in newest
        })  # fmt: skip

    def _with_neighbours(self, scores: Scores, terms: Sequence[Term]) -> Scores:
        """`scores` with more for articles that have neighbours of the query as neighbours."""
        pairs = [(one.word, other.word) for one, other in pairwise(terms) if one.at + 1 == other.at]
        pairs = [pair for pair in pairs if all(word in self._words for word in pair)]
        more = {pair: NEIGHBOUR_WEIGHT * sum(map(self._words.rarity, pair)) for pair in pairs}
        scores = dict(scores)
        for row in list(scores)[: MAX_READ_FOR_NEIGHBOURS if pairs else 0]:
            scores[row] += sum(more[pair] for pair in pairs if has_in_a_row(self._articles[row], pair, True))
        return _sorted(scores)

    def like(self, words: Sequence[str], now: datetime, most: int) -> dict[str, float]:
        """The articles that share most of `words` in title, summary or topics, rare ones first: slug → score, above 0."""
        said = [(self._words.rows_with(word), word) for word in {plain(word) for word in words[:40]}]
        # A word of this article alone finds nothing, and a word of every article costs most and distinguishes least.
        wanted = [word for count, word in sorted(said) if count > 1][:MAX_RARE_WORDS]
        scores: Scores = {}
        for word in wanted:
            self._heads.add_scores(scores, word, 1.0)
        there = (row for row in _sorted(scores) if row in self._articles)
        return {self._articles[row].slug: scores[row] for row in islice(there, most)}


def _sorted(scores: Scores) -> Scores:
    """The best first."""
    return dict(sorted(scores.items(), key=itemgetter(1), reverse=True))
