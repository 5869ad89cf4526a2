"""A command of ours that a role runs beside itself now and then, one at a time, without waiting for it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from typing import NamedTuple

AIRWIRE = (sys.executable, "-m", "webapp.cli")


class Ended(NamedTuple):
    """How a run ended: its exit status, and what it said, in one line."""

    status: int
    said: str


class SideCommand:
    """`start` it, then ask `ended` from time to time; `stop` ends what runs."""

    def __init__(self, command: Sequence[str]) -> None:
        self._command = command
        self._running: subprocess.Popen[bytes] | None = None

    @property
    def runs(self) -> bool:
        """Whether it was started and nobody has been told yet that it ended."""
        return self._running is not None

    def start(self) -> None:
        """Starts it, unless it runs."""
        if self._running is None:
            self._running = subprocess.Popen(
                self._command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
            )

    def ended(self) -> Ended | None:
        """Once after each run; `None` while it runs, or nothing does."""
        if self._running is None or self._running.poll() is None:
            return None
        return self._end()

    def stop(self) -> None:
        """Ends what runs and waits for that."""
        if self._running is not None:
            self._running.terminate()
            self._end()

    def _end(self) -> Ended:
        assert self._running is not None
        said, status = self._running.communicate()[0].decode("utf-8", "replace"), self._running.returncode
        self._running = None
        return Ended(status, "; ".join(said.split("\n")).strip("; "))
