"""The XML of a feed: parsed or mended, and names of elements whatever their prefixes."""

from __future__ import annotations

import re
from html.entities import html5

from lxml import etree

from webapp.intake.importing.documents import UnreadableDocument
from webapp.newsroom.plain_text import without_non_xml

Element = etree._Element

_NAMES = {
    "http://purl.org/rss/1.0/": "", "http://my.netscape.com/rdf/simple/0.9/": "", "http://backend.userland.com/rss2": "",
    "http://www.w3.org/2005/atom": "atom:", "http://purl.org/atom/ns#": "atom:",
    "http://purl.org/rss/1.0/modules/content/": "content:", "http://purl.org/dc/elements/1.1/": "dc:",
    "http://purl.org/dc/terms/": "dcterms:", "http://search.yahoo.com/mrss/": "media:",
    "http://search.yahoo.com/mrss": "media:", "http://rssnamespace.org/feedburner/ext/1.0": "feedburner:",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes:", "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf:",
    "http://www.w3.org/1999/xhtml": "", "http://purl.org/atompub/tombstones/1.0": "at:", "http://www.w3.org/2007/app": "app:",
}  # fmt: skip
_FAMILIES = {"prismstandard.org/namespaces": "prism:", "wordpress.org/export": "wp:"}
"""Namespaces with a version in their name."""

_DECLARATION = re.compile(r"<\?xml\b[^>]{0,300}\?>\s*")
_DOCTYPE = re.compile(r"<!DOCTYPE\b[^>\[]{0,500}(\[)?", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:([A-Za-z][A-Za-z0-9]{1,31});|(?!#\d{1,7};|#[xX][0-9A-Fa-f]{1,6};))")
_BARE_LESS = re.compile(r"<(?![A-Za-z/!?_])")
_START = re.compile(r"<(?:rss|rdf:RDF|RDF|feed|[\w]{1,10}:feed)\b", re.IGNORECASE)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_PAGE = re.compile(r"(?:\s*<\?[^>]{0,300}>)*\s*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)

ROOT_CHARS = 20_000
"""How much may stand before the root element."""

MAX_AMPERSANDS = 150_000


def is_feed(text: str) -> bool:
    """Whether the beginning of `text` has the root element of RSS, RDF or Atom, not in a comment or within a page."""
    beginning = _COMMENT.sub(" ", text[:ROOT_CHARS])
    return bool(_START.search(beginning)) and not _PAGE.match(beginning)


def parse_feed_xml(text: str) -> Element:
    """The root element. Broken XML is mended (bare `&` and `<`, HTML's entities, characters that XML cannot hold).

    Raises `UnreadableDocument` where the root is not a feed's, or the document defines its own entities.
    """
    text = _DECLARATION.sub("", text[:5000], count=1) + text[5000:]
    if text.count("&") > MAX_AMPERSANDS:
        raise UnreadableDocument("more escapes than a feed has")
    doctype = _DOCTYPE.search(text[:5000])
    if doctype and doctype[1]:
        raise UnreadableDocument("it defines entities of its own, which no feed needs")
    root = parse_xml(text.strip(), mend=False)
    if root is None:
        start = _START.search(_COMMENT.sub(lambda comment: " " * len(comment[0]), text[:ROOT_CHARS]))
        mended = _ENTITY.sub(_mend_entity, without_non_xml(text[start.start() if start else 0 :]))
        mended = _BARE_LESS.sub("&lt;", mended)
        root = parse_xml(mended, mend=True)
    if root is None or name_of(root) not in ("rss", "rdf:rdf", "rdf", "atom:feed", "feed"):
        raise UnreadableDocument("not a feed")
    dtd = root.getroottree().docinfo.internalDTD
    if dtd is not None and any(True for _ in dtd.iterentities()):  # type: ignore[attr-defined]  # wherever it stood
        raise UnreadableDocument("it defines entities of its own, which no feed needs")
    return root


def parse_xml(text: str, *, mend: bool) -> Element | None:
    """The root element of XML without a declaration, or `None`. Entities are not filled in, nothing else is loaded."""
    parser = etree.XMLParser(
        recover=mend, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, encoding="utf-8",
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _mend_entity(match: re.Match[str]) -> str:
    """`&eacute;` → `é`, and a bare `&` → `&amp;`."""
    name = match[1]
    if name in ("amp", "lt", "gt", "quot", "apos"):
        return match[0]
    char = html5.get(f"{name};", "") if name else ""
    return char if char and char not in "<>&\"'" else f"&amp;{match[0][1:]}"


def name_of(element: Element) -> str:
    """`dc:creator` whatever prefix the feed declares, or without one; RSS' own names have no prefix."""
    if not isinstance(element.tag, str):
        return ""
    space, brace, local = element.tag.rpartition("}")
    if not brace:
        return local.lower()
    space = space[1:].lower()
    family = next((name for part, name in _FAMILIES.items() if part in space), "?:")
    return f"{_NAMES.get(space, family)}{local.lower()}"


def source_name_of(element: Element) -> str:
    """The element's name as the document writes it, with its prefix."""
    local = element.tag.rpartition("}")[2]
    return f"{element.prefix}:{local}" if element.prefix else local
