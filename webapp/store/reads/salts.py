"""The salts of readers' marks: one random salt a day, shared by all processes, deleted when its day is over."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from webapp.newsroom.reads.identity import REPEAT_WINDOW
from webapp.store.core import keys
from webapp.store.core.client import Store
from webapp.store.core.connection import store_errors

SALT_REUSE = timedelta(minutes=1)
"""How long a process reuses the salt: when the store was emptied, all processes soon use its new one."""


@dataclass(frozen=True)
class Salts:
    """`before` is yesterday's salt, while a read of yesterday can still make one of today a repeat."""

    today: bytes
    before: bytes | None
    asked_at: datetime


class DaySalts:
    """Raises `StoreAway`. Days are in UTC."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: Salts | None = None

    def at(self, now: datetime) -> Salts:
        """The salts at `now`; creates the day's salt if needed."""
        known, now = self._known, now.astimezone(UTC)
        if known and timedelta(0) <= now - known.asked_at < SALT_REUSE and known.asked_at.date() == now.date():
            return known
        today, before = keys.salt(f"{now:%Y%m%d}"), keys.salt(f"{now - REPEAT_WINDOW:%Y%m%d}")
        with store_errors(), self._store.pipeline() as pipe:
            pipe.set(today, secrets.token_bytes(16), nx=True, ex=keys.SALT_TTL_S)
            pipe.mget(today, before)
            salt, earlier = pipe.execute()[1]
        self._known = known = Salts(salt, earlier if before != today else None, now)
        return known
