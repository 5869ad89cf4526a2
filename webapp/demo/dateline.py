"""When an article was last put out, and how times and weekdays are written in the station's languages.

The demo is always fresh: each article has times of the day and an interval in days at which it is put out again, and its
publication time is the latest of these. This is a pure function of the clock.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

WEEKDAYS = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "fil": ("Lunes", "Martes", "Miyerkoles", "Huwebes", "Biyernes", "Sabado", "Linggo"),
}
_PARTS = ((1, "hatinggabi"), (5, "madaling-araw"), (12, "umaga"), (13, "tanghali"), (18, "hapon"), (24, "gabi"))
_WORD = re.compile(r"\{(\w+)\}")


def last_out(times: Sequence[time], every_days: int, phase: int, now: datetime, zone: ZoneInfo) -> datetime:
    """The latest of the `times` of a day, on every `every_days`th day, that is not after `now`."""
    today = now.astimezone(zone).date()
    days = (today - timedelta(days=back) for back in range(every_days + 1))
    turns = (
        datetime.combine(day, time_of_day, zone)
        for day in days
        if (day.toordinal() + phase) % every_days == 0
        for time_of_day in times
    )
    return max(turn for turn in turns if turn <= now)


def filled(copy: str, out: datetime, language: str) -> str:
    """`{time}`, `{weekday}`, `{yesterday}`, `{tomorrow}` as said at `out` (local). Raises `KeyError` for any other."""
    names, today = WEEKDAYS[language], out.date()
    words = {
        "time": _hour(out.hour, language),
        "weekday": names[today.weekday()],
        "yesterday": names[_after(today, -1)],
        "tomorrow": names[_after(today, 1)],
    }
    return _WORD.sub(lambda found: words[found[1]], copy)


def _after(day: date, days: int) -> int:
    return (day + timedelta(days=days)).weekday()


def _hour(hour: int, language: str) -> str:
    """The full hour: copy says "in its 5 a.m. bulletin" though it went out at ten past."""
    twelve = (hour - 1) % 12 + 1
    if language == "fil":
        part = next(name for until, name in _PARTS if hour < until)
        return f"{'ala' if twelve == 1 else 'alas'}-{twelve} ng {part}"
    return f"{twelve} {'a.m.' if hour < 12 else 'p.m.'}"
