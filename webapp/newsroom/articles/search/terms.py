"""What somebody typed, as terms to search for."""

from __future__ import annotations

import re
from dataclasses import dataclass

from webapp.newsroom.articles.search.filler_words import FILLER_WORDS
from webapp.newsroom.articles.search.word_forms import COMPOUND, WORD, joined, plain

MAX_QUERY_CHARS = 400
MAX_QUERY_TERMS = 16
MAX_WORD_CHARS = 40
MAX_WORDS_OF_TEXT = 8

_QUOTED = re.compile(r"[\"“”„«»]([^\"“”„«»]+)[\"“”„«»]")


@dataclass(frozen=True)
class Term:
    """A word; of a compound such as `COVID-19` in one piece, with its `parts`. `at` is its place among what was typed."""

    word: str
    at: int
    parts: tuple[str, ...] = ()


@dataclass(frozen=True)
class SearchTerms:
    """`terms` in the order of typing. Articles must have each of `quoted`, which are words in a row."""

    terms: tuple[Term, ...] = ()
    quoted: tuple[tuple[str, ...], ...] = ()

    @property
    def words(self) -> list[str]:
        """All words of terms and quotations, each once."""
        said = [word for term in self.terms for word in (term.word, *term.parts)]
        return list(dict.fromkeys([*said, *(word for words in self.quoted for word in words)]))

    def __bool__(self) -> bool:
        return bool(self.terms or self.quoted)


def search_terms(query: str) -> SearchTerms:
    """The terms of a query, whatever is typed. Words around a question count only where there are no others."""
    query = query[:MAX_QUERY_CHARS]
    quoted = tuple(words for text in _QUOTED.findall(query) if (words := _words(text)))
    terms = list({term.word: term for term in reversed(_terms(_QUOTED.sub(" ", query)))}.values())[::-1]
    telling = [term for term in terms if term.word not in FILLER_WORDS]
    return SearchTerms(tuple(telling or (() if quoted else terms))[:MAX_QUERY_TERMS], quoted)


def words_of(text: str) -> list[str]:
    """The first few words of a text, as in the index."""
    return list(dict.fromkeys(_words(text[:MAX_QUERY_CHARS])))[:MAX_WORDS_OF_TEXT]


def _terms(text: str) -> list[Term]:
    terms: list[Term] = []
    at = 0
    for compound in [*COMPOUND.finditer(text), None]:
        between = text[at : compound.start()] if compound else text[at:]
        terms += [Term(word, len(terms) + n) for n, word in enumerate(_words(between))]
        if compound:
            whole = plain(joined(compound[0]))[:MAX_WORD_CHARS]
            terms.append(Term(whole, len(terms), () if whole.isdecimal() else _words(compound[0])))
            at = compound.end()
    return terms


def _words(text: str) -> tuple[str, ...]:
    return tuple(word[:MAX_WORD_CHARS] for word in WORD.findall(plain(text)))
