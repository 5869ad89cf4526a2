"""From what a format found to a story the desk can put out, or the reason why not. Pure: `now` is given."""

from __future__ import annotations

import re
from dataclasses import fields
from datetime import datetime
from hashlib import sha256

from pydantic import ValidationError

from webapp.intake.dates.moments import parse_moment
from webapp.intake.dates.publication import Publication, find_publication
from webapp.intake.importing.documents import (
    Document,
    HeldStory,
    RawStory,
    Refusal,
    SourceAudio,
    SourceStory,
    SourceWithdrawal,
)
from webapp.intake.story.choose_picture import choose_picture
from webapp.intake.story.clean_text import clean_line, match_key
from webapp.intake.story.language import decide_language
from webapp.intake.story.texts import read_texts, text_fields, without_placeholder
from webapp.intake.story.urls import is_front_page, normalize_url, site_of, source_for_guid, source_for_url
from webapp.intake.wire.usage import forbidden_use
from webapp.newsroom.model import Article, Recording
from webapp.newsroom.slugs import article_slug
from webapp.newsroom.station import Station
from webapp.newsroom.times import rfc3339


def build_story(
    found: RawStory, document: Document, station: Station, now: datetime
) -> SourceStory | HeldStory | SourceWithdrawal | Refusal:
    """A complete story that is safe to show, or the reason why it is held back, withdrawn or refused."""
    texts = read_texts(found)
    if isinstance(texts, Refusal):
        return texts
    canonical = _canonical(found)
    source = _source(found, document, canonical, texts.title)
    expires = parse_moment(found.expires, station.tz, abroad=document.abroad).at
    if expires and expires <= now:
        reason = f"its source let it be shown until {rfc3339(expires)}"
        return SourceWithdrawal(source, texts.label, reason, reason)
    when = find_publication(found, canonical, document, station, now)
    usage = without_placeholder(clean_line(found.usage, 500))
    picture, unsized = choose_picture((*found.pictures, *texts.body.pictures), texts.title)
    try:
        article = Article(
            slug=article_slug(texts.title, when.at),
            picture=picture,
            recording=_recording(found.audio),
            language=decide_language(found.language, f"{texts.title}. {texts.body.text}", station.languages),
            published_at=when.at,
            updated_at=when.as_of if when.as_of != when.at else None,
            canonical=canonical,
            source=source,
            usage=usage,
            **text_fields(found, texts),
        )
    except ValidationError as error:
        wrong = error.errors()[0]
        return Refusal(texts.label, f"{'.'.join(map(str, wrong['loc']))}: {wrong['msg']}")
    replaces = source_for_guid(found.replaces) if found.replaces else None
    notes = [*when.notes, *found.doubts]
    if usage:
        notes.append(f"usage terms: {usage}")
    if found.expires and not expires:
        notes.append(f"until when it may be shown cannot be read: “{clean_line(found.expires, 100)}”")
    story = SourceStory(
        article, when.dated, tuple(notes), unsized,
        texts.is_update or replaces is not None, replaces, found.version, when.as_of, expires=expires,
    )  # fmt: skip
    return _or_held(story, when, forbidden_use(usage or ""))


def _recording(audio: SourceAudio | None) -> Recording | None:
    return Recording(url=audio.url, kind=audio.kind, seconds=audio.seconds) if audio else None


def _or_held(entry: SourceStory, when: Publication, no: str | None) -> SourceStory | HeldStory:
    """`entry`, held back where it comes too soon, or where its source forbids what we would do with it."""
    if no is None and not when.reason:
        return entry
    reasons = [when.reason, f"its source forbids it: “{no}”" if no else ""]
    known = {one.name: getattr(entry, one.name) for one in fields(SourceStory)}
    return HeldStory(**known, until=None if no else when.until, reason="; ".join(filter(None, reasons)))


def source_for(found: RawStory, document: Document) -> str:
    """What `found` is known by, be it a story or a notice."""
    return _source(found, document, _canonical(found), clean_line(found.title))


def _canonical(found: RawStory) -> str | None:
    canonical = normalize_url(found.link, found.base) or normalize_url(found.guid)
    return canonical if canonical and not is_front_page(canonical) else None


def _source(found: RawStory, document: Document, canonical: str | None, title: str) -> str:
    """The story's identity: what its maker says, its address, or a guid that is unique where it comes from."""
    if found.guid_is_global and found.guid:
        return source_for_guid(found.guid)
    if canonical:
        return source_for_url(canonical)
    guid = clean_line(found.guid, 500)
    if re.match(r"(?:urn|tag|uuid):", guid, re.IGNORECASE):
        return guid
    scope = found.scope or site_of(document.url or "") or document.name
    return f"{clean_line(scope, 300)}#{guid or sha256(match_key(title).encode()).hexdigest()[:16]}"
