"""A headline as an anchor speaks it, and how long that takes. Pure."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from types import ModuleType

from webapp.newsroom.headlines.names import StationName
from webapp.newsroom.model import primary_language
from webapp.newsroom.spoken import english, filipino

FIRST_MARK = 0xF0000
"""From here on letters of private use stand for what is in words already."""

_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_SCALE_WORDS = "thousand|million|billion|trillion|libo|milyon|bilyon|trilyon"
_TIME = re.compile(
    r"(?<![\d:])(\d{1,2})(?::([0-5]\d))?\s?([ap])\.?m\b\.?|(?<![\d:])([01]?\d|2[0-3]):([0-5]\d)(?![\d:])", re.IGNORECASE
)
_MONEY = re.compile(
    rf"(US\$|PHP|Php|[₱$€£¥]|(?<![A-Za-z])P(?=\d))\s?({_NUMBER})(?:([kKMBT])\b|[ -]({_SCALE_WORDS})\b)?"
)
_UNIT = re.compile(rf"({_NUMBER})\s?(km/h|kph|kms|km|cm|mm|kg|ha|mb|hPa|MW|°C|°F|°|%|m)(?![A-Za-z])")
_ORDINAL = re.compile(r"\b(\d+(?:st|nd|rd|th)|ika-?\d+)\b", re.IGNORECASE)
_NUMBERED = re.compile(r"\b(?:[Nn]o|[Bb]lg)\.\s?(?=\d)|#(?=\d)")
_RANGE = re.compile(r"(?<=\d)\s?[-–—]\s?(?=\d)")
_YEAR = re.compile(r"(?<![\d,.])(19\d\d|20\d\d)(?!,?\d|\.\d)")
_PLAIN = re.compile(rf"(?<![\w.])[-−]?(?:{_NUMBER})(?!\w)")
_SCALED = re.compile(rf"({_NUMBER})([kKMBT])\b")
_LETTERS = re.compile(r"\b[A-Z]{2,3}\b")


def spoken(text: str, language: str, names: Sequence[StationName] = ()) -> str:
    """`text` in words, in its `language`; names as the station's list says them."""
    tongue = filipino if primary_language(language) == "fil" else english
    kept: list[str] = []

    def keep(words: str) -> str:
        """A mark in the place of what is in words already, so that no later rule touches it."""
        kept.append(words)
        return chr(FIRST_MARK + len(kept) - 1)

    for name in sorted((one for one in names if one.said), key=lambda one: -len(one.name)):
        said = name.said or ""
        text = re.sub(rf"(?<!\w){re.escape(name.name)}(?!\w)", lambda _: keep(said), text)  # noqa: B023 - used at once
    for short in sorted(tongue.ABBREVIATIONS, key=len, reverse=True):
        long = tongue.ABBREVIATIONS[short]
        text = re.sub(rf"(?<!\w){re.escape(short)}(?!\w)", lambda _: long, text)  # noqa: B023 - used at once
    text = _numbers(text, tongue, keep)
    if sum(word.isupper() for word in text.split()) * 2 <= len(text.split()):
        text = _LETTERS.sub(lambda found: keep("-".join(found[0])), text)
    text = "".join(
        kept[ord(char) - FIRST_MARK] if FIRST_MARK <= ord(char) < FIRST_MARK + len(kept) else char for char in text
    )
    return " ".join(text.split())


def seconds(text: str, words_per_minute: int) -> int:
    """How many seconds it takes to say `text`, rounded up."""
    return math.ceil(len(re.findall(r"[^\s-]+", text)) * 60 / words_per_minute)


def _numbers(text: str, tongue: ModuleType, keep: Callable[[str], str]) -> str:
    def time(found: re.Match[str]) -> str:
        hour = int(found[1] or found[4])
        if found[1] and not 1 <= hour <= 12:
            return found[0]
        return keep(tongue.time(hour, int(found[2] or found[5] or 0), (found[3] or "").lower()))

    def money(found: re.Match[str]) -> str:
        sign, amount, letter, word = found.groups()
        whole, small = tongue.MONEY[sign]
        if scale := tongue.SCALES.get(letter or "", word):
            return keep(tongue.counted(tongue.counted(tongue.number(amount), scale), whole))
        main, _, cents = amount.partition(".")
        said = tongue.counted(tongue.number(main), whole)
        if cents.strip("0"):
            said += f" {tongue.AND} " + tongue.counted(tongue.number(str(int(cents.ljust(2, "0")[:2]))), small)
        return keep(said)

    def plain(found: re.Match[str]) -> str:
        digits = found[0].lstrip("-−")
        said = tongue.number(digits)
        return keep(f"{tongue.MINUS} {said}" if digits != found[0] else said)

    text = _TIME.sub(time, text)
    text = _MONEY.sub(money, text)
    text = _NUMBERED.sub(f"{tongue.NUMBER_SIGN} ", text)
    text = _RANGE.sub(f" {tongue.TO} ", text)
    text = _UNIT.sub(lambda found: keep(tongue.counted(tongue.number(found[1]), tongue.UNITS[found[2]])), text)
    text = _SCALED.sub(lambda found: keep(tongue.counted(tongue.number(found[1]), tongue.SCALES[found[2]])), text)
    text = _ORDINAL.sub(lambda found: keep(tongue.ordinal(found[0])), text)
    text = _YEAR.sub(lambda found: keep(tongue.year(found[1])), text)
    return _PLAIN.sub(plain, text)
