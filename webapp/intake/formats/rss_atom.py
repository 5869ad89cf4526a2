"""RSS 0.9 to 2.0, RDF and Atom, also slightly broken, with the extensions that newsrooms use.

Parsed with libxml2 directly: that keeps which credit belongs to which picture (`media:*` inside `media:content`),
recovers from damage, and takes a few milliseconds per feed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from html import escape
from html.entities import html5
from itertools import islice

from lxml import etree

from webapp.intake.formats import entry_status
from webapp.intake.formats.json_values import pixels
from webapp.intake.formats.xml_base import base_of, make_links_absolute
from webapp.intake.importing.documents import (
    MAX_STORIES,
    EmptyDocument,
    OwnId,
    ParsedItem,
    RawStory,
    Refusal,
    SourcePicture,
    SourceWithdrawal,
    UnreadableDocument,
)
from webapp.intake.story.clean_text import clean_line, match_key, paragraphs, without_broken_markup
from webapp.intake.story.urls import normalize_url, site_of, source_for_guid, source_for_url
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

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_DECLARATION = re.compile(r"<\?xml\b[^>]{0,300}\?>\s*")
_DOCTYPE = re.compile(r"<!DOCTYPE\b[^>\[]{0,500}(\[)?", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:([A-Za-z][A-Za-z0-9]{1,31});|(?!#\d{1,7};|#[xX][0-9A-Fa-f]{1,6};))")
_BARE_LESS = re.compile(r"<(?![A-Za-z/!?_])")
_TAG = re.compile(r"<[A-Za-z/!]")
_START = re.compile(r"<(?:rss|rdf:RDF|RDF|feed|[\w]{1,10}:feed)\b", re.IGNORECASE)
_DATE_FIELDS = (
    "pubdate",
    "dc:date",
    "atom:published",
    "dcterms:issued",
    "dcterms:created",
    "atom:issued",
    "atom:created",
    "published",
    "prism:publicationdate",
)
_UPDATE_FIELDS = ("atom:updated", "atom:modified", "dcterms:modified", "modified", "updated")

MAX_PICTURES = 60
MAX_AMPERSANDS = 150_000

Fields = dict[str, list[Element]]


def is_feed(text: str) -> bool:
    return bool(_START.search(text[:20_000]))


def read(text: str, url: str | None) -> list[ParsedItem]:
    """The feed's entries in order. Raises `UnreadableDocument` where it is no feed or defines its own entities."""
    root = _parse(text)
    every = (element for element in root.iter() if _name(element) in ("item", "atom:entry"))
    items = list(islice(every, MAX_STORIES + 1))
    if not items and (gone := _tombstones(root, site_of(url or ""))):
        return gone
    if not items:
        ends = re.search(rf"</{re.escape(_source_name(root))}\s*>", text[-5000:])
        is_whole = ends or (len(root) == 0 and text.rstrip().endswith("/>"))
        raise EmptyDocument if is_whole else UnreadableDocument("the feed is cut off before its first entry")
    channel = _fields(next((e for e in root.iter() if _name(e) == "channel"), root))
    home = _link(channel, None, url) or url
    about = {"site": _text(channel, "title", "atom:title"), "language": _language(root, channel)}
    authors = _authors(channel) if "atom:author" in channel else ()
    stories: list[ParsedItem] = [_entry(item, home, url, authors, about) for item in items]
    if len(items) <= MAX_STORIES and not re.search(rf"</{re.escape(_source_name(root))}\s*>", text[-5000:]):
        last = stories.pop()
        title = clean_line(last.title) if isinstance(last, RawStory) else ""
        stories.append(
            Refusal(title if len(match_key(title)) > 8 else f"entry {len(items)}", "the feed is cut off in it")
        )
    return [*_without_shared_links(stories), *_tombstones(root, site_of(home or url or ""))]


def _parse(text: str) -> Element:
    text = _DECLARATION.sub("", text[:5000], count=1) + text[5000:]
    if text.count("&") > MAX_AMPERSANDS:
        raise UnreadableDocument("more escapes than a feed has")
    doctype = _DOCTYPE.search(text[:5000])
    if doctype and doctype[1]:
        raise UnreadableDocument("it defines entities of its own, which no feed needs")
    root = _parse_xml(text.strip(), mend=False)
    if root is None:
        start = _START.search(text)
        mended = _ENTITY.sub(_mend_entity, without_non_xml(text[start.start() if start else 0 :]))
        mended = _BARE_LESS.sub("&lt;", mended)
        root = _parse_xml(mended, mend=True)
    if root is None or _name(root) not in ("rss", "rdf:rdf", "rdf", "atom:feed", "feed"):
        raise UnreadableDocument("not a feed")
    dtd = root.getroottree().docinfo.internalDTD
    if dtd is not None and any(True for _ in dtd.iterentities()):  # type: ignore[attr-defined]  # wherever it stood
        raise UnreadableDocument("it defines entities of its own, which no feed needs")
    return root


def _parse_xml(text: str, *, mend: bool) -> Element | None:
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


def _name(element: Element) -> str:
    """`dc:creator` whatever prefix the feed declares, or without one; RSS' own names have no prefix."""
    if not isinstance(element.tag, str):
        return ""
    space, brace, local = element.tag.rpartition("}")
    if not brace:
        return local.lower()
    space = space[1:].lower()
    family = next((name for part, name in _FAMILIES.items() if part in space), "?:")
    return f"{_NAMES.get(space, family)}{local.lower()}"


def _source_name(element: Element) -> str:
    local = element.tag.rpartition("}")[2]
    return f"{element.prefix}:{local}" if element.prefix else local


def _fields(element: Element) -> Fields:
    fields: Fields = {}
    for child in element:
        fields.setdefault(_name(child), []).append(child)
    return fields


def _entry(
    item: Element, home: str | None, url: str | None, authors: tuple[str, ...], about: dict[str, str]
) -> ParsedItem:
    found = _item(item, home, url, authors, about)
    fields = _fields(item)
    reason, held = entry_status.withdrawal_reasons(item, partial(_text, fields), _name)
    if not reason:
        return found
    guid = clean_line(found.guid, 500)
    source = source_for_url(found.link) if found.link else source_for_guid(guid)
    own = OwnId(guid, found.scope) if guid else None
    return (
        SourceWithdrawal(source, clean_line(found.title) or source, reason, held, stated_date=found.updated, own_id=own)
        if source
        else found
    )


def _tombstones(root: Element, scope: str) -> list[ParsedItem]:
    graves = (element for element in root.iter() if _name(element) == "at:deleted-entry")
    commented = ((grave, _text(_fields(grave), "at:comment")) for grave in islice(graves, MAX_STORIES))
    return [withdrawal for grave, comment in commented if (withdrawal := entry_status.tombstone(grave, scope, comment))]


def _item(
    item: Element, home: str | None, url: str | None, authors: tuple[str, ...], about: dict[str, str]
) -> RawStory:
    fields = _fields(item)
    link = _link(fields, home, url)
    long, base = _html(fields, url, "content:encoded", "atom:content", "body")
    short, short_base = _html(fields, url, "description", "atom:summary")
    return RawStory(
        title=_text(fields, "title", "atom:title", "dc:title"),
        body=long or short,
        summary=short if long else "",
        link=link or "",
        guid=_text(fields, "guid", "atom:id", "dc:identifier"),
        scope=site_of(home or url or ""),
        base=(base if long else short_base) or link or home,
        bylines=_authors(fields) or authors,
        credit=_text(fields, "dc:rights", "atom:rights"),
        topics=tuple(islice(without_broken_markup(_topics(fields)), 100)),
        pictures=tuple(islice(_pictures(item, home, url), MAX_PICTURES)),
        language=item.get(_LANG) or _text(fields, "dc:language", "language") or about["language"],
        published=_text(fields, *_DATE_FIELDS),
        updated=_text(fields, *_UPDATE_FIELDS),
        embargoed=entry_status.embargo_date(partial(_text, fields)),
        expires=entry_status.expiry_date(partial(_text, fields)),
        usage=entry_status.usage_terms(partial(_text, fields)),
        sites=(about["site"],),
    )


def _text(fields: Fields, *names: str) -> str:
    """The first of `names` that has any text."""
    for name in names:
        for element in fields.get(name, ()):
            if text := _text_in(element).strip():
                return text
    return ""


def _text_in(element: Element) -> str:
    return "".join(map(str, element.itertext()))


def _html(fields: Fields, url: str | None, *names: str) -> tuple[str, str | None]:
    """The first of `names` that has any content, as HTML, and the base stated for it."""
    for name in names:
        for element in fields.get(name, ()):
            kind = element.get("type", "html")
            if any(isinstance(child.tag, str) for child in element):
                content = escape(element.text or "") + "".join(_outer_html(child, url) for child in element)
            elif kind in ("text", "text/plain") and name.startswith("atom:"):
                content = paragraphs(escape(_text_in(element)))
            elif ("/" in kind and not kind.startswith("text/") and "ml" not in kind) or element.get("mode") == "base64":
                continue  # a binary file in base64
            else:
                content = _text_in(element)
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


def _link(fields: Fields, home: str | None, url: str | None) -> str | None:
    """The address for readers; addresses of feed proxies come last."""
    candidates = [(e, _text_in(e)) for e in fields.get("feedburner:origlink", ())]
    candidates += [
        (e, e.get("href", "")) for e in fields.get("atom:link", ()) if e.get("rel", "alternate") == "alternate"
    ]
    candidates += [(e, _text_in(e) or e.get("href", "")) for e in fields.get("link", ())]
    candidates += [
        (e, _text_in(e))
        for e in fields.get("guid", ())
        if e.get("isPermaLink", e.get("ispermalink", "true")).lower() == "true"
    ]
    whole = (normalize_url(text.strip(), base_of(e, url) or home) for e, text in candidates if text.strip())
    return next(filter(None, whole), None)


def _authors(fields: Fields) -> tuple[str, ...]:
    names = [_text({"": [e]}, "") for e in (*fields.get("dc:creator", ()), *fields.get("author", ()))]
    for author in fields.get("atom:author", ()):
        inner = _fields(author)
        names.append(_text(inner, "atom:name", "name") or _text(inner, "atom:email"))
    return tuple(dict.fromkeys(filter(None, without_broken_markup(names or [_text(fields, "itunes:author")]))))


def _topics(fields: Fields) -> Iterator[str]:
    for element in (*fields.get("category", ()), *fields.get("dc:subject", ())):
        yield _text_in(element)
    for element in fields.get("atom:category", ()):
        yield element.get("label") or element.get("term") or ""


def _pictures(item: Element, home: str | None, url: str | None) -> Iterator[SourcePicture]:
    """`media:content`, `media:thumbnail` and enclosures, with captions and credits that stand in them or beside them."""
    around = _fields(item)
    for element in item.iter():
        name = _name(element)
        if name not in ("media:content", "media:thumbnail", "enclosure"):
            continue
        kind = element.get("type", "") or element.get("medium", "")
        picture = normalize_url(element.get("url", ""), base_of(element, url) or home)
        if picture is None or not (kind.startswith("image") or (name != "enclosure" and not kind)):
            continue
        inner = _fields(element)
        group = element.getparent()
        beside = _fields(group) if group is not None and _name(group) == "media:group" else around
        yield SourcePicture(
            picture,
            pixels(element.get("width")),
            pixels(element.get("height")),
            clean_line(_text(inner, "media:title")),
            clean_line(_text(inner, "media:description", "media:text") or _text(beside, "media:description"), 1000)
            or None,
            clean_line(_text(inner, "media:credit") or _text(beside, "media:credit")) or None,
        )


def _language(root: Element, channel: Fields) -> str:
    return _text(channel, "language", "dc:language") or root.get(_LANG, "")


def _without_shared_links(stories: list[ParsedItem]) -> list[ParsedItem]:
    """A link that several entries share is the site's: these entries are then known by their guids."""
    links = Counter(story.link for story in stories if isinstance(story, RawStory) and story.link and story.guid)
    shared = {link for link, count in links.items() if count > 1}
    guids = {story.guid for story in stories if isinstance(story, RawStory) and story.link in shared}
    if len(guids) < 2:
        return stories
    return [replace(one, link="") if isinstance(one, RawStory) and one.link in shared else one for one in stories]
