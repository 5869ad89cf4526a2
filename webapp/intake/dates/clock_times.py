"""Finds a time of day in a text: `17:05`, `5 p.m.`, `5:00 ng hapon`, `alas-singko`, `17h30`, `noon`."""

from __future__ import annotations

import re
from datetime import time
from typing import NamedTuple

_PART = r"""(?:\s*,?\s*(?:(?:ng|nang|sa|de\s+la|por\s+la|in\s+the|at)\s+)?(?P<part>
    [ap](?:\.?\s?m\b\.?) | umaga\b | tanghali\b | hapon\b | gabi\b | madaling[-\s]?araw\b | hatinggabi\b |
    n\.\s?[uthgm]\b\.? | n[uth]\b\.? | noon\b | nn\b | midnight\b | mn\b | midday\b |
    morning\b | afternoon\b | evening\b | night\b | mañana\b | tarde\b | noche\b | madrugada\b))"""
_HOUR_WORDS = (
    "una", "dos", "tres", "kuwatro|kwatro|cuatro", "singko|cinco", "sais|seis", "siyete|siete", "otso|ocho",
    "nuwebe|nueve", "diyes|diez", "onse|once", "dose|doce",
)  # fmt: skip
_ORDINALS = (
    "ikaisa|unang?", "ikalawa", "ikatlo", "ikaapat|ikapat", "ikalima", "ikaanim", "ikapito", "ikawalo", "ikasiyam", "ikasampu",
    "ikalabing-?isa", "ikalabindalawa|ikalabing-?dalawa",
)  # fmt: skip
_ORDINAL = rf"(?P<ordinal>{'|'.join(_ORDINALS)})\b"
_WORD = rf"(?P<word>{'|'.join(_HOUR_WORDS)})\b"
_NOT_BEFORE = r"(?<![\d:+.,/])(?<!\d-)(?<!\s-)"


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE | re.VERBOSE)


_PATTERNS = (
    _pattern(r"^\d{8}T?(?P<h>\d\d)(?P<min>\d\d)(?P<s>\d\d)?(?:[.,]\d+)?(?!\d)"),
    _pattern(rf"(?<![\d:+])(?<!\d-)(?<!\s-)(?P<h>\d{{1,2}}):(?P<min>\d{{2}})(?::(?P<s>\d{{2}}))?(?:[.,]\d+)?{_PART}?"),
    _pattern(rf"{_NOT_BEFORE}(?P<h>\d{{1,2}})(?:\.(?P<min>\d{{2}})(?:\.(?P<s>\d{{2}}))?)?{_PART}"),
    _pattern(rf"\b(?:alas?|a\s+las?)[-\s]\s?{_WORD}(?P<medya>\s+y\s+(?:medya|media))?{_PART}?"),
    _pattern(
        rf"\bika(?:-|\s)?(?P<h>\d{{1,2}})(?!\d)(?=\s*(?:ng|nang|sa)\s+(?:umaga|tanghali|hapon|gabi|madaling|hatinggabi)){_PART}"
    ),
    _pattern(rf"\b{_ORDINAL}{_PART}"),
    _pattern(r"\balas[-\s]\s?(?P<h>\d{1,2})(?!\d)"),
    _pattern(r"(?<![\d:+.,/-])(?P<h>[01]?\d|2[0-3])\s?h\s?(?P<min>[0-5]\d)?(?![^\W_])"),
    _pattern(r"(?<![\d:+.,/-])(?P<h>[01]\d|2[0-3])(?P<min>[0-5]\d)\s?(?:H|hrs?)\b"),
    _pattern(r"\b(?P<part>noon|midday|midnight|tanghali|hatinggabi)\b"),
)


class ClockTime(NamedTuple):
    """A time that stands in a text from `start` to `end`. `next_day` marks ISO 8601's 24:00."""

    at: time
    start: int
    end: int
    next_day: bool = False


def find_clock_time(text: str) -> ClockTime | None:
    """The first time in `text`, or `None`. Raises `ValueError` for an impossible one, such as 25:10."""
    found = next(filter(None, (way.search(text) for way in _PATTERNS)), None)
    if found is None:
        return None
    groups = found.groupdict()
    part = (groups.get("part") or "").lower()
    word = groups.get("word") or groups.get("ordinal")
    if word:
        ways = _HOUR_WORDS if groups.get("word") else _ORDINALS
        hour = next(number for number, way in enumerate(ways, 1) if re.fullmatch(way, word, re.IGNORECASE))
    else:
        hour = int(groups.get("h") or 12)
    minute, second = 30 if groups.get("medya") else int(groups.get("min") or 0), int(groups.get("s") or 0)
    next_day = hour == 24 and minute == 0  # ISO's other name for the next day's first moment
    hour = 0 if next_day else _hour_of_day(hour, part) if part and hour <= 12 else hour
    return ClockTime(time(hour, minute, 59 if second == 60 else second), found.start(), found.end(), next_day)


def _hour_of_day(hour: int, part: str) -> int:
    """The hour from 0 to 23: `5` with `hapon` (afternoon) is 17. Noon covers 10 to 13; night covers evening and small hours."""
    part = "".join(filter(str.isalnum, part))
    match part:
        case "tanghali" | "nt" | "noon" | "nn" | "midday":
            return hour if hour >= 10 else hour + 12
        case "hatinggabi" | "midnight" | "mn":
            return 0 if hour == 12 else hour + 12 if hour >= 9 else hour
        case "gabi" | "ng" | "noche" | "night":
            return 0 if hour == 12 else hour + 12 if hour >= 5 else hour
        case "hapon" | "nh" | "tarde" | "afternoon" | "evening" | "pm":
            return hour % 12 + 12
    return hour % 12
