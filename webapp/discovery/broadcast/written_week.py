"""Days and times of day as people write them on a page of programmes, in several languages. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from webapp.newsroom.schedule.wall_clock import DAYS, Day
from webapp.newsroom.slugs import ascii_letters

_NAMES: dict[Day, str] = {
    "mon": "monday mon lunes lun senin lundi montag mo segunda",
    "tue": "tuesday tues tue martes mar selasa mardi dienstag terca",
    "wed": "wednesday wed miyerkules miyerkoles mier miercoles rabu mercredi mercoles mierkoles merkoles quarta",
    "thu": "thursday thurs thur thu huwebes hueves jueves huebes jue kamis jeudi quinta",
    "fri": "friday fri biyernes bierenes viernes byernes bierns vie jumat jum'at vendredi sexta",
    "sat": "saturday sat sabado sab sabtu samedi",
    "sun": "sunday sun linggo domingo dominggo dom minggu ahad dimanche lingg",
}
_DAY_OF = {name: day for day, names in _NAMES.items() for name in names.split()}
_GROUPS: tuple[tuple[str, tuple[Day, ...]], ...] = (
    (
        r"every ?day|daily|araw-?araw|adlaw-?adlaw|inaldaw|setiap hari|tous les jours|todos los dias|diario|7 days",
        DAYS,
    ),
    (r"mwf|m-?w-?f", ("mon", "wed", "fri")),
    (r"t-?th|tue?s?-?thu?r?s?", ("tue", "thu")),
    (r"m-f|mtwthf|weekdays?|hari kerja|en semaine|entre semana", DAYS[:5]),
    (r"weekends?|katapusan ng linggo|akhir pekan|week-end|fin de semana|fines de semana", DAYS[5:]),
)
_TO = r"(?:\s*-\s*|\s+(?:to|thru|through|until|till|hanggang|hangtod|ingganat?|sampai|s\.?/?d\.?|a|al|au)\s+)"
_WORD = r"[a-z']{2,12}s?\.?"
_RANGE = re.compile(rf"({_WORD}){_TO}({_WORD})")
_AND = re.compile(r"\s*(?:,|/|&|\+|;|\band\b|\bat\b|\bug\b|\bken\b|\by\b|\bet\b|\bdan\b|\bug\b|\bkag\b|·|\|)\s*")
_LEAD = re.compile(r"^(?:tuwing|kada|every|hari|on|le|los|each|du|de|mula|from|programs? for|programme du)\s+")
MAX_DAYS_CHARS, MAX_DAYS_WORDS = 80, 8
MIN_DAYS_CHARS = 5
"""Of days beside other words: `Sun` may be a part of a name."""

_CLOCK = (
    r"(\d{1,2})(?:[:.hH](\d{2}))?(?:h\b)?\s*"
    r"(a\.?m\.?|p\.?m\.?|nn|mn|noon|midnight|ng umaga|ng madaling araw|ng tanghali|ng hapon|ng gabi|"
    r"sa buntag|sa udto|sa hapon|sa gabii)?"
)
_SPAN = re.compile(
    rf"(?<![\d:.]){_CLOCK}\s*(?:wib|wita|wit|pht|h)?\s*(?:-|–|—|to|until|till|hanggang|hangtod|sampai|s/d|s\.d\.|a|à)\s*{_CLOCK}(?!\d|:\d)"
    r"\s*(?:wib|wita|wit|pht|hrs?\.?|h)?\b",
    re.IGNORECASE,
)
_TIME = re.compile(rf"(?<![\d:.]){_CLOCK}(?!\d|:\d)", re.IGNORECASE)
_MORNING, _NOON, _NIGHT = (
    ("ng umaga", "ng madaling araw", "sa buntag"),
    ("ng tanghali", "sa udto", "nn", "noon"),
    ("mn", "midnight"),
)


def read_days(text: str) -> tuple[Day, ...]:
    """The days that a text is, as `Lunes - Biyernes` or `Sat & Sun`; empty if it is anything else."""
    text = " ".join(text.split()).strip(" :()[]–—-.,")
    if not text or len(text) > MAX_DAYS_CHARS:
        return ()
    plain = _LEAD.sub("", ascii_letters(text.replace("–", "-").replace("—", "-").replace("’", "'")))
    for pattern, days in _GROUPS:
        if re.fullmatch(pattern, plain):
            return days
    found: set[Day] = set()
    for part in _AND.split(plain):
        if span := _RANGE.fullmatch(part.strip()):
            first, last = _day(span[1]), _day(span[2])
            if first is None or last is None:
                return ()
            at, end = DAYS.index(first), DAYS.index(last)
            found.update(DAYS[at : end + 1] if at <= end else (*DAYS[at:], *DAYS[: end + 1]))
        elif day := _day(part):
            found.add(day)
        else:
            return ()
    return tuple(day for day in DAYS if day in found)


def split_days(text: str) -> tuple[tuple[Day, ...], str]:
    """(days, the rest) of a text that begins or ends with days, as `Ang Balita (Lunes - Biyernes)`; (), text without."""
    if days := read_days(text):
        return days, ""
    words = text.split()
    for size in range(min(len(words) - 1, MAX_DAYS_WORDS), 0, -1):
        for part, rest in ((words[-size:], words[:-size]), (words[:size], words[size:])):
            joined = " ".join(part).strip(" ()[],:;|·–—-")
            if len(joined) >= MIN_DAYS_CHARS and (days := read_days(joined)):
                return days, " ".join(rest)
    return (), text


def _day(word: str) -> Day | None:
    word = word.strip(" .")
    return _DAY_OF.get(word) or _DAY_OF.get(word.removesuffix("s"))


def is_24_hours(texts: Iterable[str]) -> bool:
    """Whether a page's times of day count to 24: no half of the day is named, and one hour is past 12 or has a zero before it."""
    clocks = [clock for text in texts for clock in _TIME.findall(text)]
    return not any(half for *_, half in clocks) and any(hour[0] == "0" or int(hour) > 12 for hour, _, _ in clocks)


def find_span(text: str, by_24: bool = False) -> tuple[str, str, int, int] | None:
    """(start, end, where in the text it begins and ends) of the first span of time, `HH:MM`; `None` if it is none or not clear.

    A time from 1 to 12 without a half of the day is clear only `by_24`, or where it is written with a zero before it, or the
    other is past 12.
    """
    for found in _SPAN.finditer(text):
        h1, m1, half1, h2, m2, half2 = found.groups()
        if not (m1 or m2 or half1 or half2):
            continue
        start, end = _minutes(h1, m1, half1), _minutes(h2, m2, half2)
        if start is None or end is None:
            continue
        if half2 and not half1:
            start = _like(int(h1), int(m1 or 0), half2, end)
        elif (half1 and not half2) or not (
            half1 or by_24 or h1.startswith("0") or h2.startswith("0") or int(h1) > 12 or int(h2) > 12
        ):
            continue
        if start is not None and start % 1440 != end % 1440:
            return _wall(start), _wall(end), found.start(), found.end()
    return None


def find_start(text: str, by_24: bool = False) -> tuple[str, int, int] | None:
    """(`HH:MM`, where it begins and ends) of a single time of day at the beginning of a text; `None` where it is not clear."""
    found = _TIME.match(text.lstrip())
    if not found or not (found[2] or found[3]):
        return None
    at = _minutes(found[1], found[2], found[3])
    clear = found[3] or by_24 or found[1].startswith("0") or int(found[1]) > 12
    return (_wall(at), found.start(), found.end()) if at is not None and clear else None


def _minutes(hour: str, minute: str | None, half: str | None) -> int | None:
    at, past, half = int(hour), int(minute or 0), (half or "").lower().replace(".", "")
    if at > 24 or past > 59 or (half and at > 12):
        return None
    if half in _NIGHT:
        at = at % 12
    elif half in _NOON or half == "pm" or (half and half != "am" and half not in _MORNING):
        at = at % 12 + 12
    elif half:
        at = at % 12
    return at * 60 + past


def _like(hour: int, minute: int, half: str, end: int) -> int | None:
    """A start whose half of the day only the end names: the same half, or the other where it would come after the end."""
    if hour > 12:
        return None
    same = _minutes(
        str(hour),
        str(minute),
        half if half.lower() not in (*_NIGHT, *_NOON) else "pm" if half.lower() in _NIGHT else "am",
    )
    if same is None:
        return None
    final = end or 1440
    return same if same < final else (same + 720) % 1440


def _wall(minutes: int) -> str:
    return f"{minutes // 60 % 24:02}:{minutes % 60:02}"
