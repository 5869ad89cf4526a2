"""Backups at the time that the station's file says, by the clock that acts: in a process of their own, with less priority."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import structlog

from webapp.newsroom.backup.schedule import BackupConfig, is_due
from webapp.processes.side_command import AIRWIRE, SideCommand
from webapp.store.backup.made import Backups

log = structlog.get_logger("backup")


class ScheduledBackups:
    """`step` starts a backup when one is due; `stop` ends one that is being made, which leaves no file."""

    def __init__(
        self, config: BackupConfig, zone: ZoneInfo, backups: Backups, command: SideCommand | None = None
    ) -> None:
        self._config = config
        self._zone = zone
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
        if not self._command.runs and is_due(
            self._config, self._zone, self._backups.made(), self._backups.failed(), now
        ):
            self._command.start()
