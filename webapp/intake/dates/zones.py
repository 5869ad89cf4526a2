"""Time zones as people write them: offsets, IANA keys (`Asia/Manila`) and abbreviations, some of which name two zones."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

_OFFSET = re.compile(
    r"[\s,(]*(?:GMT|UTC?)?\s*(?P<sign>[+-])(?P<h>0?\d|1[0-4])(?::?(?P<min>[0-5]\d))?(?!\d)", re.IGNORECASE
)
_PLACE = re.compile(r"[\s,(\[]*(?P<place>[A-Z][A-Za-z]+(?:/[A-Z][A-Za-z_-]+){1,2})")
_WORDS = re.compile(r"[\s,(]*(?P<words>(?:[A-Za-z]+\s+){1,2}time)\b", re.IGNORECASE)
_NAME = re.compile(r"[\s,(]*(?P<name>[A-Z]{1,5})\b", re.IGNORECASE)
_LOOKS_LIKE_ONE = re.compile(r"[\s,(]*(?P<name>[A-Z]{3,5})\b(?!\s*[/@])")

_UTC_OFFSET_HOURS: dict[str, float] = {
    "Z": 0, "UTC": 0, "GMT": 0, "UT": 0, "WET": 0, "WEST": 1, "BST": 1, "WAT": 1, "CET": 1, "MEZ": 1, "MET": 1,
    "CEST": 2, "MESZ": 2, "MEST": 2, "CAT": 2, "SAST": 2, "WAST": 2, "EET": 2, "EEST": 3, "IDT": 3, "EAT": 3, "MSK": 3,
    "TRT": 3, "IRST": 3.5, "IRDT": 4.5, "MSD": 4, "GST": 4, "AZT": 4, "AFT": 4.5, "PKT": 5, "UZT": 5, "MVT": 5, "YEKT": 5,
    "IST": 5.5, "SLST": 5.5, "NPT": 5.75, "BTT": 6, "BDT": 6, "OMST": 6, "MMT": 6.5, "ICT": 7, "WIB": 7, "KRAT": 7, "NOVT": 7,
    "PHT": 8, "PHST": 8, "SGT": 8, "HKT": 8, "MYT": 8, "AWST": 8, "WITA": 8, "IRKT": 8, "BNT": 8, "ULAT": 8,
    "JST": 9, "KST": 9, "WIT": 9, "YAKT": 9, "TLT": 9, "ACST": 9.5, "ACDT": 10.5, "AEST": 10, "CHST": 10, "PGT": 10, "VLAT": 10,
    "AEDT": 11, "SBT": 11, "NCT": 11, "LHDT": 11, "NZST": 12, "FJT": 12, "NZDT": 13, "TOT": 13,
    "BRST": -2, "NDT": -2.5, "BRT": -3, "ART": -3, "UYT": -3, "CLST": -3, "ADT": -3, "PYST": -3, "GFT": -3, "SRT": -3,
    "NST": -3.5, "AST": -4, "CLT": -4, "BOT": -4, "VET": -4, "GYT": -4, "PYT": -4, "EDT": -4, "AMT": -4,
    "EST": -5, "CDT": -5, "COT": -5, "PET": -5, "ECT": -5, "CST": -6, "MDT": -6, "MST": -7, "PDT": -7, "PST": -8, "AKDT": -8,
    "AKST": -9, "HDT": -9, "HST": -10, "SST": -11,
}  # fmt: skip
_AMBIGUOUS_US_ZONES = {
    "ET": "America/New_York",
    "CT": "America/Chicago",
    "MT": "America/Denver",
    "PT": "America/Los_Angeles",
}
_HOURS_BY_LONG_NAME: dict[str, float] = {
    "philippine standard time": 8, "philippine time": 8, "manila time": 8, "singapore time": 8, "china standard time": 8,
    "eastern standard time": -5, "eastern daylight time": -4, "central standard time": -6, "central daylight time": -5,
    "mountain standard time": -7, "mountain daylight time": -6, "pacific standard time": -8, "pacific daylight time": -7,
    "india standard time": 5.5, "japan standard time": 9, "korea standard time": 9, "greenwich mean time": 0,
}  # fmt: skip
_WORDS_OF_TIME = ("HRS", "NOON", "HOURS", "UHR")
_AMERICAN = frozenset(["EST", "EDT", "CDT", "MST", "MDT", "PDT", "AKST", "AKDT", "HST", "ET", "CT", "MT", "PT"])
_AMERICAN_OFFSET = re.compile(r"-(?:0[4-9]|10):?00\b")
_COUNTRIES = {
    "Asia/Manila": ("ph", "fil", "tl"), "Asia/Kolkata": ("in", "hi"), "Asia/Shanghai": ("cn", "zh"),
    "Asia/Taipei": ("tw", "zh"), "Europe/Dublin": ("ie", "ga"), "Asia/Jerusalem": ("il", "he"),
}  # fmt: skip
"""Zones whose abbreviation is ambiguous: the country's domain, then its languages."""


def parse_zone(text: str, own: dict[str, tzinfo]) -> tzinfo | None:
    """The zone at the start of `text`, or `None`. `own` maps abbreviations that mean something else to the station."""
    if offset := _OFFSET.match(text):
        ahead = timedelta(hours=int(offset["h"]), minutes=int(offset["min"] or 0))
        return timezone(-ahead if offset["sign"] == "-" else ahead)
    if (place := _PLACE.match(text)) and place["place"] in _known_zone_keys():
        return ZoneInfo(place["place"])
    if (words := _WORDS.match(text)) and (
        hours := _HOURS_BY_LONG_NAME.get(" ".join(words["words"].lower().split()))
    ) is not None:
        return _fixed(hours)
    named = _NAME.match(text)
    name = named["name"].upper() if named else ""
    if name in own:
        return own[name]
    if name in _AMBIGUOUS_US_ZONES:
        return ZoneInfo(_AMBIGUOUS_US_ZONES[name])
    return _fixed(_UTC_OFFSET_HOURS[name]) if name in _UTC_OFFSET_HOURS else None


def zone_name_in(text: str) -> str:
    """The capitals that stand where a zone would; empty where there are none."""
    found = _LOOKS_LIKE_ONE.match(text)
    return found["name"] if found and found["name"] not in _WORDS_OF_TIME else ""


@cache
def local_zone_names(zone: ZoneInfo) -> dict[str, tzinfo]:
    """Abbreviations that `zone` uses and most of the world reads otherwise: `PST` in Manila, `IST` in Dublin."""
    own: dict[str, tzinfo] = {}
    for month in (1, 7):
        at = datetime(2026, month, 1, tzinfo=zone)
        name, ahead = at.tzname() or "", at.utcoffset() or timedelta()
        if name in _UTC_OFFSET_HOURS and timedelta(hours=_UTC_OFFSET_HOURS[name]) != ahead:
            own[name] = timezone(ahead)
    return own


def has_american_zone(texts: Iterable[str]) -> bool:
    """Whether one of a document's dates has a zone that only America uses."""
    return any(_AMERICAN & set(date.upper().split()) or _AMERICAN_OFFSET.search(date) for date in texts)


def is_from_zone_country(zone: ZoneInfo, host: str, language: str) -> bool:
    """Whether a source at `host`, in `language`, is from the country of `zone`."""
    country, *languages = _COUNTRIES.get(zone.key, ("",))
    if not country:
        return False
    code, _, region = language.lower().replace("_", "-").partition("-")
    return host.endswith(f".{country}") or region == country or code in languages


def is_from_north_america(host: str, language: str) -> bool:
    """Whether a source at `host`, in `language`, is from the United States or Canada."""
    region = language.lower().replace("_", "-").rpartition("-")[2]
    return host.endswith((".us", ".ca", ".gov", ".mil")) or (
        "-" in language.replace("_", "-") and region in ("us", "ca")
    )


@cache
def _known_zone_keys() -> frozenset[str]:
    """Cached: the lookup reads the disk and takes milliseconds."""
    return frozenset(available_timezones())


def _fixed(hours: float) -> tzinfo:
    return timezone(timedelta(hours=hours)) if hours else UTC
