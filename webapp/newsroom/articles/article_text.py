"""An article's text, as plain text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape

from webapp.newsroom.articles.search.word_forms import plain
from webapp.newsroom.model import Article

_TAG = re.compile(r"<[^>]*>")
_BETWEEN = r"(?:&[#a-z0-9]+;|<[^>]*>|[^\w<&]|_)+"
"""What may stand between two words of HTML that follow each other."""


def text_of(article: Article) -> str:
    """The body as plain text."""
    return " ".join(unescape(_TAG.sub(" ", article.body_html)).split())


def has_in_a_row(article: Article, words: Sequence[str], with_marks: bool = False) -> bool:
    """Whether `words`, which are `plain`, stand one after the other in its title, its summary or its text.

    With `with_marks`, letters that have a mark in the text are taken for other letters, which is quicker.
    """
    pattern = re.compile(rf"{_BETWEEN}".join(map(re.escape, words)) + r"(?![^\W_])")
    fold = str.casefold if with_marks else plain
    return any(
        not found.start() or not text[found.start() - 1].isalnum()
        for text in map(fold, (article.title, article.summary or "", article.body_html))
        for found in pattern.finditer(text)
    )
