"""The fields of a feed, an entry or a part of it: elements by name, their text, and their HTML."""

from __future__ import annotations

import re
from html import escape

from lxml import etree

from webapp.intake.formats.feed.feed_xml import Element, name_of
from webapp.intake.formats.feed.xml_base import base_of, make_links_absolute
from webapp.intake.story.clean_text import paragraphs

_TAG = re.compile(r"<[A-Za-z/!]")

Fields = dict[str, list[Element]]


def fields_of(element: Element) -> Fields:
    fields: Fields = {}
    for child in element:
        fields.setdefault(name_of(child), []).append(child)
    return fields


def first_text(fields: Fields, *names: str) -> str:
    """The first of `names` that has any text."""
    for name in names:
        for element in fields.get(name, ()):
            if text := text_in(element).strip():
                return text
    return ""


def text_in(element: Element) -> str:
    return "".join(map(str, element.itertext()))


def first_html(fields: Fields, url: str | None, *names: str) -> tuple[str, str | None]:
    """The first of `names` that has any content, as HTML, and the base stated for it."""
    for name in names:
        for element in fields.get(name, ()):
            kind = element.get("type", "html")
            if any(isinstance(child.tag, str) for child in element):
                content = escape(element.text or "") + "".join(_outer_html(child, url) for child in element)
            elif kind in ("text", "text/plain") and name.startswith("atom:"):
                content = paragraphs(escape(text_in(element)))
            elif ("/" in kind and not kind.startswith("text/") and "ml" not in kind) or element.get("mode") == "base64":
                continue  # a binary file in base64
            else:
                content = text_in(element)
                content = content if _TAG.search(content) else paragraphs(content)
            if content.strip():
                return content, base_of(element, url)
    return "", None


def _outer_html(element: Element, url: str | None) -> str:
    if not isinstance(element.tag, str):  # an entity that only a DTD elsewhere would explain; HTML knows most of them
        return str(element.text or "") + escape(element.tail or "")
    make_links_absolute(element, url)
    for inner in element.iter():
        if isinstance(inner.tag, str):
            inner.tag = inner.tag.rpartition("}")[2]
    etree.cleanup_namespaces(element)
    return etree.tostring(element, encoding="unicode", method="html")
