"""`airwire check` now and then, in a process of its own, so that the panel has its result."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from webapp.processes.side_command import AIRWIRE, SideCommand

FIRST_AFTER, EVERY = timedelta(minutes=1), timedelta(minutes=10)

COMMAND: Sequence[str] = (*AIRWIRE, "check")


class RegularChecks:
    """`step` starts one when it is time. A station that has just started is left to itself for a minute."""

    def __init__(self, command: SideCommand | None = None) -> None:
        self._command = command or SideCommand(COMMAND)
        self._next: datetime | None = None
        self.stop = self._command.stop

    def step(self, now: datetime) -> None:
        """Never waits."""
        self._command.ended()  # what it found stands in the store
        if self._next is None:
            self._next = now + FIRST_AFTER
        if now >= self._next and not self._command.runs:
            self._next = now + EVERY
            self._command.start()
