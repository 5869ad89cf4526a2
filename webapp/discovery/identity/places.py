"""Where in the world a station is, by the words of its page: countries' names, Philippine provinces, callsigns, numbers."""

from __future__ import annotations

import re
from functools import cache

from babel.core import Locale, get_global

from webapp.discovery.identity.place_names import (
    AMBIGUOUS_COUNTRIES,
    DIALLING_CODES,
    INDONESIAN_PLACES,
    MAIN_ZONES,
    MORE_COUNTRY_NAMES,
    PHILIPPINE_CITIES,
    PHILIPPINE_PROVINCES,
    US_STATES,
)
from webapp.newsroom.times import known_zone

_LOCALES = ("en", "fil", "es", "fr", "id", "pt", "de")
_STREETS = "Ave|St|Street|Str|Blvd|Boulevard|Road|Rd|Circle|Memorial|Park|Hall|High"
_IN_THE_PHILIPPINES = re.compile(
    rf"(?:,|\bCity\b|\bng\b)\s*(?:{PHILIPPINE_PROVINCES})\b(?!\s+(?:{_STREETS}))|"
    rf"\b(?:{PHILIPPINE_CITIES})(?: City)?,? (?:{PHILIPPINE_PROVINCES})\b|\b(?:{PHILIPPINE_CITIES})(?: City)?,? \d{{4}}\b|"
    rf"(?:,\s*|\bsa\s|\bin\s|\bfrom\s)(?:Manila|Maynila|{PHILIPPINE_CITIES})(?: City)?\s*\.?$"
)
_IN_A_PLACE = [
    (zone, re.compile(rf",\s*(?:{names})(?:\s+\d{{5}})?(?:,\s*Indonesia)?\s*\.?$"))
    for zone, names in INDONESIAN_PLACES.items()
]
_STATE = re.compile(r",\s*([A-Z]{2})\s+\d{5}(?:-\d{4})?\b")
_SAMPLE_ADDRESS = re.compile(r"Terry Fran|Anywhere|123 Main|Your (?:Street|City)|Any ?City|Demo St", re.IGNORECASE)
_CALLSIGN = re.compile(r"^D[WXYZ][A-Z]{2}\b")
"""What stations of the Philippines begin with, by the treaty on callsigns."""

_ZONE_WORDS = (
    (re.compile(r"\d\s*WIB\b"), "Asia/Jakarta"),
    (re.compile(r"\d\s*WITA\b"), "Asia/Makassar"),
    (re.compile(r"\d\s*WIT\b"), "Asia/Jayapura"),
    (
        re.compile(
            r"(?:\d|[ap]m)\s*(?:PHT|PhST)\b|\bPhilippine (?:Standard )?Time\b|\boras (?:sa|ng) Pilipinas\b",
            re.IGNORECASE,
        ),
        "Asia/Manila",
    ),
)
PHILIPPINE_LANGUAGES = frozenset(("fil", "ceb", "ilo", "hil", "war", "bcl", "pam", "pag"))
_PHILIPPINE_MOBILE = re.compile(r"09\d{9}")


@cache
def _names() -> dict[str, str]:
    found = dict(MORE_COUNTRY_NAMES)
    for locale in _LOCALES:
        for code, name in Locale(locale).territories.items():
            if len(code) == 2 and code.isalpha() and code not in AMBIGUOUS_COUNTRIES:
                found.setdefault(name.casefold().replace("’", "'"), code)
    return found


def country_named(text: str) -> str:
    """The code of the country that a text is: a code, or its name in one of several languages; empty if none."""
    text = text.strip(" .,").replace("’", "'")
    if len(text) == 2 and text.isalpha():
        return {"UK": "GB"}.get(text.upper(), text.upper())
    return _names().get(text.casefold(), "")


def country_at_end(line: str) -> str:
    """The code of the country with which an address ends, as in `4 Mabini St., Davao City 8000, Philippines`."""
    line = re.sub(r"[\s.,]*\d{3,6}[\s.]*$", "", line).rstrip(" .")
    for parts in (1, 2):
        words = re.split(r"\s+", line.rpartition(",")[2] or line)[-parts:]
        name = " ".join(words)
        has_more = len(line) > len(name) and bool(re.search(r",|\d", line))
        if has_more and len(name) > 3 and (code := _names().get(name.casefold().replace("’", "'"))):
            return code
    return ""


def zone_of_address(line: str) -> str:
    """The zone of the place with which an address ends, in countries whose provinces or states tell it; empty if none does."""
    if _SAMPLE_ADDRESS.search(line):
        return ""
    if _IN_THE_PHILIPPINES.search(line):
        return "Asia/Manila"
    if found := _STATE.search(line):
        return next((zone for zone, states in US_STATES.items() if found[1] in states.split()), "")
    return next((zone for zone, pattern in _IN_A_PLACE if pattern.search(line)), "")


def is_philippine_callsign(name: str) -> bool:
    return bool(_CALLSIGN.match(name))


def is_philippine_mobile(number: str) -> bool:
    return bool(_PHILIPPINE_MOBILE.fullmatch("".join(filter(str.isdigit, number)))) and not number.strip().startswith(
        "+"
    )


def country_dialled(number: str) -> str:
    """The country of an international number; empty without `+`, or where a code has several countries."""
    number = number.strip()
    digits = "".join(filter(str.isdigit, number))
    if number.startswith("00"):
        digits = digits[2:]
    elif not number.startswith("+"):
        return ""
    return next((DIALLING_CODES[digits[:n]] for n in (3, 2) if digits[:n] in DIALLING_CODES), "")


def zone_in_words(line: str) -> str:
    """The zone whose letters stand behind a time of day, as in `06.00 WIB`."""
    return next((zone for pattern, zone in _ZONE_WORDS if pattern.search(line)), "")


def only_zone(country: str) -> str:
    """The zone of a country that has one; empty for others."""
    zones = [zone for zone in get_global("territory_zones").get(country, []) if is_zone(zone)]
    return zones[0] if len(zones) == 1 else MAIN_ZONES.get(country, "")


def is_zone(text: str) -> bool:
    """Whether it is a place's zone; UTC is what systems have before somebody sets it."""
    try:
        return "/" in text and not text.startswith(("Etc/", "SystemV/")) and bool(known_zone(text))
    except ValueError:
        return False
