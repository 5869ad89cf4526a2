"""A line of text with tags in it → the same as readers see it, without tags.

10<sup>6</sup>, H<sub>2</sub>O      → 10⁶, H₂O
<del>15</del> 17 dead               → 17 dead
rain<br>wind, <q>no</q>             → rain wind, “no”
"""

from __future__ import annotations

import re

from lxml.html.defs import tags

from webapp.newsroom.articles.sanitize import word_set

_TAG = re.compile(r"<(?P<end>/?)(?P<name>[a-zA-Z][^<>\s/]{0,100})[^<>]{0,500}>")
_TAG_NAMES = tags | {"bdi", "math", "picture", "svg", "path", "template", "use"}
_BREAKS = word_set(
    "address article aside blockquote br dd div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header hr li main ol p pre "
    "section table tbody td tfoot th thead tr ul"
)
_DELETED = ("del", "s", "strike")
_RAISED = str.maketrans("0123456789+-−=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
_SHIFTED = {"sup": _RAISED, "sub": _LOWERED}


def without_tags(text: str) -> str:
    """`text` without tags and without what is struck out. Escapes are left as they are."""
    shown, struck = _shown(text, with_struck=False)
    return _shown(text, with_struck=True)[0] if struck else shown


def _shown(text: str, *, with_struck: bool) -> tuple[str, int]:
    """The visible text, and how many elements that strike out their text are never closed."""
    parts: list[str] = []
    at, struck = 0, 0
    shift: dict[int, int] | None = None
    for tag in filter(_is_markup, _TAG.finditer(text)):
        if with_struck or not struck:
            parts.append(_shifted(text[at : tag.start()], shift))
        name, ends = tag["name"].lower(), bool(tag["end"])
        if name in _DELETED:
            struck = max(0, struck - 1) if ends else struck + 1
        elif name in _BREAKS:
            parts.append(" ")
        elif name == "q":
            parts.append("”" if ends else "“")
        elif name in _SHIFTED:
            shift = None if ends else _SHIFTED[name]
        at = tag.end()
    parts.append(_shifted(text[at:], shift))
    return "".join(parts), struck


def _is_markup(tag: re.Match[str]) -> bool:
    name = tag["name"].lower()
    return name in _TAG_NAMES or "=" in tag[0] or not name.isalnum()


def _shifted(text: str, table: dict[int, int] | None) -> str:
    """Figures as raised or lowered ones, which mean something else on the line: 10⁶ is not 106. Words stay, as in `1st`."""
    return text.translate(table) if table and text and all(ord(sign) in table for sign in text) else text
