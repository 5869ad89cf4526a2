"""When a station is backed up, and whether its last backup is too old. Pure."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from pydantic import AwareDatetime, Field, field_validator

from webapp.newsroom.model import Value

LATE_AFTER = timedelta(hours=2)
"""A scheduled backup that is not there by then is missed."""

OLD_AFTER = timedelta(days=8)
"""Of one made by hand."""

TRY_AGAIN_AFTER = timedelta(minutes=30)


class BackupConfig(Value):
    """The table `[backup]`: every day at `at` o'clock of the station a file into the folder `to`, of which the newest `keep`
    stay, encrypted for each of `recipients` (`age1…`), with the pictures if `pictures`.
    """

    to: str = Field(min_length=1)
    at: str = Field(default="03:30", pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$")
    keep: int = Field(default=14, ge=1, le=1000)
    recipients: tuple[str, ...] = Field(default=(), max_length=20)
    pictures: bool = False

    @field_validator("recipients")
    @classmethod
    def _public_keys(cls, recipients: tuple[str, ...]) -> tuple[str, ...]:
        for one in recipients:
            if not one.startswith("age1"):
                raise ValueError("a recipient begins with age1; airwire backup --new-key FILE makes one")
        return recipients

    @property
    def time(self) -> time:
        return time.fromisoformat(self.at)


class BackupMade(Value):
    """The last backup: where it is and what it holds."""

    at: AwareDatetime
    file: str
    size: int
    encrypted: bool


class BackupFailed(Value):
    """The last try that failed."""

    at: AwareDatetime
    why: str


def last_due(config: BackupConfig, zone: ZoneInfo, now: datetime) -> datetime:
    """The latest moment by `now` at which a backup was due."""
    today = now.astimezone(zone).date()
    due = _moment(config, zone, today)
    return due if due <= now else _moment(config, zone, today - timedelta(days=1))


def is_due(
    config: BackupConfig, zone: ZoneInfo, made: BackupMade | None, failed: BackupFailed | None, now: datetime
) -> bool:
    """Whether one is to be made at `now`. A station that has none gets its first at once."""
    if failed and now - failed.at < TRY_AGAIN_AFTER:
        return False
    return made is None or made.at < last_due(config, zone, now)


def trouble(
    config: BackupConfig | None, zone: ZoneInfo, made: BackupMade | None, failed: BackupFailed | None, now: datetime
) -> str | None:
    """What is wrong with the backups, in a sentence; `None` where nothing is."""
    if failed and (made is None or failed.at > made.at):
        return f"the last one failed: {failed.why}"
    if config is None:
        days = (now - made.at).days if made else 0
        return (
            f"the last one is {days} days old: have the clock make them ([backup])" if days >= OLD_AFTER.days else None
        )
    if made is None:
        return "none was made yet"
    if made.at < last_due(config, zone, now - LATE_AFTER):
        hours = (now - made.at).total_seconds() / 3600
        return f"the last one is {hours:.0f} hours old, and one was due since: does a clock run?"
    return None


def _moment(config: BackupConfig, zone: ZoneInfo, day: date) -> datetime:
    return datetime.combine(day, config.time, zone)
