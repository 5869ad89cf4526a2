"""What the clock that acts runs now and then, in processes of their own: `airwire check`, so that the panel has its result, and
`airwire audit trim`, which may have to read all of the audit trail.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import structlog

from webapp.processes.side_command import AIRWIRE, SideCommand

log = structlog.get_logger("clock")

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


class RegularTrimming:
    """`step` starts one when `is_due` says so, and none after one that failed for `EVERY`."""

    def __init__(self, is_due: Callable[[datetime], bool], command: SideCommand | None = None) -> None:
        self._is_due = is_due
        self._command = command or SideCommand((*AIRWIRE, "audit", "trim"))
        self._next: datetime | None = None
        self.stop = self._command.stop

    def step(self, now: datetime) -> None:
        """Never waits longer than for the store's answer. Raises `StoreAway`."""
        ended = self._command.ended()
        if ended and ended.status:
            log.error("the audit trail was not trimmed", why=ended.said[-500:])
            self._next = now + EVERY
        if not self._command.runs and (self._next is None or now >= self._next) and self._is_due(now):
            self._command.start()
