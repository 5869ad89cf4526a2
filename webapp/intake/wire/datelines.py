"""The dateline at the start of a story.

SEOUL, Aug. 20 (Yonhap) -- North Korea's …      → place SEOUL, agency Yonhap
Santiago, 4 may (EFE).- El gobierno …           → place Santiago, agency EFE
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from webapp.intake.wire.agencies import known_agency

_DASH = r"\s*(?:\.\s?)?(?:—|–|--|-|―|:)\s*"
_CAPITAL = "A-ZÀ-ÖØ-ÞĀ-Ž"
_JOINERS = r"of|ng|de|del|la|las|los|do|da|dos|and|y|e|sur|am|an|der"
_CAPS = rf"[{_CAPITAL}][{_CAPITAL}.'’\-]+(?:[ ,]+(?:[{_CAPITAL}][{_CAPITAL}.'’\-]*|{_JOINERS}))*"
_PROPER = rf"[{_CAPITAL}][\w.'’\-]*(?: (?:[{_CAPITAL}][\w.'’\-]*|{_JOINERS})){{0,4}}"
_MONTH = (
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|ene|abr|ago|set|dic|fev|mai|out|dez|janv|f[ée]v|avr|juin|juil|ao[ûu]t|"
    r"d[ée]c|m[äa]r|okt|genn|gen|mag|giu|lug|ott|peb|hun|hul)[a-zç]*\.?"
)
_DATED = (
    rf"(?i:{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?|\d{{1,2}}\.?(?:\s+de)?\s+{_MONTH}|\d{{1,2}}/\d{{1,2}}|\d{{1,2}})"
    r"(?:,?\s+(?:del?\s+)?\d{4})?"
)
_DAY = rf"(?:,?\s+{_DATED})"

_WITH_AGENCY = re.compile(
    rf"(?P<place>(?:{_CAPS}(?:/{_CAPS})*|{_PROPER})(?:, {_PROPER}){{0,2}}?)(?P<day>{_DAY})?,?\s*"
    rf"[(\[](?P<agency>[^()\[\]]{{2,40}})[)\]](?:\s*[,;]?\s*{_DATED})?(?P<dash>{_DASH})?\s*"
)
_ANYWHERE = re.compile(
    r"(?P<place>[^\W\d_][^()\[\].!?\"“«]{1,40}?)\s*\((?P<agency>[\w .]{2,30})\)\s*(?:—|–|--|-|―|:)\s*"
)
"""For scripts without capitals, where only a known agency shows that it is a dateline."""
_BY_CAPS = re.compile(rf"(?P<place>{_CAPS}(?:, {_PROPER}){{0,2}}?)(?P<day>{_DAY})?\s*(?:—|–|--|―|\s-\s)\s*")
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
_MARK_BEFORE = re.compile(r"[(\[](?:\d\w\w )?(?:UPDATED?|CORRECTED)(?: \d{1,2})?[)\]]\s*(?:[-–—:]\s*)?")
_DAY_BEHIND = re.compile(rf"\s*[/|,]\s*{_DATED}\s*")
"""`(MindaNews / 02 March)`."""

_GOES_ON_IN_SMALL = re.compile(r"[“\"‘'«(]*[^\W\d_]")

MAX_DATELINE_CHARS = 160
MAX_ACRONYM_CHARS = 8


@dataclass(frozen=True)
class Dateline:
    """The first `length` characters of a paragraph are its dateline."""

    length: int
    place: str | None = None
    agency: str | None = None


def parse_dateline(text: str, story: str = "") -> Dateline | None:
    """The dateline at the start of the paragraph `text` (which must not start with spaces), or `None`.

    In `story`, the text after it, an acronym comes again in capitals, and a place does not.
    """
    head = text[:MAX_DATELINE_CHARS]
    if (mark := _MARK_BEFORE.match(head)) and (behind := parse_dateline(text[mark.end() :], story)):
        return replace(behind, length=mark.end() + behind.length)
    for way in (_CHINESE, _JAPANESE, _KOREAN):
        if found := way.match(head):
            return Dateline(found.end(), (found["place"] or "").strip(" ,、") or None, found["agency"])
    if found := _WITH_AGENCY.match(head):
        place, agency = found["place"].strip(" ,-"), _DAY_BEHIND.sub("", found["agency"]).strip()
        if (known := known_agency(agency)) and (found["dash"] or found["day"]):
            return Dateline(found.end(), place, known)
        if found["dash"] and place.isupper() and len(agency) <= 25:
            return Dateline(found.end(), place, agency)
    if (
        (found := _ANYWHERE.match(head))
        and not found["place"][0].isascii()
        and (known := known_agency(found["agency"]))
    ):
        return Dateline(found.end(), found["place"].strip(" ,،-"), known)
    if (found := _BY_CAPS.match(head)) and _is_place(found, text, story):
        place = found["place"].strip(" ,-")
        return Dateline(found.end(), None, known_agency(place)) if known_agency(place) else Dateline(found.end(), place)
    if (found := _AGENCY_ALONE.match(head)) and (known := known_agency(found["agency"])):
        return None if _goes_on_in_small(text, found.end()) else Dateline(found.end(), None, known)
    return None


def _is_place(found: re.Match[str], text: str, story: str) -> bool:
    """Whether capitals before a dash are a dateline rather than an acronym that the sentence explains."""
    place = found["place"].strip(" ,-")
    if len(place) < 3 or _NO_PLACE.match(place) or _goes_on_in_small(text, found.end()):
        return False
    if found["day"] or "," in place or len(place) > MAX_ACRONYM_CHARS:
        return True
    again = f"{text[found.end() :]} {story}"
    return not re.search(rf"\b{re.escape(place)}\b", again)


def _goes_on_in_small(text: str, at: int) -> bool:
    """Whether what follows goes on with the sentence: `NEDA — the economic planning agency — cut its target`."""
    first = _GOES_ON_IN_SMALL.match(text, at)
    return first is not None and first[0][-1].islower()
