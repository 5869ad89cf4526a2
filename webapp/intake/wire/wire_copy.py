"""Parts of news copy that are no story text: dateline, byline, credit, end marks.

    SEOUL, Aug. 20 (Yonhap) -- North Korea's …      → place SEOUL, agency Yonhap
    The-CNN-Wire ™ & © 2013 Cable News Network, …   → credit

Every function takes the plain text of one paragraph.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from webapp.intake.story.clean_text import clean_line
from webapp.intake.wire.agencies import known_agency

_DASH = r"\s*(?:—|–|--|-|―|:)\s*"
_CAPS = r"[A-ZÀ-ÖØ-ÞĀ-Ž][A-ZÀ-ÖØ-ÞĀ-Ž.'’\-]+(?:[ ,]+(?:[A-ZÀ-ÖØ-ÞĀ-Ž][A-ZÀ-ÖØ-ÞĀ-Ž.'’\-]*|of|ng|de|del|la|and))*"
_PROPER = r"[A-ZÀ-ÖØ-ÞĀ-Ž][\w.'’\-]*(?: (?:[A-ZÀ-ÖØ-ÞĀ-Ž][\w.'’\-]*|of|ng|de|del|la|and)){0,4}"
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_DAY = rf"(?:,?\s+(?:{_MONTH}\s+\d{{1,2}}|\d{{1,2}}\s+{_MONTH})(?:,?\s+\d{{4}})?)"

_WITH_AGENCY = re.compile(
    rf"(?P<place>(?:{_CAPS}|{_PROPER})(?:, {_PROPER}){{0,2}}){_DAY}?,?\s*[(\[](?P<agency>[^()\[\]]{{2,40}})[)\]]{_DASH}"
)
_ANYWHERE = re.compile(
    r"(?P<place>[^\W\d_][^()\[\].!?\"“«]{1,40}?)\s*\((?P<agency>[\w .]{2,30})\)\s*(?:—|–|--|-|―|:)\s*"
)
"""For scripts without capitals, where only a known agency shows that it is a dateline."""
_BY_CAPS = re.compile(rf"(?P<place>{_CAPS}(?:, {_PROPER}){{0,2}}){_DAY}?\s*(?:—|–|--|―|\s-\s)\s*")
_AGENCY_ALONE = re.compile(rf"[(\[]?(?P<agency>[\w .\-]{{2,30}}?)[)\]]?{_DASH}")
_CHINESE = re.compile(
    r"(?P<agency>新华社|新華社|中新社|中央社)(?P<place>[\u4e00-\u9fff]{2,8}?)\d{1,2}月\d{1,2}日电\s*(?:[（(][^（）()]{1,40}[)）])?\s*"
)
_JAPANESE = re.compile(
    r"[【［\[](?:\d{1,2}月\d{1,2}日|(?P<place>[^】］\]]{1,12}?))?\s*"
    r"(?P<agency>共同|時事|ロイター|ＡＦＰ＝時事|AFP=時事|AFP|聯合ニュース)[】］\]]\s*"
)
_KOREAN = re.compile(r"[(\[](?P<place>[^()=\[\]]{1,15})=(?P<agency>[^()=\[\]]{2,15})[)\]]\s*(?:[^=]{1,30}기자\s*=\s*)?")

_NO_PLACE = re.compile(
    r"(?:UPDATE|BREAKING|EXCLUSIVE|WATCH|LISTEN|LOOK|JUST IN|READ|OPINION|ANALYSIS|EXPLAINER|VIDEO|PHOTOS?|FACT CHECK|"
    r"LIVE|CORRECTION|EDITOR.?S NOTE|NOTE|TIMELINE|Q&A|[A-Z])\b"
)

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

_END = re.compile(
    r"[(\[]?(?:END|ENDS|-30-|###|xxx)[)\]]?|\*+|_+|-+|"
    r"(?:keywords?|tags?|related(?: (?:stories|articles|topics|news|posts))?|read (?:more|also)|see also|share this.*|"
    r"share|continue reading|more on this.*|advertisement|follow us.*|subscribe.*|sign up.*|comments?|lire aussi|"
    r"listen live|.{0,40}\blive stream(?:ing)?|most read|related topics?|"
    r"mehr zum thema)\s*[:.…]*|"
    r"(?:also|previously|more|elsewhere) (?:on|from|in) .{2,40}:?|"
    r"(?:continue reading|read more|read the (?:full|rest).*|weiterlesen|lire la suite|もっと読む|続きを読む)\W*|"
    r"the post .{1,300} (?:appeared first on|first appeared on) .{1,100}|"
    r"[\s【\[]*(?:纠错|责任编辑|編輯|编辑|記者|责编)[^。]{0,60}",
    re.IGNORECASE | re.DOTALL,
)
_CREDIT = re.compile(
    r"\(?\s*(?:©|\(c\)\s|copyright\b|™|the-cnn-wire\b).*|"
    r"(?:[^\s.!?]+\s+){0,3}©\s*(?:copyright)?\s*\d{4}.*|[^!?]{0,160}\ball rights reserved\.?|"
    r"[(\[]\s*(?:reporting|additional reporting|writing|edited|editing|with reports?|report|compiled|source|sources)\b"
    r"[^()]{2,300}[)\]]|"
    r"(?:originally|first) published .{2,200}|"
    r"this (?:article|story) (?:was|is) (?:originally |first )?(?:published|produced|republished) .{2,250}",
    re.IGNORECASE | re.DOTALL,
)
_ONLY_WHEN = re.compile(
    r".{0,40}\b\d{1,2}:\d{2}\b.{0,40}\b\d{4}\b.{0,10}|(?:published|updated|posted)\b.{0,60}\d{4}.{0,20}", re.IGNORECASE
)


@dataclass(frozen=True)
class Dateline:
    """The first `length` characters of a paragraph are its dateline."""

    length: int
    place: str | None = None
    agency: str | None = None


def parse_dateline(text: str) -> Dateline | None:
    """The dateline at the start of `text` (which must not start with spaces), or `None`."""
    head = text[:160]
    for way in (_CHINESE, _JAPANESE, _KOREAN):
        if found := way.match(head):
            return Dateline(found.end(), (found["place"] or "").strip(" ,、") or None, found["agency"])
    if found := _WITH_AGENCY.match(head):
        place, agency = found["place"].strip(" ,-"), found["agency"].strip()
        if known := known_agency(agency):
            return Dateline(found.end(), place, known)
        if place.isupper() and len(agency) <= 25:
            return Dateline(found.end(), place, agency)
    if (
        (found := _ANYWHERE.match(head))
        and not found["place"][0].isascii()
        and (known := known_agency(found["agency"]))
    ):
        return Dateline(found.end(), found["place"].strip(" ,،-"), known)
    if (found := _BY_CAPS.match(head)) and len(found["place"]) >= 3 and not _NO_PLACE.match(found["place"]):
        place = found["place"].strip(" ,-")
        return Dateline(found.end(), None, known_agency(place)) if known_agency(place) else Dateline(found.end(), place)
    if (found := _AGENCY_ALONE.match(head)) and (known := known_agency(found["agency"])):
        return Dateline(found.end(), None, known)
    return None


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
    """Whether the paragraph is a byline and nothing else."""
    return len(text) <= 90 and bool(_BYLINE.fullmatch(text)) and not text.rstrip().endswith((".", "!", "?", ":"))


def is_end_matter(text: str) -> bool:
    """Whether a last paragraph is not part of the story: an end mark, a mail address, "Continue reading"."""
    if len(text) > 400:
        return False
    bare = " ".join(_EMAIL.sub(" ", text).split())
    return not bare or bool(_END.fullmatch(bare)) or (bare != text and is_end_matter(bare))


def is_credit(text: str) -> bool:
    """Whether a last paragraph only names the rights holder or the people who worked on the story."""
    return len(text) <= 400 and bool(_CREDIT.fullmatch(text))


def is_date_only(text: str) -> bool:
    """Whether the paragraph only says when the story was published."""
    return len(text) <= 90 and bool(_ONLY_WHEN.fullmatch(text))
