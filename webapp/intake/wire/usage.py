"""Usage terms in words: `NO RADIO USE`, `Not for broadcast`, `bawal i-broadcast`.

Only terms that a radio station's site must obey are searched for. A match holds the story for an editor, who reads
the rest.
"""

from __future__ import annotations

import re

_OUR_MEDIA = (
    r"(?:radio|broadcast(?:ing|s|ers?)?|on[- ]?air|airing|audio|on-?line|web(?:sites?)?|internet|digital|electronic)"
)
_OTHER_WORDS = r"(?:[\w-]+[\s,/]+(?:(?:and|or|&)\s+)?)"
_FOR = r"(?:to\s+be\s+(?:used\s+)?|for\s+(?:use\s+)?|(?:available|allowed|permitted|cleared)\s+(?:for|to|on|in)\s+)"
_ELSEWHERE = r"(?:print|newspapers?|television|tv)"
_IN_FILIPINO = r"(?:i-?broadcast|isahimpapawid|ilathala|i-?publish|i-?post|i-?ere|sa\s+radyo)"
_HERE = r"(?:the\s+)?philippines\b"
_PATTERNS = (
    rf"no\s+{_OTHER_WORDS}{{0,3}}{_OUR_MEDIA}\b",
    rf"not\s+{_FOR}?(?:(?:on|in|by|the|any)\s+)*{_OTHER_WORDS}{{0,2}}{_OUR_MEDIA}(?:ed)?\b",
    r"(?:do|must|can)\s*(?:not|n.t)\s+(?:be\s+)?(?:publish|broadcast|air|post|distribut)\w*",
    rf"(?:except|excluding|excludes?)\s+(?:for\s+)?{_OTHER_WORDS}{{0,2}}{_OUR_MEDIA}\b",
    rf"{_OUR_MEDIA}(?:\s*/\s*\w+)?\s+(?:use\s+)?out\b",
    rf"{_ELSEWHERE}(?:\s+\w+)?\s+only\b",
    rf"only\s+(?:for|in)\s+{_ELSEWHERE}\b",
    rf"no\s+(?:use\s+(?:in\s+)?)?{_HERE}",
    rf"not\s+for\s+(?:use\s+in\s+)?{_HERE}",
    r"philippines\s+out\b",
    r"not\s+for\s+publication\b",
    r"not\s+for\s+(?:release|use)\b(?!\s+(?:in|by|after|before))",
    r"(?:internal\s+use|background|(?:for\s+)?information(?:\s+of\s+editors)?)\s+only\b",
    rf"(?:bawal|huwag|hindi\s+(?:maaaring|pu?wedeng))\s+(?:\w+\s+){{0,2}}{_IN_FILIPINO}",
    r"(?:keine?|nicht\s+für)\s+(?:radio|hörfunk|online)",
)
_FORBIDDEN = re.compile("|".join(rf"\b(?:{way})" for way in _PATTERNS), re.IGNORECASE)
_ONLY_WITHOUT_CONSENT = re.compile(
    r"[^.;]{0,100}\bwithout\b[^.;]{0,60}\b(?:permission|consent|authori[sz]ation|agreement)", re.IGNORECASE
)
"""Boilerplate that addresses third parties, not the agency's clients."""


def forbidden_use(terms: str) -> str | None:
    """The words in `terms` that forbid us to publish the story, or `None`."""
    for found in _FORBIDDEN.finditer(terms[:2000]):
        if not _ONLY_WITHOUT_CONSENT.match(terms, found.end()):
            return " ".join(found[0].split())
    return None
