"""Articles as editors write them: Markdown, made into the HTML that is stored.

HTML within it is let through to the one sanitiser, so that whatever an article can hold can be written, and an imported text that
Markdown has no words for stays as it is (`from_html.py`).
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt

from webapp.newsroom.articles.sanitize import (
    ATTRIBUTES,
    MAX_HTML_CHARS,
    SCHEMES,
    TAGS,
    TooComplex,
    clean_html,
)
from webapp.newsroom.drafts import MAX_MARKDOWN_CHARS

MAX_MARKS = 20_000
"""Line breaks, and characters that a parser of Markdown has to look at twice."""

MAX_LEFT_OUT = 12

_MARKS = re.compile(r"[*_\[\]`<>!&\\\n]")
_HIGHER_HEADING = re.compile(r"(</?)h1\b", re.IGNORECASE)
_OPENING = re.compile(r"""<([a-zA-Z][a-zA-Z0-9-]*)((?:\s(?:"[^"]*"|'[^']*'|[^'">])*)?)>""")
_ATTRIBUTE = re.compile(r"""([^\s"'<>/=]+)(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+))?""")

_ADDRESS = re.compile(r"""\shref\s*=\s*["']?([^"'\s>]*)""", re.IGNORECASE)
_WHOLE = re.compile("|".join(f"{scheme}:" for scheme in sorted(SCHEMES)), re.IGNORECASE)

_parser = MarkdownIt("commonmark", {"html": True, "breaks": True})


def markdown_to_html(text: str) -> str:
    """The HTML of an article that reads `text`, sanitised. A line break is one in the article too, and `#` is its first level of
    headings, the second of its page. Raises `TooComplex`.
    """
    return clean_html(_rendered(text))


def preview(text: str) -> tuple[str, list[str]]:
    """The HTML of `markdown_to_html`, and what of `text` it does not have: tags (`<img>`) and attributes (`style="…"`),
    each once. Raises `TooComplex`.
    """
    html = _rendered(text)
    return clean_html(html), _left_out(html)


def _left_out(html: str) -> list[str]:
    found: dict[str, None] = {}
    for name, rest in _OPENING.findall(html):
        tag = name.lower()
        if tag not in TAGS:
            found[f"<{tag}>"] = None
            continue
        kept = ATTRIBUTES["*"] | ATTRIBUTES.get(tag, set()) | {"rel"}
        names = (attribute.lower() for attribute in _ATTRIBUTE.findall(rest))
        found |= {f'{attribute}="…"': None for attribute in names if attribute not in kept}
        # A path of this site is no address in a feed, or on another's page.
        found |= {f'href="{address[:80]}"': None for address in _ADDRESS.findall(rest) if not _WHOLE.match(address)}
    return list(found)[:MAX_LEFT_OUT]


def _rendered(text: str) -> str:
    if len(text) > MAX_MARKDOWN_CHARS:
        raise TooComplex(f"longer than {MAX_MARKDOWN_CHARS} characters")
    if len(_MARKS.findall(text)) > MAX_MARKS:
        raise TooComplex("too many marks")
    html = _HIGHER_HEADING.sub(r"\1h2", _parser.render(text))
    if len(html) > MAX_HTML_CHARS:
        raise TooComplex(f"longer than {MAX_HTML_CHARS} characters")
    return html
