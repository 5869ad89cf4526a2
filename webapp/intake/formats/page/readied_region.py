"""A page's tree before trafilatura looks for the story in it: without what is surely none, and without names that mislead."""

from __future__ import annotations

import copy
import re

from lxml import etree
from lxml.html import HtmlElement

from webapp.intake.story.html.extras import (
    MAX_SHARE_OF_TEXT,
    is_extra,
    is_named_for_news,
    is_prose,
    names_of,
    remove_extras,
    unlinked_length,
)
from webapp.intake.story.html.tree import is_caption, remove_element

_TEXT_BLOCKS = ("p", "li", "blockquote", "td", "dd", "h2", "h3", "h4")
_NAMED_FOR_ANCHORS = ("p", "ul", "ol", "dl", "table", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6")
_DROPPED_INLINE = ("time", "output", "data", "ins", "mark")
_WHITE_SPACE = re.compile(r"[ \t\r\n\f]+")
_ASKS_FOR_TEXT = ".//textarea | .//input[@type='email' or @type='password' or @type='search' or @type='tel']"
"""Elements within a sentence that trafilatura 2.3 takes out together with their words."""


def ready_for_extraction(region: HtmlElement) -> None:
    """Removes extras, forms, captions and what is hidden; keeps the words of sentences, and text blocks whatever their names."""
    remove_extras(region)
    whole = unlinked_length(region)
    for form in list(region.iter("form")):
        if unlinked_length(form) * MAX_SHARE_OF_TEXT < whole and form.xpath(_ASKS_FOR_TEXT):
            remove_element(form)
    for gone in list(region.xpath(".//*[@hidden] | .//template | .//figcaption")):
        remove_element(gone)
    for box in list(region.iter("p", "div", "span", "dd")):
        if is_caption(box) and unlinked_length(box) * MAX_SHARE_OF_TEXT < whole:
            remove_element(box)
    for box in region.iter("div", "section", "p", "ul", "ol", "span"):
        if is_named_for_news(box) and is_prose(box):
            for name in ("class", "id"):
                box.attrib.pop(name, None)
    for block in region.iter(*_NAMED_FOR_ANCHORS):
        block.attrib.pop("id", None)  # trafilatura would drop `<p id="navy-ship-docks">` for the "nav" in it
    _keep_words_of_sentences(region)
    _fold_white_space(region)


def without_names(tree: HtmlElement) -> HtmlElement:
    """A copy in which no class or id says what a box is: page builders name boxes of text `widget`."""
    bare = copy.deepcopy(tree)
    for element in bare.iter(etree.Element):
        if not is_extra(element) and "comment" not in names_of(element):
            for name in ("class", "id"):
                element.attrib.pop(name, None)
    return bare


def _keep_words_of_sentences(region: HtmlElement) -> None:
    """Takes the tags off elements within a text block whose words would be lost, and writes out quotation marks of `q`."""
    for block in region.iter(*_TEXT_BLOCKS):
        for element in list(block.iter(*_DROPPED_INLINE, "q")):
            if element.tag == "time" and not _goes_on_from_words(element):
                continue  # a line of its own says when the page was made, not what the story tells
            if element.tag == "q":
                element.text = f"“{element.text or ''}"
                if len(element):
                    element[-1].tail = f"{element[-1].tail or ''}”"
                else:
                    element.text += "”"
            element.drop_tag()


def _goes_on_from_words(element: HtmlElement) -> bool:
    """Whether words stand right before `element` in its sentence, rather than a label, a separator or nothing."""
    before, parent = element.getprevious(), element.getparent()
    lead = (before.tail if before is not None else parent.text if parent is not None else "") or ""
    return len(lead.strip()) >= 3 and lead.strip()[-1].isalnum()


def _fold_white_space(region: HtmlElement) -> None:
    """An indented source does not make a text longer: trafilatura asks how long a text is."""
    for element in region.iter():
        if element.tag != "pre":
            element.text = _fold(element.text)
        if element.getparent() is None or element.getparent().tag != "pre":
            element.tail = _fold(element.tail)


def _fold(text: str | None) -> str | None:
    return _WHITE_SPACE.sub(" ", text) if text else text
