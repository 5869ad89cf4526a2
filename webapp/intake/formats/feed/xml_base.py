"""Base addresses in XML: nested `xml:base` attributes (RFC 4287, section 2). Unusable bases are ignored."""

from __future__ import annotations

from lxml import etree

from webapp.intake.story.urls import normalize_url

Element = etree._Element

_BASE = "{http://www.w3.org/XML/1998/namespace}base"


def base_of(element: Element, url: str | None) -> str | None:
    """The base stated for `element` in a document from `url`; `None` where none is stated."""
    around = [stated_base for one in (element, *element.iterancestors()) if (stated_base := one.get(_BASE))]
    stated = None
    for stated_base in reversed(around):
        stated = normalize_url(stated_base, stated or url) or stated
    return stated


def make_links_absolute(element: Element, url: str | None) -> None:
    """Makes links and pictures in `element` absolute where a base is stated inside it."""
    if not any(_BASE in inner.attrib for inner in element.iter(etree.Element)):
        return
    bases: dict[Element, str | None] = {}
    for inner in element.iter(etree.Element):
        parent = inner.getparent()
        outer = bases[parent] if parent in bases else base_of(parent, url) if parent is not None else None
        own = inner.get(_BASE)
        base = bases[inner] = (normalize_url(own, outer or url) if own else None) or outer
        for name in ("href", "src"):
            if base and (address := inner.get(name)) and (whole := normalize_url(address, base)):
                inner.set(name, whole)
