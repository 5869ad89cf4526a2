"""Text with markup, escapes and odd spaces in it → one clean line; and keys for comparing texts."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator

from webapp.intake.story.inline_text import without_tags
from webapp.newsroom.plain_text import fix_c1_controls

_INVISIBLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")
_BROKEN_MARKUP = re.compile(r"""<|(?<!\s)>|>(?!\s)|^["'“”‘’]\s*[)>\]}/]""")
_SURROGATE = re.compile(r"[\ud800-\udfff]")


def clean_line(text: str, max_chars: int = 300) -> str:
    """One line of at most `max_chars`: no markup, entities resolved (twice), no control or direction characters.

    Angle brackets around a word that is no element's name, as in `the <test> case`, stay as they are.
    """
    text = text[: max_chars * 20]
    for _ in range(2):
        if "&" in text:
            text = html.unescape(text)
    if "<" in text:
        text = without_tags(text)
    text = _SURROGATE.sub("", _INVISIBLE.sub(" ", fix_c1_controls(text)))
    return shortened(" ".join(text.split()), max_chars)


def shortened(line: str, max_chars: int) -> str:
    """`line`, or as many of its words as have room before an ellipsis."""
    return line if len(line) <= max_chars else line[: max_chars - 1].rsplit(" ", 1)[0].rstrip(" ,;:-–—") + "…"


def paragraphs(text: str) -> str:
    """HTML paragraphs of a text that separates them by empty lines. Nothing is escaped."""
    parts = re.split(r"\n\s*\n", "\n".join(text.splitlines()))
    return "".join(f"<p>{part.strip()}</p>" for part in parts if part.strip())


def without_broken_markup(names: Iterable[str]) -> Iterator[str]:
    """The names that do not look like leftovers of markup, such as `">alert(3)>`."""
    return (name for name in names if not _BROKEN_MARKUP.search(clean_line(name)))


def match_key(text: str) -> str:
    """Letters and digits alone, case-folded: equal for two texts that say the same."""
    return "".join(filter(str.isalnum, text.casefold()))
