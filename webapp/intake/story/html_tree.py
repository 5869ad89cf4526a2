"""HTML trees: parsing, visible text, and which boxes are extras."""

from __future__ import annotations

import re

import lxml.html
from lxml import etree
from lxml.html import HtmlElement

from webapp.newsroom.articles.sanitize import word_set
from webapp.newsroom.plain_text import fix_c1_controls, without_non_xml

_EXTRAS = word_set(
    "ad ads advert advertisement advertorial banner blogcard breadcrumb breadcrumbs comments crunchbase disqus donate donation "
    "feedflare flare jp-relatedposts like newsletter outbrain paywall promo recommended related sharedaddy "
    "share sharing social sociable sponsor sponsored subscribe subscription support taboola teaser widget"
)
"""Words in a class or an id that mark a box as something else than the story."""

_COMMENT = re.compile(r"comment[-_](?:\d|list|body|author|content|text|info|item|respond)")
_TOKEN = re.compile(r"[a-z]+(?:-relatedposts)?", re.IGNORECASE)


def text_of(element: HtmlElement) -> str:
    """The element's text as one line."""
    return " ".join(str(element.text_content()).split())


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


def is_extra(element: HtmlElement) -> bool:
    """Whether a box's class or id says that it is not the story: shares, ads, related links, comments, donations."""
    named = f"{element.get('class', '')} {element.get('id', '')}"[:300].lower()
    if len(named) <= 1:
        return False
    tokens = set(_TOKEN.findall(named))
    if element.tag == "p":
        tokens.discard("paywall")  # on a paragraph it marks the text behind the wall
    return not _EXTRAS.isdisjoint(tokens) or bool(_COMMENT.search(named))


def visible_text_length(element: HtmlElement) -> int:
    """Length of the visible text; scripts and styles of a page can be ten times as long."""
    code = sum(len(inner.text or "") for inner in element.iter("script", "style"))
    return len(element.text_content()) - code


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
