"""Full-text search of articles: an in-memory index (SQLite FTS5, ranked by BM25) for one process.

All words of a query must occur in an article, whole or as a prefix; when no article has all, those with the most of the
rare ones are returned. The title weighs most. Of two that match equally the newer one comes first.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from math import exp
from unicodedata import combining, normalize

from webapp.newsroom.model import Article, primary_language

MAX_QUERY_CHARS = 400
MAX_QUERY_WORDS = 8
MAX_WORD_CHARS = 40
MAX_CANDIDATES = 300
"""How many of the best matches are re-ranked by age."""

FRESHNESS_DAYS = 10.0
SNIPPET_CHARS = 160

MAX_BODY_CHARS = 3_000
"""How many characters of an article's text are indexed: the beginning says what the news is about."""

MAX_RARE_WORDS = 8
"""How many of an article's rarest words represent it when similar articles are searched."""

_WORD = re.compile(r"[^\W_]+")
_TAG = re.compile(r"<[^>]*>")
_WEIGHTS = "10.0, 4.0, 5.0, 2.0, 1.0"  # of the columns below


def words_of(query: str) -> list[str]:
    """The words of a query, lower case: the first few, each cut to `MAX_WORD_CHARS`. The index does its own folding."""
    found = (word[:MAX_WORD_CHARS] for word in _WORD.findall(query[:MAX_QUERY_CHARS]))
    return list(dict.fromkeys(word.lower() for word in found))[:MAX_QUERY_WORDS]


def text_of(article: Article) -> str:
    """The body as plain text."""
    return " ".join(unescape(_TAG.sub(" ", article.body_html)).split())


class SearchIndex:
    """`put` and `drop` maintain it; `find` and `like` query it. Not safe for use by several threads at once."""

    def __init__(self) -> None:
        self._sql = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
        self._sql.execute("PRAGMA journal_mode = OFF")
        # Contentless, since the articles are in memory already. Replaced rows stay in `words` and leave `standing`.
        self._sql.execute(
            "CREATE VIRTUAL TABLE words USING fts5(title, summary, topics, people, body, content='', "
            "tokenize=\"unicode61 remove_diacritics 2\", prefix='2 3')"
        )
        self._sql.execute("CREATE TABLE standing(row INTEGER PRIMARY KEY, language TEXT)")
        self._sql.execute("CREATE VIRTUAL TABLE said USING fts5vocab(words, row)")
        self._row_of: dict[str, int] = {}
        self._slug_of: dict[int, tuple[str, float]] = {}
        self._last = 0

    def __len__(self) -> int:
        return len(self._row_of)

    def put(self, articles: Iterable[Article]) -> None:
        """Adds or replaces articles; withdrawn ones are dropped."""
        self._sql.execute("BEGIN")
        for article in articles:
            self.drop(article.slug)
            if article.withdrawn is not None:
                continue
            self._last += 1
            people = " ".join(filter(None, (article.byline, article.agency, article.place)))
            row = (
                article.title,
                article.summary or "",
                " ".join(article.topics),
                people,
                text_of(article)[:MAX_BODY_CHARS],
            )
            self._sql.execute("INSERT INTO words(rowid, title, summary, topics, people, body) VALUES (?,?,?,?,?,?)",
                              (self._last, *row))  # fmt: skip
            self._sql.execute("INSERT INTO standing VALUES (?, ?)", (self._last, primary_language(article.language)))
            self._row_of[article.slug] = self._last
            self._slug_of[self._last] = (article.slug, article.published_at.timestamp())
        self._sql.execute("COMMIT")

    def drop(self, slug: str) -> None:
        """Removes an article; does nothing when it is not there."""
        row = self._row_of.pop(slug, None)
        if row is not None:
            del self._slug_of[row]
            self._sql.execute("DELETE FROM standing WHERE row = ?", (row,))

    @property
    def edition(self) -> int:
        """A number that changes whenever an article is added."""
        return self._last

    @property
    def left_behind(self) -> int:
        """The number of dead rows; an index that is mostly dead rows is better rebuilt."""
        return self._last - len(self._row_of)

    def find(self, query: str, now: datetime, most: int, language: str | None = None) -> list[str]:
        """The slugs that match `query` best, at most `most`, in one `language` or in all."""
        language = primary_language(language) if language else None
        words = words_of(query)
        if not words:
            return []
        found = self._match(" AND ".join(map(_beginning, words)), now, language)
        if not found and len(words) > 1:
            found = self._match(" OR ".join(map(_beginning, words)), now, language)
        return found[:most]

    def like(self, words: Sequence[str], now: datetime, most: int) -> dict[str, float]:
        """The articles that share most of `words`, rare ones first: slug → score, above 0."""
        said = [(self._said_by(word), word) for word in {_plain(word) for word in words[:40]} if _WORD.fullmatch(word)]
        # A word of this article alone finds nothing, and a word of every article costs most and distinguishes least.
        wanted = [word for count, word in sorted(said) if count > 1][:MAX_RARE_WORDS]
        if not wanted:
            return {}
        expression = " OR ".join(f'"{word}"' for word in wanted)
        rows = self._rows(f"{{title summary topics}} : ({expression})", most)
        return {self._slug_of[row][0]: -score for row, score in rows}

    def _said_by(self, word: str) -> int:
        """How many rows contain `word`."""
        found = self._sql.execute("SELECT doc FROM said WHERE term = ?", (word,)).fetchone()
        return int(found[0]) if found else 0

    def _match(self, expression: str, now: datetime, language: str | None) -> list[str]:
        ranked = []
        for row, score in self._rows(expression, MAX_CANDIDATES, language):
            slug, published = self._slug_of[row]
            days = max(0.0, now.timestamp() - published) / 86_400
            ranked.append((score * (1 + exp(-days / FRESHNESS_DAYS)), slug))
        return [slug for _, slug in sorted(ranked)]

    def _rows(self, expression: str, most: int, language: str | None = None) -> list[tuple[int, float]]:
        return self._sql.execute(
            f"SELECT words.rowid, bm25(words, {_WEIGHTS}) AS score FROM words JOIN standing ON standing.row = words.rowid "
            "WHERE words MATCH ?1 AND (?2 IS NULL OR standing.language = ?2) ORDER BY score LIMIT ?3",
            (expression, language, most),
        ).fetchall()


def _beginning(word: str) -> str:
    """The word as an FTS5 prefix expression. A single letter would match half of all words, so it must match whole."""
    return f'"{word}"*' if len(word) > 1 else f'"{word}"'


@dataclass(frozen=True)
class TextPiece:
    """A piece of text; `hit` when it matched the query."""

    text: str
    hit: bool = False


def marked(text: str, words: Sequence[str]) -> list[TextPiece]:
    """`text` in pieces, marking the words that begin with one of `words`. Accents are ignored."""
    pieces: list[TextPiece] = []
    at = 0
    plain = [_plain(word) for word in words]
    for word in _WORD.finditer(text):
        if any(_plain(word[0]).startswith(beginning) for beginning in plain):
            pieces += [TextPiece(text[at : word.start()]), TextPiece(word[0], True)]
            at = word.end()
    return [piece for piece in (*pieces, TextPiece(text[at:])) if piece.text]


def snippet(text: str, words: Sequence[str]) -> str:
    """About 160 characters of `text` around the first match of `words`, or its beginning."""
    plain = [_plain(word) for word in words]
    first = next((w.start() for w in _WORD.finditer(text) if any(_plain(w[0]).startswith(p) for p in plain)), 0)
    start = text.rfind(" ", 0, max(0, first - SNIPPET_CHARS // 3)) + 1
    cut = text[start : start + SNIPPET_CHARS]
    if start + SNIPPET_CHARS < len(text):
        cut = cut.rsplit(" ", 1)[0] + "…"
    return ("…" if start else "") + cut


def _plain(word: str) -> str:
    """Case-folded and without accents, as in the index."""
    if word.isascii():
        return word.casefold()
    return "".join(c for c in normalize("NFKD", word.casefold()) if not combining(c))
