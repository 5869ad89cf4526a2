"""When a backup is due, when one is missed, and what an upgrade would change."""

from __future__ import annotations

import sys
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.conftest import NOON
from webapp.backup.scheduled import ScheduledBackups
from webapp.newsroom.backup.schedule import BackupConfig, BackupFailed, BackupMade, is_due, trouble
from webapp.newsroom.backup.upgrade import Numbers, Stored, upgrade_lines
from webapp.processes.side_command import SideCommand

MANILA = ZoneInfo("Asia/Manila")
NIGHTLY = BackupConfig(to="/backups", at="03:30")


def made(at: datetime) -> BackupMade:
    return BackupMade(at=at, file="/backups/x", size=1, encrypted=False)


def at(clock: str) -> datetime:
    return datetime.fromisoformat(f"2026-03-02T{clock}:00+08:00")


def test_a_backup_is_due_once_a_day_at_the_stations_hour() -> None:
    yesterday = made(at("03:31") - timedelta(days=1))
    assert not is_due(NIGHTLY, MANILA, yesterday, None, at("03:29"))
    assert is_due(NIGHTLY, MANILA, yesterday, None, at("03:30"))
    assert not is_due(NIGHTLY, MANILA, made(at("03:30")), None, at("23:59"))
    assert is_due(NIGHTLY, MANILA, None, None, at("12:00")), "a station without any gets its first at once"


def test_one_that_failed_is_tried_again_after_half_an_hour() -> None:
    failed = BackupFailed(at=at("03:30"), why="the disk is full")
    assert not is_due(NIGHTLY, MANILA, None, failed, at("03:50"))
    assert is_due(NIGHTLY, MANILA, None, failed, at("04:00"))


def test_a_backup_too_old_is_told_and_one_in_time_is_not() -> None:
    yesterday = made(at("03:31") - timedelta(days=1))
    assert trouble(NIGHTLY, MANILA, yesterday, None, at("05:29")) is None
    assert "26 hours old" in (trouble(NIGHTLY, MANILA, yesterday, None, at("05:31")) or "")
    assert trouble(NIGHTLY, MANILA, None, None, NOON) == "none was made yet"
    full = BackupFailed(at=at("04:00"), why="the disk is full")
    assert trouble(NIGHTLY, MANILA, made(at("03:30")), full, NOON) == "the last one failed: the disk is full"
    assert trouble(NIGHTLY, MANILA, made(at("04:30")), full, NOON) is None
    assert trouble(None, MANILA, None, None, NOON) is None
    assert "9 days old" in (trouble(None, MANILA, made(NOON - timedelta(days=9)), None, NOON) or "")


def test_the_clock_makes_one_backup_at_a_time() -> None:
    class Kept:
        def made(self) -> None: ...
        def failed(self) -> None: ...

    class Counted(SideCommand):
        starts = 0

        def start(self) -> None:
            self.starts += not self.runs
            super().start()

    kept: Any = Kept()
    command = Counted([sys.executable, "-c", "import time; time.sleep(60)"])
    backups = ScheduledBackups(lambda: (NIGHTLY, MANILA), kept, command)
    backups.step(NOON)
    backups.step(NOON)
    assert command.starts == 1 and command.runs
    backups.stop()
    assert not command.runs
    backups.step(NOON)
    assert command.starts == 2
    backups.stop()


@pytest.mark.parametrize(
    ("stored", "build", "well", "says"),
    [
        (Stored(2, 2), Numbers("0.3.0", 3, 2), True, "start the old build again; those from schema 2 on"),
        (Stored(2, 2), Numbers("0.4.0", 4, 4), False, "only by a backup made before"),
        (Stored(None, None), Numbers("0.2.0", 2, 2), False, "copy the data folder first"),
        (Stored(4, 4), Numbers("0.2.0", 2, 2), False, "it would write nothing"),
        (Stored(4, 2), Numbers("0.2.0", 2, 2), True, "keeps what it does not know"),
    ],
)
def test_an_upgrade_says_before_it_is_done_whether_there_is_a_way_back(
    stored: Stored, build: Numbers, well: bool, says: str
) -> None:
    lines = upgrade_lines(stored, build)
    assert all(fine for fine, _ in lines) is well
    assert any(says in text for _, text in lines)
