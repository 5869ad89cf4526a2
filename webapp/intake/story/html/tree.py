"""HTML trees: parsing and visible text."""

from __future__ import annotations

import re

import lxml.html
from lxml import etree
from lxml.html import HtmlElement

from webapp.intake.story.clean_text import clean_line
from webapp.newsroom.articles.sanitize import word_set
from webapp.newsroom.plain_text import fix_c1_controls, without_non_xml

_TOKEN = re.compile(r"[a-z]+(?:-relatedposts)?", re.IGNORECASE)


BREAKS = word_set(
    "address article blockquote br caption dd div dl dt figcaption h1 h2 h3 h4 h5 h6 hr li ol p pre section table td th tr ul"
)
"""Elements that begin and end a line."""


def text_of(element: HtmlElement) -> str:
    """The element's text as one line; what stands on lines of their own is not glued together."""
    if not len(element) or not any(inner.tag in BREAKS for inner in element.iterdescendants()):
        return " ".join(str(element.text_content()).split())
    parts: list[str] = []
    for event, inner in etree.iterwalk(element, events=("start", "end")):
        edge = " " if inner is not element and inner.tag in BREAKS else ""
        if event == "start":
            parts += (edge, inner.text or "") if isinstance(inner.tag, str) else ()
        else:
            parts += (edge, "" if inner is element else inner.tail or "")
    return " ".join("".join(parts).split())


def line_of(element: HtmlElement, max_chars: int = 300) -> str:
    """The element's text as readers see it, on one line: with marks of quotation, without what is struck out."""
    return clean_line(lxml.html.tostring(element, encoding="unicode", with_tail=False), max_chars)


def is_caption(element: HtmlElement) -> bool:
    """Whether an element's class marks it as a picture's caption, as WordPress' `wp-caption-text` does."""
    return "caption" in _TOKEN.findall(element.get("class", "").lower()[:300]) and element.find(".//img") is None


def short_text(element: HtmlElement, max_chars: int) -> str:
    """The element's text as one line, or an empty string if it is longer than `max_chars` characters; stops reading early."""
    text = ""
    for part in element.itertext():
        text += str(part)
        if len(text) > max_chars * 4:
            return ""
    text = " ".join(text.split())
    return text if len(text) <= max_chars else ""


def parse_html(html: str) -> HtmlElement | None:
    """The tree of `html`, without characters that XML cannot hold; `None` if it is empty."""
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    try:
        root: HtmlElement = lxml.html.document_fromstring(html.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, ValueError):
        return None
    for element in root.iter():
        if element.text and (clean := fix_c1_controls(without_non_xml(element.text))) != element.text:
            element.text = clean
        if element.tail and (clean := fix_c1_controls(without_non_xml(element.tail))) != element.tail:
            element.tail = clean
    return root


def depth_of(root: HtmlElement) -> int:
    """How many elements stand within each other."""
    deepest, waiting = 0, [(root, 1)]
    while waiting:
        element, depth = waiting.pop()
        deepest = max(deepest, depth)
        waiting.extend((child, depth + 1) for child in element)
    return deepest


def remove_element(element: HtmlElement, keep_text: bool = False) -> None:
    """Removes an element but not the text behind it; `keep_text` keeps the element's own text too."""
    parent = element.getparent()
    if parent is None:
        return
    text = (str(element.text_content()) if keep_text and isinstance(element.tag, str) else "") + (element.tail or "")
    before = element.getprevious()
    if text and before is not None:
        before.tail = (before.tail or "") + text
    elif text:
        parent.text = (parent.text or "") + text
    parent.remove(element)
