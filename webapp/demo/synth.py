"""Tones made of arithmetic: every instrument of the bed is a sum of damped, turning complex numbers.

A sound is an `array('f')` of samples between about -1 and 1 at `RATE`. Plain `map` and `accumulate` keep the
work in C loops, so minutes of music take seconds and need no numeric library.
"""

from __future__ import annotations

import cmath
import math
import random
from array import array
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate, repeat
from operator import add, attrgetter, mul
from typing import TypeAlias

RATE = 32_000
"""Samples a second. 4 s are exactly 125 AAC frames, and a beat at 64 a minute is exactly 30 000 samples."""

PAD_PERIOD_S = 1.875

Sound: TypeAlias = "array[float]"
"""Always of type code 'f'."""

_imag: Callable[[complex], float] = attrgetter("imag")


def pitch(semitones: float) -> float:
    """Hertz of a note counted in semitones from the A of 440 Hz."""
    return 440.0 * math.pow(2.0, semitones / 12)


def mode(hertz: float, seconds: float, level: float, decay_s: float = math.inf, phase: float = 0.0) -> Iterable[float]:
    """One damped sine. After `decay_s` it has fallen to a thousandth and ends, if it has not before."""
    turn = cmath.exp(complex(-6.908 / (decay_s * RATE), 2 * math.pi * hertz / RATE))
    start = cmath.rect(level, phase)
    return map(_imag, accumulate(repeat(turn, int(min(seconds, decay_s) * RATE) - 1), mul, initial=start))


def blend(parts: Iterable[Iterable[float]]) -> Sound:
    """The sum of sounds, as long as the longest."""
    total: Sound = array("f")
    for part in parts:
        shorter, total = sorted((array("f", part), total), key=len)
        total[: len(shorter)] = array("f", map(add, total, shorter))
    return total


def scaled(sound: Sequence[float], level: float) -> Sound:
    return array("f", map(mul, sound, repeat(level)))


def faded(sound: Sound, attack_s: float, release_s: float) -> Sound:
    """The sound with soft ends (half a cosine each), so that it neither starts nor stops with a click."""
    for edge, seconds in ((1, attack_s), (-1, release_s)):
        length = min(int(seconds * RATE), len(sound))
        for i in range(length):
            sound[i if edge > 0 else -1 - i] *= 0.5 - 0.5 * math.cos(math.pi * i / length)
    return sound


def plucked(hertz: float, seconds: float = 1.7) -> Sound:
    """A nylon string picked a fifth along: partials that it favours are strong, high ones die first."""
    partials = range(1, max(2, min(9, int(7_000 / hertz)) + 1))
    shape = ((n, abs(math.sin(math.pi * n / 5)) / n**1.35) for n in partials)
    stiff = (mode(hertz * n * (1 + 0.0002 * n * n), seconds, level, 2.6 / (0.7 + 0.45 * n)) for n, level in shape)
    return faded(blend(stiff), 0.003, 0.25)


def gong(hertz: float, seconds: float = 2.4) -> Sound:
    """A small bossed gong as in a kulintang row: its partials are no whole multiples."""
    table = (
        (1.0, 1.0, 2.4),
        (1.003, 0.5, 2.2),
        (2.02, 0.42, 1.2),
        (2.93, 0.16, 0.7),
        (4.1, 0.1, 0.35),
        (5.6, 0.05, 0.2),
    )
    return faded(blend(mode(hertz * ratio, seconds, level, decay) for ratio, level, decay in table), 0.004, 0.3)


def bell(hertz: float, seconds: float = 3.0) -> Sound:
    """A glassy bell for the station's call."""
    table = ((1.0, 1.0, 3.0), (2.0, 0.5, 2.0), (3.01, 0.22, 1.2), (5.02, 0.08, 0.6), (0.5, 0.25, 3.0))
    return faded(blend(mode(hertz * ratio, seconds, level, decay) for ratio, level, decay in table), 0.006, 0.5)


def bass(hertz: float, seconds: float = 3.6) -> Sound:
    parts = (mode(hertz, seconds, 1.0, 5.0), mode(hertz * 2, seconds, 0.28, 2.2), mode(hertz * 3, seconds, 0.08, 1.0))
    return faded(blend(parts), 0.02, 0.3)


def pad(chord: Sequence[float], seconds: float, dice: random.Random) -> tuple[Sound, Sound]:
    """A held chord, left and right, softly out of tune with itself: each tone is strings that drift apart and together.

    Every partial is rounded to whole turns of a short period, which is laid end to end without a seam. Right is the
    same period backwards: the same tones in other phases, which the ear takes for width.
    """
    parts = []
    for hertz in chord:
        for ratio, level in ((0.9985, 0.5), (1.0012, 0.5), (2.001, 0.24), (3.002, 0.07)):
            loud = level / (1 + hertz * ratio / 900)
            whole = round(hertz * ratio * PAD_PERIOD_S) / PAD_PERIOD_S
            parts.append(mode(whole, PAD_PERIOD_S, loud, phase=dice.uniform(0, 2 * math.pi)))
    period = blend(parts)
    length = int(seconds * RATE)
    times = length // len(period) + 1
    left, right = ((side * times)[:length] for side in (period, period[::-1]))
    return faded(left, 1.6, 1.8), faded(right, 1.6, 1.8)


def shaker(seconds: float, dice: random.Random) -> Sound:
    """A breath of seeds: noise without its low half."""
    noise = [dice.uniform(-1, 1) for _ in range(int(seconds * RATE) + 2)]
    bright = map(lambda a, b, c: a - 2 * b + c, noise, noise[1:], noise[2:])
    fall = accumulate(repeat(math.exp(-5 / (seconds * RATE)), int(seconds * RATE) - 1), mul, initial=0.25)
    return faded(array("f", map(mul, bright, fall)), 0.012, 0.02)


def drum(seconds: float = 0.5) -> Sound:
    """A hand on a frame drum: a low tone that sinks a little as it dies."""
    parts = (mode(62, seconds, 1.0, 0.5), mode(67, seconds, 0.5, 0.2), mode(148, seconds, 0.22, 0.12))
    return faded(blend(parts), 0.004, 0.1)


def pip(seconds: float, hertz: float = 880.0) -> Sound:
    return faded(array("f", mode(hertz, seconds, 1.0)), 0.008, 0.02)
