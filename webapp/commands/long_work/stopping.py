"""Ctrl-C and SIGTERM end a command where nothing is half done."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

WholeSteps = Callable[[bool], None]
"""Called with whether a step is under way, which is then finished before a stop is heeded."""


@contextmanager
def stopped_between_steps() -> Iterator[WholeSteps]:
    """While a step is under way the first Ctrl-C or SIGTERM waits for its end, then raises `KeyboardInterrupt`; the second
    does not wait.
    """
    asked = under_way = False

    def ask(signum: int, frame: FrameType | None) -> None:
        nonlocal asked
        if asked or not under_way:
            raise KeyboardInterrupt
        asked = True

    def whole_steps(on: bool) -> None:
        nonlocal under_way
        under_way = on
        if asked:
            raise KeyboardInterrupt

    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield whole_steps
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def clean_up_when_ended() -> None:
    """SIGTERM ends the process as an exception does, so that nothing half stays."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
