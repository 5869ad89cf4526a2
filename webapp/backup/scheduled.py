"""Backups at the time that the station's file says, by the clock that acts: in a process of their own, with less priority."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import structlog

from webapp.newsroom.backup.schedule import BackupConfig, is_due
from webapp.store.backup.made import Backups

log = structlog.get_logger("backup")

COMMAND = (sys.executable, "-m", "webapp.cli", "backup")


class ScheduledBackups:
    """`step` starts a backup when one is due; `stop` ends one that is being made."""

    def __init__(
        self, config: BackupConfig, zone: ZoneInfo, backups: Backups,
        start: Callable[[], subprocess.Popen[str]] | None = None,
    ) -> None:  # fmt: skip
        self._config = config
        self._zone = zone
        self._backups = backups
        self._start = start or _start
        self._running: subprocess.Popen[str] | None = None

    def step(self, now: datetime) -> None:
        """Raises `StoreAway`."""
        if self._running and not self._is_over(self._running):
            return
        if is_due(self._config, self._zone, self._backups.made(), self._backups.failed(), now):
            self._running = self._start()

    def stop(self) -> None:
        """Ends the one under way; it leaves no file."""
        if self._running and self._running.poll() is None:
            self._running.terminate()
            self._running.wait()

    def _is_over(self, running: subprocess.Popen[str]) -> bool:
        if running.poll() is None:
            return False
        said = (running.communicate()[0] or "").strip().replace("\n", "; ")
        if running.returncode:
            log.error("no backup was made", said=said)
        else:
            log.info("backed up", said=said)
        self._running = None
        return True


def _start() -> subprocess.Popen[str]:
    return subprocess.Popen(
        COMMAND, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
