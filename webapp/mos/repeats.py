"""Messages that came already, by their numbers: a repeat gets its first answer, and a gap is noticed."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Literal

from webapp.newsroom.rundowns.mos.envelope import Envelope

MAX_ANSWERS = 10_000
KEPT_S = 600.0

Place = Literal["next", "gap", "late"]


class Repeats:
    """The answers of the last ten minutes. For one thread at a time."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._answers: OrderedDict[tuple[tuple[str, str], int], tuple[bytes, str, float]] = OrderedDict()
        self._last: dict[tuple[str, str], int] = {}

    def answer(self, message: Envelope) -> str | None:
        """The answer to this very message, where it has come before."""
        if message.number is None:
            return None
        mark, answer, at = self._answers.get((message.between, message.number), (b"", "", 0.0))
        return answer if mark == message.mark and self._clock() - at < KEPT_S else None

    def keep(self, message: Envelope, answer: str) -> None:
        """The answer to a message that was carried out."""
        if message.number is None:
            return
        self._answers[message.between, message.number] = message.mark, answer, self._clock()
        self._answers.move_to_end((message.between, message.number))
        while len(self._answers) > MAX_ANSWERS:
            self._answers.popitem(last=False)

    def place(self, message: Envelope) -> Place:
        """Where the message stands by its number, which is noted: after a `gap` something may be missing, and what comes `late`
        is older than what came before it.
        """
        if message.number is None:
            return "next"
        last = self._last.get(message.between)
        if len(self._last) > 100:
            self._last.clear()
        self._last[message.between] = (
            max(message.number, last or 0) if _is_near(message.number, last) else message.number
        )
        if last is None or message.number == last + 1:
            return "next"
        return "late" if message.number <= last else "gap"


def _is_near(number: int, last: int | None) -> bool:
    """Whether a number belongs to the same count: who starts anew counts from the beginning."""
    return last is not None and abs(number - last) < 1_000
