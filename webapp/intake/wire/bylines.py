"""Bylines: the people whom a line names as authors, and whether a line names any."""

from __future__ import annotations

import re

from webapp.intake.story.clean_text import clean_line
from webapp.intake.wire.agencies import known_agency
from webapp.newsroom.articles.sanitize import word_set

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_BY = r"(?:by|ulat ni|posted by|written by|story by|reported by|author|auteur|autor)\s*:?\s+(?P<name>.+)"
_BY_IN_OTHER_LANGUAGES = (
    r"(?:ni|von|par|por|door)\s+(?P<names>\S+\s+\S.*)"  # before a single word it may be part of a name: Von Trapp
)
_BYLINE = re.compile(rf"{_BY}|{_BY_IN_OTHER_LANGUAGES}", re.IGNORECASE)
_PLACEHOLDER_NAME = re.compile(
    r"(?:no author|none|null|undefined|unknown|anonymous|admin(?:istrator)?|webmaster|editor|staff|user|author|"
    r"submitted(?: by| on)?.*|posted|root|default|guest|n/?a|-+|\d+|https?:.*|www\..*)",
    re.IGNORECASE,
)
_DATE_AFTER = re.compile(
    rf"[\s,|•·–-]+(?:(?:{_MONTH}\s+\d{{1,2}}|\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH}),?\s+\d{{4}}|\d{{4}}-\d{{2}}-\d{{2}}|"
    r"\d{1,2}:\d{2}).*$",
    re.IGNORECASE | re.DOTALL,
)
_EMAIL = re.compile(r"[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_EMAIL_AND_NAME = re.compile(rf"{_EMAIL.pattern}\s*\((?P<name>[^()]{{2,100}})\)")

_SMALL_IN_NAMES = word_set(
    "de del dela delos la las los da do dos di du van von der den ter zu ng ni at y e and with in for of special to contributor "
    "contributing correspondent reporter reporters writer staff editor intern columnist stringer und et en na"
)
_NO_NAMES = re.compile(
    r"(?:the )?(?:numbers?|book|way|law|laws|then|now|day|night|hand|land|sea|air|design|default|popular demand|request|end|time|"
    r"invitation|force|any means|all means|accident|chance|definition|contrast|comparison|order|region|age|category|country|"
    r"province|city|district|noon|midnight|tonight|tomorrow|morning|mid-?\w*|early|late|(?:mon|tues|wednes|thurs|fri|satur|sun)day|"
    r"january|february|march|april|june|july|august|september|october|november|december)\b.*",
    re.IGNORECASE,
)
_OFFICE = re.compile(
    r"\b(?:press|news|agency|staff|team|desk|bureau|editors?|times|post|radio|board|correspondents?|reporters?|writers?|wire)\b",
    re.IGNORECASE,
)
_ENDS_WITH_A_POINT = re.compile(r"\b(?:jr|sr|phd|ph\.d|md|m\.d)\.$", re.IGNORECASE)

MAX_BYLINE_CHARS = 90


def parse_byline(text: str) -> str | None:
    """The name in `By Leigh Ann Caldwell`, `desk@example.org (Ana Cruz)` and the like; `None` where nobody is named."""
    name = clean_line(text, 200)
    if both := _EMAIL_AND_NAME.search(name):
        name = both["name"]
    name = _DATE_AFTER.sub("", _EMAIL.sub("", name)).strip(" -–|•·,;:/()")
    if labelled := _BYLINE.fullmatch(name):
        name = (labelled["name"] or labelled["names"]).strip(" :")
    return None if not name or _PLACEHOLDER_NAME.fullmatch(name) else name


def is_byline(text: str) -> bool:
    """Whether a line of text is a byline and nothing else. `By law, nobody may` and `By the numbers` are none."""
    if len(text) > MAX_BYLINE_CHARS or (
        text.rstrip().endswith((".", "!", "?", ":")) and not _ENDS_WITH_A_POINT.search(text)
    ):
        return False
    found = _BYLINE.fullmatch(_DATE_AFTER.sub("", text))
    return found is not None and _reads_as_names((found["name"] or found["names"]).strip(" :"))


def _reads_as_names(text: str) -> bool:
    if _NO_NAMES.fullmatch(text):
        return False
    words = re.findall(r"[^\W\d_][\w.'’-]*", text)
    if words[:1] and words[0].lower() in ("the", "a", "an"):
        return bool(_OFFICE.search(text)) or known_agency(text) is not None
    return (
        bool(words)
        and words[0][0].islower() is False
        and all(word.lower() in _SMALL_IN_NAMES or not word[0].islower() for word in words)
    )
