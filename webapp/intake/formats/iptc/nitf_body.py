"""NITF story bodies (IPTC), as agencies put them into ninjs → HTML of the text alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from html.entities import html5
from typing import Any

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

_AS_HTML = {
    "p": "p", "hl2": "h2", "h1": "h2", "h2": "h2", "h3": "h3", "ul": "ul", "ol": "ol", "li": "li", "bq": "blockquote",
    "blockquote": "blockquote", "em": "em", "strong": "strong", "i": "em", "b": "strong", "br": "br", "pre": "p",
    "table": "table", "tr": "tr", "td": "td", "th": "th", "dl": "ul", "dd": "li", "dt": "li", "note": "blockquote",
}  # fmt: skip
_NOT_BODY_TEXT = frozenset(
    (
        "head",
        "body.head",
        "media",
        "tagline",
        "byline",
        "bibliography",
        "body.end",
        "hedline",
        "dateline",
        "style",
        "script",
    )
)
_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")
_XML_ENTITIES = ("amp", "lt", "gt", "quot", "apos")
_NITF = re.compile(
    r"\s*(?:<\?xml[^>]{0,300}\?>)?\s*(?:<!--.*?-->\s*|<!DOCTYPE[^>\[]{0,300}>\s*)*"
    r"<(?:\w{1,10}:)?(?:nitf|body\.content|body|block)\b",
    re.IGNORECASE | re.DOTALL,
)

MAX_DEPTH = 60


def is_nitf(text: str) -> bool:
    """Whether the text is NITF: a document, its body, or a block of it."""
    return bool(_NITF.match(text)) and "<html" not in text[:2000].lower()


def nitf_to_html(text: str) -> str:
    """The text of a `nitf` document, of its body, or of some of its blocks; empty where it is not well-formed XML."""
    text = _ENTITY.sub(
        _resolve_entity, re.sub(r"^\s*<\?xml[^>]{0,300}\?>|<!DOCTYPE[^>\[]{0,300}>", "", text, flags=re.IGNORECASE)
    )
    try:
        root = fromstring(f"<story>{text}</story>")
    except (ParseError, DefusedXmlException, ValueError):
        return ""
    contents = [element for element in root.iter() if _name(element) == "body.content"]
    return "".join(part for content in contents or [root] for part in _inner_html(content, 0)).strip()


def _inner_html(element: Any, depth: int) -> Iterator[str]:
    yield escape(element.text or "", quote=False)
    for child in element:
        yield from _outer_html(child, depth + 1)
        yield escape(child.tail or "", quote=False)


def _outer_html(element: Any, depth: int) -> Iterator[str]:
    name = _name(element)
    if name in _NOT_BODY_TEXT or depth > MAX_DEPTH:
        return
    tag = _AS_HTML.get(name)
    if name == "a" and (link := element.get("href")):
        yield f'<a href="{escape(link)}">'
        tag = "a"
    elif tag:
        yield f"<{tag}>"
    yield from _inner_html(element, depth)
    if tag and tag != "br":
        yield f"</{tag}>"


def _name(element: Any) -> str:
    return str(element.tag).rpartition("}")[2].lower()


def _resolve_entity(entity: re.Match[str]) -> str:
    """`&ntilde;` → `ñ`: HTML's entities, which XML does not know."""
    return entity[0] if entity[1] in _XML_ENTITIES else html5.get(f"{entity[1]};", entity[0].replace("&", "&amp;"))
