"""What the demo stream plays: three minutes in D, 64 beats a minute, sixteen bars each, that end where they began.

Minute one is the walk (strings picked over pads), minute two the market (more movement, a shaker, a frame drum),
minute three the river (gongs). Every minute ends with three pips, the last of them on the minute itself.
"""

from __future__ import annotations

import random
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from operator import add

from webapp.demo import synth
from webapp.demo.synth import RATE, Sound, pitch

BEAT = 30_000
BAR = 4 * BEAT
EIGHTH = BEAT // 2
MINUTE = 60 * RATE
MINUTES = 3
LOOP = MINUTES * MINUTE
"""Samples of the whole loop."""

# Chords as semitones from A4; the first is the bass. Two bars each.
CHORDS = {
    "D": (-31, -19, -15, -12, -5, 4),  # D with its ninth
    "Bm": (-34, -22, -15, -12, -10, -3),
    "G": (-26, -14, -10, -7, -3, 2),
    "A": (-36, -24, -17, -12, -10, -5),  # with the fourth: it leans, it does not insist
    "F#m": (-27, -15, -12, -8, -5, 0),
    "Em": (-29, -17, -14, -10, -7, -3),
}  # fmt: skip
WALKS = (
    ("D", "Bm", "G", "A", "D", "F#m", "G", "A"),
    ("Bm", "G", "D", "A", "Em", "G", "Bm", "A"),
    ("G", "D", "Em", "Bm", "G", "F#m", "Em", "A"),
)

# Melodies in eighths, a word a bar: degrees of the scale, 8 and 9 above the octave, '-' silence.
TUNES = (
    """
    3--5--6- 5------- 6--5--3- 2------- 3--5--8- 7--5---- 6--5--2- 2-------
    3-5-8--9 8--5---- 6-5-3--5 2---3--- 5--6-8-- 9--8-5-- 6---5-3- 2-------
    """,
    """
    6-5-3--5 6---8--- 5-3-2--3 5------- 8-6-5--6 3---2--- 2--3--5- 5-------
    6-6-5-3- 5---6--- 8-8-6-5- 6------- 9-8-6-5- 8---6-5- 3-5-6--8 5-------
    """,
    """
    5---6--- 3------- 8---6--- 5------- 6-5-3--- 2---3--- 6-5-3--- 5-------
    3---5--- 6---8--- 9---8--- 6---5--- 5---3--- 2---5--- 6---5--- 2-------
    """,
)
SCALE = {"1": -7, "2": -5, "3": -3, "4": -2, "5": 0, "6": 2, "7": 4, "8": 5, "9": 7}
RIPPLE = (1, 3, 2, 4, 3, 5, 2, 4)
"""Which tones of the chord the accompaniment touches, eighth by eighth."""
CALL = ((0, 0), (1, 5), (2, 9), (4, 7), (6, 12))
"""The station's call on bells: (eighth, semitones from A4)."""


BUSES = ("left", "right", "walk", "voice", "middle")
"""Five dry tracks of the loop; `encode` places them and adds the reverb."""


@dataclass(frozen=True)
class Touch:
    """One sound placed in the loop: on which bus, and where it starts (samples; before 0 is before the end)."""

    bus: str
    at: int
    sound: Sound


Maker = Callable[[float], Sound]


@cache
def _note(maker: Maker, semitones: float, level: float) -> Sound:
    return synth.scaled(_full(maker, semitones), level)


@cache
def _full(maker: Maker, semitones: float) -> Sound:
    return maker(pitch(semitones))


def touches() -> Iterator[Touch]:
    """Everything that sounds, in no order. The same every time: the dice are loaded."""
    dice = random.Random(777)
    held = _pads(WALKS, dice)
    for minute in range(MINUTES):
        yield from _harmony(minute, held)
        yield from _bass(minute)
        yield from _ripple(minute, dice)
        yield from _pips(minute)
        yield from _call(minute)
    yield from _melody(dice)
    yield from _rhythm(dice)


def opening() -> Iterator[Touch]:
    """The chords and pips of the first minute: what can be made in a second, for who listens first."""
    yield from _harmony(0, _pads(WALKS[:1], random.Random(777)))
    yield from _pips(0)


def _pads(walks: Sequence[Sequence[str]], dice: random.Random) -> dict[str, tuple[Sound, ...]]:
    """Each chord of these walks, held: left and right."""
    seconds = 2 * BAR / RATE + 1.7
    names = sorted({name for walk in walks for name in walk})
    sides = ((name, synth.pad([pitch(t) for t in CHORDS[name][1:]], seconds, dice)) for name in names)
    return {name: tuple(synth.scaled(side, 0.05) for side in both) for name, both in sides}


def _harmony(minute: int, held: Mapping[str, Sequence[Sound]]) -> Iterator[Touch]:
    for step, name in enumerate(WALKS[minute]):
        for bus, sound in zip(("left", "right"), held[name], strict=True):
            yield Touch(bus, minute * MINUTE + step * 2 * BAR - RATE, sound)


def _bass(minute: int) -> Iterator[Touch]:
    for step, name in enumerate(WALKS[minute]):
        for beat in (0, 2.5, 4, 6.5) if minute == 1 else (0, 4):
            deep = _note(synth.bass, CHORDS[name][0], 0.15 if beat in (0, 4) else 0.1)
            yield Touch("middle", minute * MINUTE + step * 2 * BAR + int(beat * BEAT), deep)


def _ripple(minute: int, dice: random.Random) -> Iterator[Touch]:
    for eighth in range(16 * 8):
        if (minute == 0 and eighth % 2) or (minute == 2 and eighth % 4 == 3):
            continue
        tones = CHORDS[WALKS[minute][eighth // 16]]
        late = dice.randrange(0, 320)  # nobody plays on the dot
        level = dice.choice((0.17, 0.19) if eighth % 4 == 0 else (0.1, 0.13))
        string = _note(synth.plucked, tones[RIPPLE[eighth % 8]], level)
        yield Touch("walk", minute * MINUTE + eighth * EIGHTH + late, string)


def _melody(dice: random.Random) -> Iterator[Touch]:
    for minute, tune in enumerate(TUNES):
        maker, levels = (synth.gong, (0.1, 0.12)) if minute == 2 else (synth.plucked, (0.15, 0.17, 0.18))
        for bar, notes in enumerate(tune.split()):
            for eighth, degree in enumerate(notes):
                if degree != "-":
                    at = minute * MINUTE + bar * BAR + eighth * EIGHTH + dice.randrange(0, 400)
                    yield Touch("voice", at, _note(maker, SCALE[degree], dice.choice(levels)))


def _rhythm(dice: random.Random) -> Iterator[Touch]:
    seeds = [synth.shaker(0.16, dice) for _ in range(4)]
    soft, strong = ([synth.scaled(seed, level) for seed in seeds] for level in (0.028, 0.05))
    open_hand, flat_hand = (synth.scaled(synth.drum(), level) for level in (0.2, 0.12))
    for bar in range(16, 48):
        at, market = bar * BAR, bar < 32
        for eighth in range(8) if market else range(1, 8, 2):
            grains = strong if eighth % 4 == 2 else soft
            yield Touch("walk" if eighth % 2 else "voice", at + eighth * EIGHTH, dice.choice(grains))
        for beat in (0, 1.5, 2.5) if market else (0,):
            yield Touch("middle", at + int(beat * BEAT), flat_hand if beat else open_hand)


def _pips(minute: int) -> Iterator[Touch]:
    short, long = (synth.scaled(synth.pip(seconds), 0.09) for seconds in (0.1, 0.42))
    for second, sound in ((-2, short), (-1, short), (0, long)):
        yield Touch("middle", minute * MINUTE + second * RATE, sound)


def _call(minute: int) -> Iterator[Touch]:
    for eighth, semitones in CALL if minute == 0 else CALL[-2:]:
        yield Touch("middle", minute * MINUTE + 2 * BEAT + eighth * EIGHTH, _note(synth.bell, semitones, 0.075))


def play(sounds: Iterable[Touch], length: int) -> dict[str, Sound]:
    """A dry loop of `length` samples a bus. What rings past the end rings on at the start."""
    buses = {name: array("f", bytes(4 * length)) for name in BUSES}
    for touch in sounds:
        _add(buses[touch.bus], touch.at % length, touch.sound)
    return buses


def _add(bus: Sound, at: int, sound: Sound) -> None:
    end = min(at + len(sound), len(bus))
    bus[at:end] = array("f", map(add, bus[at:end], sound))
    if at + len(sound) > len(bus):
        _add(bus, 0, sound[end - at :])
