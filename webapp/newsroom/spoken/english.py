"""English as it is read on air: numbers, money, times and abbreviations in words. Pure."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

ABBREVIATIONS = {
    "Gov.": "Governor", "Sen.": "Senator", "Rep.": "Representative", "Pres.": "President", "Sec.": "Secretary", "Dr.": "Doctor",
    "Gen.": "General", "Lt.": "Lieutenant", "Col.": "Colonel", "Maj.": "Major", "Capt.": "Captain", "Sgt.": "Sergeant",
    "Atty.": "Attorney", "Engr.": "Engineer", "Fr.": "Father", "Mr.": "Mister", "Mrs.": "Missis", "Ms.": "Miz", "Jr.": "Junior",
    "Sr.": "Senior", "Brgy.": "Barangay", "Mt.": "Mount", "St.": "Saint", "Sta.": "Santa", "Sto.": "Santo", "Ave.": "Avenue",
    "Blvd.": "Boulevard", "Rd.": "Road", "Bldg.": "Building", "Hwy.": "Highway", "Co.": "Company", "Corp.": "Corporation",
    "Inc.": "Incorporated", "Dept.": "Department", "vs.": "versus", "approx.": "approximately", "est.": "estimated",
    "Jan.": "January", "Feb.": "February", "Mar.": "March", "Apr.": "April", "Aug.": "August", "Sept.": "September",
    "Sep.": "September", "Oct.": "October", "Nov.": "November", "Dec.": "December", "&": "and",
}  # fmt: skip
UNITS = {
    "km/h": "kilometers per hour", "kph": "kilometers per hour", "kms": "kilometers", "km": "kilometers", "cm": "centimeters",
    "mm": "millimeters", "m": "meters", "kg": "kilograms", "ha": "hectares", "mb": "millibars", "hPa": "hectopascals",
    "MW": "megawatts", "°C": "degrees Celsius", "°F": "degrees Fahrenheit", "°": "degrees", "%": "percent",
}  # fmt: skip
MONEY = {
    "₱": ("pesos", "centavos"), "PHP": ("pesos", "centavos"), "Php": ("pesos", "centavos"), "P": ("pesos", "centavos"),
    "US$": ("US dollars", "cents"), "$": ("dollars", "cents"), "€": ("euros", "cents"), "£": ("pounds", "pence"),
    "¥": ("yen", "sen"),
}  # fmt: skip
SCALES = {"k": "thousand", "K": "thousand", "M": "million", "B": "billion", "T": "trillion"}
NUMBER_SIGN, TO, MINUS, AND = "number", "to", "minus", "and"


@cache
def _engine() -> Any:
    import inflect  # takes a while, and few need it

    return inflect.engine()


def number(text: str) -> str:
    """`1,500` or `3.5` in words. Leading zeros are spoken one by one."""
    plain = text.replace(",", "")
    if len(plain) > 1 and plain.startswith("0") and "." not in plain:
        return " ".join(number(digit) for digit in plain)
    return str(_engine().number_to_words(plain, andword="", decimal="point")).replace(",", "")


def ordinal(text: str) -> str:
    """`21st` in words."""
    return str(_engine().number_to_words(_engine().ordinal(int(re.sub(r"\D", "", text))), andword="")).replace(",", "")


def year(text: str) -> str:
    """`1986` as a year."""
    first, last = int(text[:2]), int(text[2:])
    if last == 0:
        return f"{number(str(first))} hundred" if first % 10 else number(text)
    if 2000 <= int(text) < 2010:
        return number(text)
    return f"{number(str(first))} {'oh ' if last < 10 else ''}{number(str(last))}"


def counted(amount: str, unit: str) -> str:
    """An amount and its unit, which is singular for exactly one."""
    is_one = amount == "one" and not unit.startswith("degrees")
    return f"{amount} {unit.removesuffix('s') if is_one else unit}"


def time(hour: int, minute: int, half: str) -> str:
    """A time of day; `half` is `a`, `p` or nothing where it was not said."""
    shown = (hour % 12 or 12) if half or hour > 12 else hour
    minutes = "" if minute == 0 else f" oh {number(str(minute))}" if minute < 10 else f" {number(str(minute))}"
    end = {"a": " A M", "p": " P M"}.get(half or ("p" if hour > 12 else ""), "" if minute else " o'clock")
    return f"{number(str(shown))}{minutes}{end}"
