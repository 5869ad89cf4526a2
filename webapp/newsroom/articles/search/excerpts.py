"""Pieces of an article's text that show why a search found it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from webapp.newsroom.articles.search.word_forms import WORD, forms, plain

SNIPPET_CHARS = 160


@dataclass(frozen=True)
class TextPiece:
    """A piece of text; `hit` when it matched the query."""

    text: str
    hit: bool = False


def marked(text: str, words: Sequence[str]) -> list[TextPiece]:
    """`text` in pieces, marking `words` in whatever form; where there are none, what begins like one of them."""
    pieces: list[TextPiece] = []
    at, is_hit = 0, _matching(text, words)
    for word in WORD.finditer(text):
        if is_hit(word[0]):
            pieces += [TextPiece(text[at : word.start()]), TextPiece(word[0], True)]
            at = word.end()
    return [piece for piece in (*pieces, TextPiece(text[at:])) if piece.text]


def snippet(text: str, words: Sequence[str]) -> str:
    """About 160 characters of `text` around the first match of `words`, or its beginning."""
    is_hit = _matching(text, words)
    first = next((word.start() for word in WORD.finditer(text) if is_hit(word[0])), 0)
    start = text.rfind(" ", 0, max(0, first - SNIPPET_CHARS // 3)) + 1
    cut = text[start : start + SNIPPET_CHARS]
    if start + SNIPPET_CHARS < len(text):
        cut = cut.rsplit(" ", 1)[0] + "…"
    return ("…" if start else "") + cut


def _matching(text: str, words: Sequence[str]) -> Callable[[str], bool]:
    """Whether a word of `text` is one to mark."""
    there = {form for word in map(plain, WORD.findall(text)) for form in (word, *forms(word))}
    wanted = {form for word in map(plain, words) for form in (word, *forms(word))}
    begun = tuple(word for word in map(plain, words) if len(word) > 1 and there.isdisjoint((word, *forms(word))))

    def is_hit(word: str) -> bool:
        return not wanted.isdisjoint((plain(word), *forms(plain(word)))) or plain(word).startswith(begun)

    return is_hit
