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
from itertools import islice

from webapp.intake.formats.feed import entry_status
from webapp.intake.formats.feed.feed_xml import Element, name_of, parse_feed_xml, source_name_of
from webapp.intake.formats.feed.fields import Fields, fields_of, first_html, first_text, text_in
from webapp.intake.formats.feed.media import audio_in, pictures_in, video_description
from webapp.intake.formats.feed.xml_base import base_of
from webapp.intake.importing.documents import (
    MAX_STORIES,
    EmptyDocument,
    OwnId,
    ParsedItem,
    RawStory,
    Refusal,
    SourceWithdrawal,
    UnreadableDocument,
)
from webapp.intake.story.clean_text import clean_line, match_key, without_broken_markup
from webapp.intake.story.urls import normalize_url, site_of, source_for_guid, source_for_url

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_TAG = re.compile(r"<[A-Za-z/!]")
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


def read(text: str, url: str | None) -> list[ParsedItem]:
    """The feed's entries in order. Raises `UnreadableDocument` where it is no feed or defines its own entities."""
    root = parse_feed_xml(text)
    every = (element for element in root.iter() if name_of(element) in ("item", "atom:entry"))
    items = list(islice(every, MAX_STORIES + 1))
    if not items and (gone := _tombstones(root, site_of(url or ""))):
        return gone
    if not items:
        ends = re.search(rf"</{re.escape(source_name_of(root))}\s*>", text[-5000:])
        is_whole = ends or (len(root) == 0 and text.rstrip().endswith("/>"))
        raise EmptyDocument if is_whole else UnreadableDocument("the feed is cut off before its first entry")
    channel = fields_of(next((e for e in root.iter() if name_of(e) == "channel"), root))
    home = _link(channel, None, url) or url
    about = {"site": first_text(channel, "title", "atom:title"), "language": _language(root, channel)}
    authors = _authors(channel) if "atom:author" in channel else ()
    stories: list[ParsedItem] = [_entry(item, home, url, authors, about) for item in items]
    if len(items) <= MAX_STORIES and not re.search(rf"</{re.escape(source_name_of(root))}\s*>", text[-5000:]):
        stories[-1:] = _cut_off(stories[-1], len(items), _is_whole(items[-1], text))
    return [*_without_shared_links(stories), *_tombstones(root, site_of(home or url or ""))]


def _is_whole(item: Element, text: str) -> bool:
    """Whether the last entry of a feed that ends early has its end in it."""
    name = re.escape(source_name_of(item))
    begins = [found.start() for found in re.finditer(rf"<{name}[\s>]", text)]
    ends = [found.start() for found in re.finditer(rf"</{name}\s*>", text)]
    return bool(begins and ends) and ends[-1] > begins[-1]


def _cut_off(last: ParsedItem, number: int, whole: bool) -> list[ParsedItem]:
    """The last entry of a feed that ends early if it is whole, and what editors are told."""
    if whole:
        return [last, Refusal(f"what follows entry {number}", "the feed is cut off there", refusal="no story")]
    title = clean_line(last.title) if isinstance(last, RawStory) else ""
    return [Refusal(title if len(match_key(title)) > 8 else f"entry {number}", "the feed is cut off in it")]


def _entry(
    item: Element, home: str | None, url: str | None, authors: tuple[str, ...], about: dict[str, str]
) -> ParsedItem:
    found = _item(item, home, url, authors, about)
    fields = fields_of(item)
    reason, held = entry_status.withdrawal_reasons(item, partial(first_text, fields), name_of)
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
    graves = (element for element in root.iter() if name_of(element) == "at:deleted-entry")
    commented = ((grave, first_text(fields_of(grave), "at:comment")) for grave in islice(graves, MAX_STORIES))
    return [withdrawal for grave, comment in commented if (withdrawal := entry_status.tombstone(grave, scope, comment))]


def _item(
    item: Element, home: str | None, url: str | None, authors: tuple[str, ...], about: dict[str, str]
) -> RawStory:
    fields = fields_of(item)
    link = _link(fields, home, url)
    long, base = first_html(fields, url, "content:encoded", "atom:content", "body")
    short, short_base = first_html(fields, url, "description", "atom:summary")
    short = short or ("" if long else video_description(item))
    return RawStory(
        title=first_text(fields, "title", "atom:title", "dc:title"),
        body=long or short,
        summary=short if long else "",
        link=link or "",
        guid=first_text(fields, "guid", "atom:id", "dc:identifier"),
        scope=site_of(home or url or ""),
        base=(base if long else short_base) or link or home,
        bylines=_authors(fields) or authors,
        credit=first_text(fields, "dc:rights", "atom:rights"),
        topics=tuple(islice(without_broken_markup(_topics(fields)), 100)),
        pictures=tuple(islice(pictures_in(item, home, url), MAX_PICTURES)),
        audio=audio_in(item, home, url),
        language=item.get(_LANG) or first_text(fields, "dc:language", "language") or about["language"],
        published=first_text(fields, *_DATE_FIELDS),
        updated=first_text(fields, *_UPDATE_FIELDS),
        embargoed=entry_status.embargo_date(partial(first_text, fields)),
        expires=entry_status.expiry_date(partial(first_text, fields)),
        usage=entry_status.usage_terms(partial(first_text, fields)),
        sites=(about["site"],),
    )


def _link(fields: Fields, home: str | None, url: str | None) -> str | None:
    """The address for readers; addresses of feed proxies come last."""
    candidates = [(e, text_in(e)) for e in fields.get("feedburner:origlink", ())]
    candidates += [
        (e, e.get("href", "")) for e in fields.get("atom:link", ()) if e.get("rel", "alternate") == "alternate"
    ]
    candidates += [(e, text_in(e) or e.get("href", "")) for e in fields.get("link", ())]
    candidates += [
        (e, text_in(e))
        for e in fields.get("guid", ())
        if e.get("isPermaLink", e.get("ispermalink", "true")).lower() == "true"
    ]
    whole = (normalize_url(text.strip(), base_of(e, url) or home) for e, text in candidates if text.strip())
    return next(filter(None, whole), None)


def _authors(fields: Fields) -> tuple[str, ...]:
    names = [first_text({"": [e]}, "") for e in (*fields.get("dc:creator", ()), *fields.get("author", ()))]
    for author in fields.get("atom:author", ()):
        inner = fields_of(author)
        names.append(first_text(inner, "atom:name", "name") or first_text(inner, "atom:email"))
    return tuple(dict.fromkeys(filter(None, without_broken_markup(names or [first_text(fields, "itunes:author")]))))


def _topics(fields: Fields) -> Iterator[str]:
    for element in (*fields.get("category", ()), *fields.get("dc:subject", ())):
        yield text_in(element)
    for element in fields.get("atom:category", ()):
        yield element.get("label") or element.get("term") or ""


def _language(root: Element, channel: Fields) -> str:
    return first_text(channel, "language", "dc:language") or root.get(_LANG, "")


def _without_shared_links(stories: list[ParsedItem]) -> list[ParsedItem]:
    """A link that several entries share is the site's: these entries are then known by their guids."""
    links = Counter(story.link for story in stories if isinstance(story, RawStory) and story.link and story.guid)
    shared = {link for link, count in links.items() if count > 1}
    guids = {story.guid for story in stories if isinstance(story, RawStory) and story.link in shared}
    if len(guids) < 2:
        return stories
    return [replace(one, link="") if isinstance(one, RawStory) and one.link in shared else one for one in stories]
