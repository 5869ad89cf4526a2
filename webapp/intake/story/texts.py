"""A story's texts: title, summary and body without what stands around them, and whom they name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from webapp.intake.importing.documents import RawStory, Refusal
from webapp.intake.story.body_text import BodyText, read_body
from webapp.intake.story.clean_text import clean_line, match_key, shortened
from webapp.intake.wire.agencies import find_agency, known_agency
from webapp.intake.wire.bylines import parse_byline
from webapp.intake.wire.update_marks import strip_update_marks
from webapp.newsroom.articles.sanitize import TooComplex

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
class StoryTexts:
    """A story's texts without update marks and site name; `label` names the story in a refusal."""

    label: str
    title: str
    is_update: bool
    body: BodyText
    summary: BodyText


def read_texts(found: RawStory) -> StoryTexts | Refusal:
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
    return StoryTexts(label, title or clean_line(body.html.split("\n", 1)[0], 90), is_update, body, summary)


def text_fields(found: RawStory, texts: StoryTexts) -> dict[str, Any]:
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


def strip_site_name(title: str, sites: Iterable[str]) -> str:
    """`Title - Nationwide 90FM` → `Title`, where the site's name is known."""
    names = {match_key(site) for site in sites if match_key(site)}
    for cut in reversed(list(_TITLE_SEPARATOR.finditer(title))):
        if match_key(title[cut.end() :]) in names and cut.start() > 0:
            return title[: cut.start()].strip()
    return title


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
    return text.credit or without_placeholder(clean_line(found.credit, 500))


def without_placeholder(text: str) -> str | None:
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
