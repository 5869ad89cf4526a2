"""How many people a morning show, a lunch hour and a drive home draw, from 0 to about 1: a day of a station in Manila."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache
from hashlib import blake2b
from math import exp

WORKDAYS = ((7.2, 1.15, 0.9), (12.3, 0.9, 0.42), (18.1, 1.6, 0.66), (21.4, 1.2, 0.3))
WEEKENDS = ((8.9, 1.9, 0.6), (12.5, 1.3, 0.4), (17.4, 2.2, 0.46), (20.8, 1.6, 0.36))
"""Peaks: the hour, how wide in hours, how high."""

NIGHT = 0.07
WAVE = timedelta(minutes=20)


def share_of_day(at: datetime) -> float:
    """At a local moment; a little different each day and from minute to minute."""
    hour = at.hour + at.minute / 60
    peaks = WEEKENDS if at.weekday() >= 5 else WORKDAYS
    # A peak before midnight reaches into the next day, and the other way round.
    level = NIGHT + sum(high * exp(-(((hour - of + 12) % 24 - 12) ** 2) / (2 * wide**2)) for of, wide, high in peaks)
    return level * (0.9 + 0.2 * chance("day", at.date().isoformat())) * (0.97 + 0.06 * _wave(at))


def _wave(at: datetime) -> float:
    """Between 0 and 1, without jumps."""
    step = WAVE.total_seconds()
    n, within = divmod(at.timestamp(), step)
    a, b = chance("wave", str(int(n))), chance("wave", str(int(n) + 1))
    return a + (b - a) * within / step


@lru_cache(maxsize=8192)
def chance(*of: str) -> float:
    """A number between 0 and 1 that is always the same for the same words."""
    return int.from_bytes(blake2b("\0".join(of).encode(), digest_size=4).digest()) / 2**32
