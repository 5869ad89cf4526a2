"""Filipino as it is read on air: numbers, money, times and abbreviations in words. No library has them. Pure."""

from __future__ import annotations

from webapp.newsroom.spoken import english

ABBREVIATIONS = {
    **{short: long for short, long in english.ABBREVIATIONS.items() if short not in ("vs.", "approx.", "est.", "&")},
    "Gob.": "Gobernador", "Gov.": "Gobernador", "Sen.": "Senador", "Pang.": "Pangulo", "Pres.": "Pangulo",
    "Kgg.": "Kagalang-galang",
    "Brgy.": "Barangay", "Bgy.": "Barangay", "G.": "Ginoong", "Gng.": "Ginang", "Bb.": "Binibining", "Kap.": "Kapitan",
    "vs.": "laban sa", "&": "at", "hal.": "halimbawa", "atbp.": "at iba pa",
    "Ene.": "Enero", "Peb.": "Pebrero", "Mar.": "Marso", "Abr.": "Abril", "Hun.": "Hunyo", "Hul.": "Hulyo", "Ago.": "Agosto",
    "Set.": "Setyembre", "Okt.": "Oktubre", "Nob.": "Nobyembre", "Dis.": "Disyembre",
}  # fmt: skip
UNITS = {
    "km/h": "kilometro bawat oras", "kph": "kilometro bawat oras", "kms": "kilometro", "km": "kilometro", "cm": "sentimetro",
    "mm": "milimetro", "m": "metro", "kg": "kilo", "ha": "ektarya", "mb": "milibar", "hPa": "hectopascal", "MW": "megawatt",
    "°C": "digri Celsius", "°F": "digri Fahrenheit", "°": "digri", "%": "porsiyento",
}  # fmt: skip
MONEY = {
    "₱": ("piso", "sentimo"), "PHP": ("piso", "sentimo"), "Php": ("piso", "sentimo"), "P": ("piso", "sentimo"),
    "US$": ("dolyar", "sentimo"), "$": ("dolyar", "sentimo"), "€": ("euro", "sentimo"), "£": ("libra", "pence"),
    "¥": ("yen", "sen"),
}  # fmt: skip
SCALES = {"k": "libo", "K": "libo", "M": "milyon", "B": "bilyon", "T": "trilyon"}
NUMBER_SIGN, TO, MINUS, AND = "bilang", "hanggang", "negatibong", "at"

_ONES = ("sero", "isa", "dalawa", "tatlo", "apat", "lima", "anim", "pito", "walo", "siyam")
_TEENS = ("sampu", "labing-isa", "labindalawa", "labintatlo", "labing-apat", "labinlima", "labing-anim", "labimpito",
          "labingwalo", "labinsiyam")  # fmt: skip
_TENS = ("", "", "dalawampu", "tatlumpu", "apatnapu", "limampu", "animnapu", "pitumpu", "walumpu", "siyamnapu")
_HUNDREDS = ("", "isandaan", "dalawandaan", "tatlundaan", "apat na raan", "limandaan", "anim na raan", "pitundaan", "walundaan",
             "siyam na raan")  # fmt: skip
_GROUPS = ("", "libo", "milyon", "bilyon", "trilyon")
_HOURS = ("", "ala-una", "alas-dos", "alas-tres", "alas-kuwatro", "alas-singko", "alas-sais", "alas-siyete", "alas-otso",
          "alas-nuwebe", "alas-diyes", "alas-onse", "alas-dose")  # fmt: skip
_ORDINALS = {1: "una", 2: "ikalawa", 3: "ikatlo", 4: "ikaapat"}


def linked(words: str, next_word: str) -> str:
    """Two words with the ligature between them: `limang piso`, `apat na piso`."""
    last = words[-1]
    if last in "aeiou":
        return f"{words}ng {next_word}"
    return f"{words}g {next_word}" if last == "n" else f"{words} na {next_word}"


def _below_thousand(n: int) -> str:
    hundreds, rest = divmod(n, 100)
    if rest >= 20:
        tens, ones = divmod(rest, 10)
        small = f"{_TENS[tens]}'t {_ONES[ones]}" if ones else _TENS[tens]
    else:
        small = _TEENS[rest - 10] if rest >= 10 else _ONES[rest] if rest else ""
    return " at ".join(filter(None, (_HUNDREDS[hundreds], small)))


def _whole(n: int) -> str:
    if n == 0:
        return _ONES[0]
    parts: list[str] = []
    rest, place = n, 0
    while rest and place < len(_GROUPS):
        rest, group = divmod(rest, 1000)
        if group:
            words = _below_thousand(group)
            parts.insert(0, linked(words, _GROUPS[place]) if place else words)
        place += 1
    if rest:
        return " ".join(_ONES[int(digit)] for digit in str(n))
    last_is_simple = n % 1000 < 100 or n % 100 == 0
    return " at ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 and last_is_simple else ", ".join(parts)


def number(text: str) -> str:
    """`1,500` or `3.5` in words. Leading zeros are spoken one by one."""
    whole, _, decimals = text.replace(",", "").partition(".")
    if len(whole) > 1 and whole.startswith("0"):
        return " ".join(_ONES[int(digit)] for digit in whole)
    spoken = _whole(int(whole or 0))
    return f"{spoken} punto {' '.join(_ONES[int(digit)] for digit in decimals)}" if decimals else spoken


def ordinal(text: str) -> str:
    """`3rd` or `ika-3` in words."""
    n = int("".join(char for char in text if char.isdigit()))
    return _ORDINALS.get(n) or f"ika-{_whole(n)}"


def year(text: str) -> str:
    """`1986` as a year."""
    return number(text)


def counted(amount: str, unit: str) -> str:
    """An amount and its unit, with the ligature."""
    return linked(amount, unit)


def time(hour: int, minute: int, half: str) -> str:
    """A time of day; `half` is `a`, `p` or nothing where it was not said."""
    part = ""
    if half or hour > 12:
        full = hour % 12 + (12 if half == "p" else 0) if half else hour
        part = " ng umaga" if full < 12 else " ng tanghali" if full == 12 else " ng hapon" if full < 18 else " ng gabi"
    minutes = "" if minute == 0 else " y medya" if minute == 30 else f" at {counted(number(str(minute)), 'minuto')}"
    return f"{_HOURS[hour % 12 or 12]}{minutes}{part}"
