"""Detects a document's format and reads it: the only way from bytes to stories. Pure, and never raises."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from datetime import datetime

import structlog

from webapp.intake.dates.moments import parse_moment, uses_foreign_zone_names
from webapp.intake.formats.feed import feed_xml, rss_atom
from webapp.intake.formats.iptc import iptc_xml, newsml, nitf
from webapp.intake.formats.json_documents import find_json, read_json
from webapp.intake.formats.page import html_page
from webapp.intake.formats.versions import newest_versions
from webapp.intake.importing.documents import (
    MAX_STORIES,
    Document,
    EmptyDocument,
    HeldStory,
    ImportItem,
    OwnId,
    ParsedItem,
    RawStory,
    Refusal,
    SourceWithdrawal,
    UnreadableDocument,
)
from webapp.intake.story.build_story import build_story, source_for
from webapp.intake.story.clean_text import clean_line
from webapp.intake.story.encoding import decode
from webapp.intake.story.texts import strip_site_name
from webapp.intake.story.urls import site_of
from webapp.intake.wire.agency_notices import HEAD_CHARS, REASONS, classify_notice
from webapp.newsroom.station import Station

log = structlog.get_logger("intake")

MAX_DOCUMENT_BYTES = 2_000_000
MAX_PARSE_S = 5.0
"""How long the entries of one document are read; the rest is refused. A usual feed takes a hundredth of it."""

_HTML = re.compile(r"<!doctype\s+html|<html\b|<head\b|<body\b|<article\b|<p\b|<div\b", re.IGNORECASE)
_XHTML = re.compile(r"(?:\s*<[?!][^>]{0,2000}>)*\s*<html\b", re.IGNORECASE)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_NAMED_LIKE_A_FEED = re.compile(r"\b(?:rss|atom|xml|feeds?|json)\b", re.IGNORECASE)
_XML = re.compile(r"\s*(?:<\?xml|<!--|<!doctype)", re.IGNORECASE)


def parse_document(document: Document, station: Station, now: datetime) -> list[ImportItem]:
    """Every story in `document`: ready, held, withdrawn, or refused with the reason. An unusable document is one refusal."""
    try:
        stories = _read_items(document)
    except EmptyDocument as reason:
        return [Refusal(document.name, str(reason), refusal="empty")]
    except UnreadableDocument as reason:
        return [Refusal(document.name, str(reason), refusal="no document")]
    except Exception:
        log.exception("document_broke_its_reader", name=document.name)
        return [Refusal(document.name, "could not be read; this is noted as a fault of ours", refusal="no document")]
    document = replace(document, abroad=_is_abroad(stories, document, station, now))
    results: list[ImportItem] = []
    until = time.monotonic() + MAX_PARSE_S
    for number, story in enumerate(stories, start=1):
        if number > MAX_STORIES:
            results.append(Refusal(f"entry {number} and what follows", f"only {MAX_STORIES} of a document are read"))
            break
        if time.monotonic() > until:
            results.append(Refusal(f"entry {number} and what follows", f"reading took longer than {MAX_PARSE_S:g} s"))
            break
        match story:
            case RawStory():
                results.append(_build(story, number, document, station, now))
            case SourceWithdrawal():
                results.append(
                    replace(story, at=parse_moment(story.stated_date, station.tz, abroad=document.abroad).at)
                )
            case Refusal():
                results.append(story)
    return newest_versions(results)


def _is_abroad(stories: list[ParsedItem], document: Document, station: Station, now: datetime) -> bool:
    found = [story for story in stories if isinstance(story, RawStory)][:MAX_STORIES]
    dates = [date for story in found for date in (story.published, story.updated)]
    host = site_of(document.url or next((story.link for story in found if story.link), ""))
    return uses_foreign_zone_names(dates, station.tz, host, next((story.language for story in found), ""), now)


def _build(story: RawStory, number: int, document: Document, station: Station, now: datetime) -> ImportItem:
    try:
        notice = _notice(story, document)
        refined = notice if notice and not _may_be_held(notice) else build_story(story, document, station, now)
    except Exception:
        log.exception("entry_broke_its_reader", name=document.name, entry=number)
        return Refusal(story.title[:100] or f"entry {number}", "could not be read; this is noted as a fault of ours")
    if notice and not isinstance(refined, HeldStory):
        return notice
    return refined if isinstance(refined, Refusal) else replace(refined, own_id=_own_id(story))


def _may_be_held(notice: SourceWithdrawal | Refusal) -> bool:
    """Whether the entry is a story after all, if one of its fields says until when it is under embargo."""
    return notice.notice is not None and notice.notice.kind == "embargo"


def _notice(story: RawStory, document: Document) -> SourceWithdrawal | Refusal | None:
    """The entry as an agency's notice to editors, judged by its title and the beginning of its text; `None` for a story."""
    title = strip_site_name(clean_line(story.title, 300), story.sites)
    text = clean_line(story.body[: 2 * HEAD_CHARS] or story.summary[: 2 * HEAD_CHARS], HEAD_CHARS)
    notice = classify_notice(title, text, story.slug_line)
    if notice is None:
        return None
    source = source_for(story, document)
    if notice.kind == "kill":
        own, held = _own_id(story), REASONS["kill"]
        return SourceWithdrawal(
            source, title, "withdrawn by its source", held, story.version, own_id=own, notice=notice
        )
    return Refusal(title, REASONS[notice.kind], refusal="no story", notice=notice, source=source)


def _own_id(story: RawStory) -> OwnId | None:
    """An id that is unique in the world is the story's `source` already."""
    guid = f"post {story.post}" if story.post else clean_line(story.guid, 500)
    return OwnId(guid, story.scope) if guid and not story.guid_is_global else None


def _read_items(document: Document) -> list[ParsedItem]:
    if len(document.body) > MAX_DOCUMENT_BYTES:
        raise UnreadableDocument(f"larger than {MAX_DOCUMENT_BYTES} bytes")
    text = decode(document.body, document.content_type).lstrip("\ufeff \t\r\n")
    if not text:
        raise UnreadableDocument("empty")
    if (data := find_json(text)) is not None:
        return read_json(data, document.url)
    if feed_xml.is_feed(text):
        return rss_atom.read(text, document.url)
    if name := iptc_xml.root_name(text):
        return nitf.read(iptc_xml.parse(text)) if name == "nitf" else newsml.read(iptc_xml.parse(text))
    if text.startswith("<?xml") and not _XHTML.match(_COMMENT.sub("", text[:20_000])):
        raise UnreadableDocument("XML, but none of RSS, Atom, NITF and NewsML-G2")
    if _HTML.search(text[:20_000]):
        return [_page(text, document)]
    if _XML.match(text):
        raise UnreadableDocument("XML, but none of RSS, Atom, NITF and NewsML-G2")
    raise UnreadableDocument(
        "neither a feed (RSS, Atom, JSON Feed, WordPress, ninjs, NITF, NewsML-G2) nor an HTML page"
    )


def _page(text: str, document: Document) -> ParsedItem:
    try:
        return html_page.read(text, document.url)
    except UnreadableDocument as reason:
        stated_as = f"{document.content_type} {(document.url or document.name).split('?')[0]}"
        raise UnreadableDocument(
            f"an HTML page in place of a feed ({reason})" if _NAMED_LIKE_A_FEED.search(stated_as) else str(reason)
        ) from None
