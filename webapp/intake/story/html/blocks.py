"""Arbitrary HTML → a flat list of blocks (paragraphs, headings, lists, quotes, tables) and the pictures among them.

The result is tidy, not safe: it still has to pass `sanitize.clean`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import lxml.html
from lxml import etree
from lxml.html import HtmlElement

from webapp.intake.importing.documents import SourcePicture
from webapp.intake.story.html.extras import is_to_go, unlinked_length
from webapp.intake.story.html.pictures import picture_of
from webapp.intake.story.html.tree import is_caption, parse_html, remove_element, text_of
from webapp.intake.story.urls import normalize_url
from webapp.newsroom.articles.sanitize import DROPPED_WITH_CONTENT, word_set

_BLOCKS = word_set("p h1 h2 h3 h4 h5 h6 ul ol dl blockquote pre table hr")
_KEPT_WHOLE = word_set("ul ol dl blockquote pre table")
_CONTAINERS = word_set(
    "address article aside body center dd details div dt fieldset figcaption figure footer form header hgroup html li "
    "main nav section summary tbody td tfoot th thead tr"
)
_DROPPED = DROPPED_WITH_CONTENT | word_set("aside base button dialog footer form input label link map meta nav track")
_VOID = word_set("base input link meta source track")
"""Elements without content. libxml2 knows not all of them, and takes what follows for their content."""

_HEADINGS = {"h1": "h2", "h5": "h4", "h6": "h4"}

MAX_DEPTH = 60
MAX_PICTURES = 40


@dataclass
class Blocks:
    """The story's blocks in order, each a detached element, and the pictures that stood among them."""

    elements: list[HtmlElement] = field(default_factory=list)
    pictures: list[SourcePicture] = field(default_factory=list)

    def html(self) -> str:
        return "\n".join(
            etree.tostring(element, encoding="unicode", method="html", with_tail=False) for element in self.elements
        )

    def text(self) -> str:
        return "\n".join(text_of(element) for element in self.elements)


def to_blocks(html: str, base: str | None = None) -> Blocks:
    """Splits `html` into blocks. Links become absolute by `base`; widgets and trackers are dropped.

    `html` must have passed `check_html`: the running time is linear only for what that accepts.
    """
    blocks = Blocks()
    root = parse_html(f"<html><body><div>{html}</div></body></html>") if html.strip() else None
    if root is None:
        return blocks
    _unwrap_pictures(root)
    _prune(root)
    for number, image in enumerate(list(root.iter("img"))):
        if number < MAX_PICTURES and (picture := picture_of(image, base)):
            blocks.pictures.append(picture)
    captions = [element for element in root.iter("p", "div", "span", "dd") if is_caption(element)]
    for gone in [*captions, *root.iter("img", "picture", "figcaption")]:
        remove_element(gone)
    for link in root.iter("a"):
        target = normalize_url(link.get("href", ""), base)
        mail = link.get("href", "").startswith("mailto:")
        link.set("href", target or (link.get("href", "") if mail else ""))
    for element in _flatten(root, 0):
        if element.tag == "hr" or text_of(element):
            blocks.elements.append(trimmed(element))
    while blocks.elements and blocks.elements[-1].tag == "hr":
        blocks.elements.pop()
    return blocks


def _unwrap_pictures(root: HtmlElement) -> None:
    """Pictures for browsers without scripts become pictures, and what libxml2 put into an unclosed `source` comes out again."""
    for element in list(root.iter("noscript")):
        if element.find(".//img") is not None and not text_of(element):
            element.drop_tag()
    for element in list(root.iter(*_VOID)):
        for child in reversed(element):
            element.addnext(child)


def _prune(root: HtmlElement) -> None:
    """Removes everything that is no text, and boxes named like extras unless they hold most of the text."""
    whole = unlinked_length(root)
    for element in list(root.iter()):
        if not isinstance(element.tag, str) or ":" in element.tag:
            remove_element(element, keep_text=True)
        elif element.tag in _DROPPED or "hidden" in element.attrib or is_to_go(element, whole):
            remove_element(element)


def _flatten(element: HtmlElement, depth: int) -> Iterator[HtmlElement]:
    """The blocks in `element`; loose text and inline elements between them become paragraphs."""
    loose = _new_element("p")

    def pour() -> Iterator[HtmlElement]:
        nonlocal loose
        if loose.text or len(loose):
            yield from _split_at_empty_lines(loose)
            loose = _new_element("p")

    _add_text(loose, element.text)
    for child in list(element):
        tail, child.tail = child.tail, None
        if child.tag in _BLOCKS:
            yield from pour()
            if child.tag in _KEPT_WHOLE or not _holds_blocks(child):
                yield _normalize_heading(child)
            else:
                yield from _flatten(child, depth + 1)
        elif (child.tag in _CONTAINERS or _holds_blocks(child)) and depth < MAX_DEPTH:
            yield from pour()
            yield from _flatten(child, depth + 1)
        else:
            loose.append(child)
        _add_text(loose, tail)
    yield from pour()


def _holds_blocks(element: HtmlElement) -> bool:
    return any(inner.tag in _BLOCKS or inner.tag in _CONTAINERS for inner in element.iterdescendants(etree.Element))


def _normalize_heading(element: HtmlElement) -> HtmlElement:
    element.tag = _HEADINGS.get(element.tag, element.tag)
    return element


def _split_at_empty_lines(paragraph: HtmlElement) -> Iterator[HtmlElement]:
    """Splits at `<br><br>`, an old way to write paragraphs."""
    part = _new_element("p")
    part.text = paragraph.text
    for child in list(paragraph):
        if child.tag == "br" and len(part) and part[-1].tag == "br" and not (part[-1].tail or "").strip():
            part.remove(part[-1])
            yield part
            part = _new_element("p")
            part.text = child.tail
        else:
            part.append(child)
    yield part


def trimmed(element: HtmlElement) -> HtmlElement:
    """The element without breaks, spaces and empty inline elements at its edges."""
    for inner in list(element.iter("a", "b", "em", "i", "p", "span", "strong", "u")):
        if inner is not element and not len(inner) and not (inner.text or "").strip():
            remove_element(inner, keep_text=True)
    while len(element) and element[0].tag == "br" and not (element.text or "").strip():
        remove_element(element[0])
    while len(element) and element[-1].tag == "br" and not (element[-1].tail or "").strip():
        remove_element(element[-1])
    if element.text and element.tag != "pre":
        element.text = element.text.lstrip()
    return element


def _add_text(element: HtmlElement, text: str | None) -> None:
    if not text or (not text.strip() and not element.text and not len(element)):
        return
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def _new_element(tag: str) -> HtmlElement:
    return lxml.html.Element(tag)
