"""From what a format found to a story the desk can put out, or the reason why not. Pure: `now` is given."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import fields
from datetime import datetime
from hashlib import sha256

from pydantic import ValidationError

from webapp.intake.dates.moments import moment
from webapp.intake.dates.publication import Publication, publication
from webapp.intake.importing.documents import Document, Found, Held, Refusal, SourceStory, SourceWithdrawal
from webapp.intake.story.choose_picture import choose
from webapp.intake.story.identity import address, global_identity, identity, is_home, site
from webapp.intake.story.language import decide
from webapp.intake.story.story_text import StoryText, read_text
from webapp.intake.story.text import core, line
from webapp.intake.wire import wire_copy
from webapp.intake.wire.agencies import agency, agency_in
from webapp.intake.wire.update_marks import without_update
from webapp.intake.wire.usage import forbidden
from webapp.newsroom.articles.sanitize import TooWild
from webapp.newsroom.articles.slugs import slug_for
from webapp.newsroom.model import Article
from webapp.newsroom.station import Station
from webapp.newsroom.times import rfc3339

MOST_TOPICS = 12
LONGEST_TOPIC = 60
"""What is longer is a headline that stood among the topics."""

SUMMARY_LENGTH = 600

_SEPARATED = re.compile(r"\s+[|–—-]\s+|\s*[|｜_]\s*|\s*[-–—](?=[^\x00-\x7f])")
_CUT_SHORT = re.compile(r"\s*\[(?:…|\.\.\.)\]\s*$")
_NO_TOPICS = {
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


def refine(
    found: Found, document: Document, station: Station, now: datetime
) -> SourceStory | Held | SourceWithdrawal | Refusal:
    """An `SourceStory` whose article is safe to show and complete, or what says why it is not to be out, yet or any more."""
    title, update = without_update(without_site(line(found.title), found.sites))
    what = title or line(found.link or found.guid, 120) or "an entry"
    try:
        text = read_text(found.body, title, found.base)
        summary = read_text(found.summary, title, found.base)
    except TooWild as wild:
        is_so = str(wild).startswith(("longer", "nested"))
        return Refusal(what, f"its text is {wild}" if is_so else f"its HTML has {wild}")
    if not text.text and not summary.text:
        return Refusal(what, "has a title but no text" if title else "has neither title nor text")
    if not text.text:
        text, summary = summary, StoryText()
    if not title:
        title = line(text.text.split("\n", 1)[0], 90)

    canonical = _canonical(found)
    when = publication(found, canonical, document, station, now)
    expires = moment(found.expires, station.tz, abroad=document.abroad).at
    if expires and expires <= now:
        over = f"its source let it be shown until {rfc3339(expires)}"
        return SourceWithdrawal(_source(found, document, canonical, title), what, over, over)
    published, as_of = when.at, when.as_of
    updated = as_of if as_of != published else None
    source = _source(found, document, canonical, title)
    picture, unsized = choose((*found.shots, *text.shots), title)
    bylines = _bylines(found, text)
    usage = _without_placeholder(line(found.usage, 500))
    try:
        article = Article(
            slug=slug_for(title, published),
            title=title,
            summary=_summary(summary, text),
            body_html=text.html,
            byline=line(", ".join(bylines), 200) or None,
            agency=_agency(found, text),
            place=text.place or _place(found, bylines),
            credit=_credit(found, text),
            topics=_topics(found.topics),
            picture=picture,
            language=decide(found.language, f"{title}. {text.text}", station.languages),
            published_at=published,
            updated_at=updated,
            canonical=canonical,
            source=source,
            usage=usage,
        )
    except ValidationError as error:
        wrong = error.errors()[0]
        return Refusal(what, f"{'.'.join(map(str, wrong['loc']))}: {wrong['msg']}")
    replaces = global_identity(found.replaces) if found.replaces else None
    notes = [*when.notes]
    if usage:
        notes.append(f"usage terms: {usage}")
    if found.expires and not expires:
        notes.append(f"until when it may be shown cannot be read: “{line(found.expires, 100)}”")
    entry = SourceStory(
        article, when.dated, tuple(notes), unsized,
        update or replaces is not None, replaces, found.version, as_of, expires=expires,
    )  # fmt: skip
    return _held(entry, when, forbidden(usage or ""))


def _held(entry: SourceStory, when: Publication, no: str | None) -> SourceStory | Held:
    """`entry`, held back where it comes too soon, or where its source forbids what we would do with it."""
    if no is None and not when.reason:
        return entry
    reasons = [when.reason, f"its source forbids it: “{no}”" if no else ""]
    known = {one.name: getattr(entry, one.name) for one in fields(SourceStory)}
    return Held(**known, until=None if no else when.until, reason="; ".join(filter(None, reasons)))


def source_of(found: Found, document: Document) -> str:
    """What `found` is known by, be it a story or a notice."""
    return _source(found, document, _canonical(found), line(found.title))


def without_site(title: str, sites: Iterable[str]) -> str:
    """`Title - Nationwide 90FM` → `Title`, where the site's name is known."""
    names = {core(site) for site in sites if core(site)}
    for cut in reversed(list(_SEPARATED.finditer(title))):
        if core(title[cut.end() :]) in names and cut.start() > 0:
            return title[: cut.start()].strip()
    return title


def _canonical(found: Found) -> str | None:
    canonical = address(found.link, found.base) or address(found.guid)
    return canonical if canonical and not is_home(canonical) else None


def _source(found: Found, document: Document, canonical: str | None, title: str) -> str:
    """The story's identity: what its maker says, its address, or a guid that is unique where it comes from."""
    if found.guid_is_global and found.guid:
        return global_identity(found.guid)
    if canonical:
        return identity(canonical)
    guid = line(found.guid, 500)
    if re.match(r"(?:urn|tag|uuid):", guid, re.IGNORECASE):
        return guid
    scope = found.scope or site(document.url or "") or document.name
    return f"{line(scope, 300)}#{guid or sha256(core(title).encode()).hexdigest()[:16]}"


def _bylines(found: Found, text: StoryText) -> list[str]:
    said = [name for raw in found.bylines if (name := wire_copy.byline(raw))]
    if text.byline and (not said or all(agency_in(name) for name in said)):
        said = [text.byline]
    return list(dict.fromkeys(map(_without_agency, said)))[:8]


def _without_agency(name: str) -> str:
    """`Christian Hollmann, dpa` → `Christian Hollmann`."""
    before, comma, after = name.rpartition(", ")
    return before if comma and agency(after) else name


def _agency(found: Found, text: StoryText) -> str | None:
    named = [known for raw in found.agencies if (known := agency(raw))]
    said = [line(raw, 80) for raw in found.agencies if line(raw)]
    in_bylines = [known for raw in found.bylines if (known := agency_in(wire_copy.byline(raw) or ""))]
    return next(iter([*filter(None, [text.agency]), *named, *in_bylines, *said]), None)


def _place(found: Found, bylines: Iterable[str]) -> str | None:
    place = line(found.place, 100)
    return None if not place or any(core(name).startswith(core(place)) for name in bylines) else place


def _credit(found: Found, text: StoryText) -> str | None:
    return text.credit or _without_placeholder(line(found.credit, 500))


def _without_placeholder(said: str) -> str | None:
    return None if not said or said.casefold() in _PLACEHOLDER else said


def _summary(summary: StoryText, text: StoryText) -> str | None:
    """What the source says in short, unless its text begins with or holds just that."""
    short, whole = core(summary.text), core(text.text)
    if not short or short[:40] in whole or short[-60:-10] in whole:
        return None
    return line(_CUT_SHORT.sub("", summary.text), SUMMARY_LENGTH) or None


def _topics(said: Iterable[str]) -> tuple[str, ...]:
    topics: dict[str, str] = {}
    for raw in said:
        topic = line(raw, 80).strip(" #").replace("\\'", "'")
        if topic and len(topic) <= LONGEST_TOPIC and topic.casefold() not in _NO_TOPICS and core(topic) not in topics:
            topics[core(topic)] = topic
    return tuple(topics.values())[:MOST_TOPICS]
