"""The clock's lease: of any number of clock processes one acts, and an old one cannot write once it was replaced."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from webapp.newsroom.times import rfc3339
from webapp.store.core import keys
from webapp.store.core.client import Store
from webapp.store.core.connection import script, store_errors

LEASE_S = 6.0
"""How long a lease lasts. Another clock notices its end within 2 s."""

LATE_S = 10.0
"""Longer than any handover takes: after this no clock acts, and somebody has to be alerted."""


@dataclass(frozen=True)
class Acted:
    """When a clock last took or kept the lease, and how many seconds ago that was, both by the store's own time."""

    at: datetime
    age_s: float

    @property
    def late(self) -> bool:
        """Whether that is too long ago."""
        return self.age_s > LATE_S


class Lease:
    """`holder` names this process uniquely. Methods raise `StoreAway`."""

    def __init__(self, store: Store, holder: str) -> None:
        self._store = store
        self._holder = holder
        self._take = script(store, "lease")

    def take(self) -> str | None:
        """Takes or keeps the lease. Returns the fencing token, or `None` when another process holds it."""
        with store_errors():
            token = self._take(keys=[keys.LEASE, keys.FENCE, keys.ACTED], args=[self._holder, int(LEASE_S * 1000)])
        return token.decode() if token else None

    def holder(self) -> str | None:
        """The process that holds the lease."""
        with store_errors():
            holder = self._store.hget(keys.LEASE, "holder")
        return holder.decode() if holder else None

    def acted(self) -> Acted | None:
        """When a clock last acted; `None` if none ever did."""
        with store_errors():
            acted_ms = self._store.get(keys.ACTED)
            seconds, microseconds = self._store.time()
        if acted_ms is None:
            return None
        acted_s = int(acted_ms) / 1000
        return Acted(datetime.fromtimestamp(acted_s, UTC), seconds + microseconds / 1e6 - acted_s)

    def give_up(self) -> None:
        """Releases the lease, if it is ours, so that another clock can take over at once."""
        if self.holder() == self._holder:
            with store_errors():
                self._store.delete(keys.LEASE)


class LeaseWatch:
    """Whether a clock acts, for a web process: `look` asks the store, `age_s` answers from what is known."""

    def __init__(self, lease: Lease, since: datetime) -> None:
        """`since` is when this process started: a clock that starts at the same time is not missed yet."""
        self._lease = lease
        self._since = since
        self._acted_at: datetime | None = None

    def look(self, now: datetime) -> str | None:
        """What is wrong, for the person on call; `None` while a clock acts. Raises `StoreAway`."""
        acted = self._lease.acted()
        self._acted_at = now - timedelta(seconds=acted.age_s) if acted else None
        if acted is None:
            young = now - self._since < timedelta(seconds=LATE_S)
            return None if young else "no clock has ever acted on this store: start one (airwire clock)"
        if not acted.late:
            return None
        return f"no clock has acted since {rfc3339(acted.at)}: start one (airwire clock), or end the one that hangs"

    def age_s(self, now: datetime) -> float:
        """Seconds since a clock last acted, as far as is known here; -1 when unknown."""
        return (now - self._acted_at).total_seconds() if self._acted_at else -1.0
