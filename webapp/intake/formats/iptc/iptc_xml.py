"""The XML of agencies' documents: elements by their names without prefixes, which providers choose freely."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from webapp.intake.formats.feed.feed_xml import Element, parse_xml
from webapp.intake.importing.documents import UnreadableDocument

_START = re.compile(r"<(?:\w{1,12}:)?(nitf|newsMessage|newsItem|packageItem|itemSet)\b")
_BEFORE_ROOT = re.compile(
    r"\s*(?:<\?[^>]{0,500}>|<!DOCTYPE[^>\[]{0,500}>|<!--.{0,2000}?-->|\s)*", re.DOTALL | re.IGNORECASE
)


def root_name(text: str) -> str:
    """The name of an IPTC document's root element in small letters; empty for anything else."""
    start = _START.match(text, _BEFORE_ROOT.match(text).end())  # type: ignore[union-attr]  # it matches the empty text too
    return start[1].lower() if start else ""


def parse(text: str) -> Element:
    """The root element. Raises `UnreadableDocument` for XML that is not well-formed; an agency's wire is never mended."""
    if "<!ENTITY" in text[:5000]:
        raise UnreadableDocument("it defines entities of its own, which no news item needs")
    root = parse_xml(re.sub(r"^\s*<\?xml[^>]{0,300}\?>", "", text), mend=False)
    if root is None:
        raise UnreadableDocument(f"{root_name(text)}, but its XML is not well-formed")
    return root


def local_name(element: Element) -> str:
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def children(parent: Element | None, name: str) -> Iterator[Element]:
    """The children called `name`, of nothing if there is no parent."""
    yield from (child for child in (parent if parent is not None else ()) if local_name(child) == name)


def first(parent: Element | None, name: str) -> Element | None:
    return next(children(parent, name), None)


def within(root: Element, *path: str) -> Element | None:
    """The first element at `path`, each step at any depth below the one before."""
    found: Element | None = root
    for name in path:
        found = next((one for one in found.iter() if local_name(one) == name), None) if found is not None else None
    return found


def text_in(element: Element | None) -> str:
    """The element's text as one line."""
    return " ".join("".join(map(str, element.itertext())).split()) if element is not None else ""


def inner_xml(element: Element) -> str:
    """The XML within an element, its names without prefixes."""
    for inner in element.iter(etree.Element):
        inner.tag = inner.tag.rpartition("}")[2]
    etree.cleanup_namespaces(element)
    return (element.text or "") + "".join(etree.tostring(child, encoding="unicode") for child in element)
