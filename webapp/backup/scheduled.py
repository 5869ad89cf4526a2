"""Backups at the time that the station's file says, by the clock that acts: in a process of their own, with less priority."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import structlog

from webapp.newsroom.backup.schedule import BackupConfig, is_due
from webapp.processes.side_command import AIRWIRE, SideCommand
from webapp.store.backup.made import Backups

log = structlog.get_logger("backup")


class ScheduledBackups:
    """`step` starts a backup when one is due by what is `planned` then, and in which zone; `stop` ends one that is being
    made, which leaves no file.
    """

    def __init__(
        self,
        planned: Callable[[], tuple[BackupConfig | None, ZoneInfo]],
        backups: Backups,
        command: SideCommand | None = None,
    ) -> None:
        self._planned = planned
        self._backups = backups
        self._command = command or SideCommand([*AIRWIRE, "backup"])
        self.stop = self._command.stop

    def step(self, now: datetime) -> None:
        """Raises `StoreAway`."""
        if ended := self._command.ended():
            if ended.status:
                log.error("no backup was made", said=ended.said)
            else:
                log.info("backed up", said=ended.said)
        config, zone = self._planned()
        if config is None or self._command.runs:
            return
        if is_due(config, zone, self._backups.made(), self._backups.failed(), now):
            self._command.start()
