"""From what a format found to a story the desk can put out, or the reason why not. Pure: `now` is given."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime
from hashlib import sha256
from typing import Any

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
from webapp.intake.story.body_text import BodyText, read_body
from webapp.intake.story.choose_picture import choose_picture
from webapp.intake.story.clean_text import clean_line, match_key, shortened
from webapp.intake.story.language import decide_language
from webapp.intake.story.urls import is_front_page, normalize_url, site_of, source_for_guid, source_for_url
from webapp.intake.wire.agencies import find_agency, known_agency
from webapp.intake.wire.bylines import parse_byline
from webapp.intake.wire.update_marks import strip_update_marks
from webapp.intake.wire.usage import forbidden_use
from webapp.newsroom.articles.sanitize import TooComplex
from webapp.newsroom.model import Article, Recording
from webapp.newsroom.slugs import article_slug
from webapp.newsroom.station import Station
from webapp.newsroom.times import rfc3339

MAX_TOPICS = 12
MAX_TOPIC_CHARS = 60
"""What is longer is a headline that stood among the topics."""

MAX_SUMMARY_CHARS, MAX_UNCUT_CHARS = 600, 5000

_TITLE_SEPARATOR = re.compile(r"\s+[|–—-]\s+|\s*[|｜_]\s*|\s*[-–—](?=[^\x00-\x7f])")
_ELLIPSIS_AT_END = re.compile(r"\s*\[(?:…|\.\.\.)\]\s*$")
_CATEGORY_NAMES = {
    "uncategorized",
    "uncategorised",
    "news",
    "tc",
    "all",
    "general",
    "default",
    "featured",
    "latest news",
    "latest_ma",
}
_PLACEHOLDER = {"copyright", "usage", "rights", "n/a", "none"}


@dataclass(frozen=True)
class _Texts:
    """A story's texts without update marks and site name; `label` names the story in a refusal."""

    label: str
    title: str
    is_update: bool
    body: BodyText
    summary: BodyText


def build_story(
    found: RawStory, document: Document, station: Station, now: datetime
) -> SourceStory | HeldStory | SourceWithdrawal | Refusal:
    """A complete story that is safe to show, or the reason why it is held back, withdrawn or refused."""
    texts = _read_texts(found)
    if isinstance(texts, Refusal):
        return texts
    canonical = _canonical(found)
    source = _source(found, document, canonical, texts.title)
    expires = parse_moment(found.expires, station.tz, abroad=document.abroad).at
    if expires and expires <= now:
        reason = f"its source let it be shown until {rfc3339(expires)}"
        return SourceWithdrawal(source, texts.label, reason, reason)
    when = find_publication(found, canonical, document, station, now)
    usage = _without_placeholder(clean_line(found.usage, 500))
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
            **_text_fields(found, texts),
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


def _read_texts(found: RawStory) -> _Texts | Refusal:
    """A story without a body gets its summary as body, one without a title its first line as title."""
    title, is_update = strip_update_marks(strip_site_name(clean_line(found.title), found.sites))
    label = title or clean_line(found.link or found.guid, 120) or "an entry"
    try:
        body = read_body(found.body, title, found.base)
        summary = read_body(found.summary, title, found.base)
    except TooComplex as wild:
        is_about_text = str(wild).startswith(("longer", "nested"))
        return Refusal(label, f"its text is {wild}" if is_about_text else f"its HTML has {wild}")
    if not body.text and not summary.text and not (title and found.audio):
        return Refusal(label, "has a title but no text" if title else "has neither title nor text")
    if not body.text:
        body, summary = summary, BodyText()
    return _Texts(label, title or clean_line(body.html.split("\n", 1)[0], 90), is_update, body, summary)


def _text_fields(found: RawStory, texts: _Texts) -> dict[str, Any]:
    """The article's fields that are made of the story's own words."""
    bylines = _bylines(found, texts.body)
    return {
        "title": texts.title,
        "summary": _summary(texts.summary, texts.body),
        "body_html": texts.body.html,
        "byline": clean_line(", ".join(bylines), 200) or None,
        "agency": _agency(found, texts.body),
        "place": texts.body.place or _place(found, bylines),
        "credit": _credit(found, texts.body),
        "topics": _topics(found.topics),
    }


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


def strip_site_name(title: str, sites: Iterable[str]) -> str:
    """`Title - Nationwide 90FM` → `Title`, where the site's name is known."""
    names = {match_key(site) for site in sites if match_key(site)}
    for cut in reversed(list(_TITLE_SEPARATOR.finditer(title))):
        if match_key(title[cut.end() :]) in names and cut.start() > 0:
            return title[: cut.start()].strip()
    return title


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


def _bylines(found: RawStory, text: BodyText) -> list[str]:
    names = [name for raw in found.bylines if (name := parse_byline(raw))]
    if text.byline and (not names or all(find_agency(name) for name in names)):
        names = [text.byline]
    return list(dict.fromkeys(map(_without_agency, names)))[:8]


def _without_agency(name: str) -> str:
    """`Christian Hollmann, dpa` → `Christian Hollmann`."""
    before, comma, after = name.rpartition(", ")
    return before if comma and known_agency(after) else name


def _agency(found: RawStory, text: BodyText) -> str | None:
    named = [known for raw in found.agencies if (known := known_agency(raw))]
    others = [clean_line(raw, 80) for raw in found.agencies if clean_line(raw)]
    in_bylines = [known for raw in found.bylines if (known := find_agency(parse_byline(raw) or ""))]
    return next(iter([*filter(None, [text.agency]), *named, *in_bylines, *others]), None)


def _place(found: RawStory, bylines: Iterable[str]) -> str | None:
    place = clean_line(found.place, 100)
    return None if not place or any(match_key(name).startswith(match_key(place)) for name in bylines) else place


def _credit(found: RawStory, text: BodyText) -> str | None:
    return text.credit or _without_placeholder(clean_line(found.credit, 500))


def _without_placeholder(text: str) -> str | None:
    return None if not text or text.casefold() in _PLACEHOLDER else text


def _summary(summary: BodyText, text: BodyText) -> str | None:
    """What the source says in short, unless its text begins with or holds just that."""
    short, whole = match_key(summary.text), match_key(text.text)
    if not short or short[:40] in whole or short[-60:-10] in whole:
        return None
    line = clean_line(summary.html, MAX_UNCUT_CHARS)
    return shortened(_ELLIPSIS_AT_END.sub("", line), MAX_SUMMARY_CHARS) or None


def _topics(raw_topics: Iterable[str]) -> tuple[str, ...]:
    topics: dict[str, str] = {}
    for raw in raw_topics:
        topic = clean_line(raw, 80).strip(" #").replace("\\'", "'")
        if (
            topic
            and len(topic) <= MAX_TOPIC_CHARS
            and topic.casefold() not in _CATEGORY_NAMES
            and match_key(topic) not in topics
        ):
            topics[match_key(topic)] = topic
    return tuple(topics.values())[:MAX_TOPICS]
