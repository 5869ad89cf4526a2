"""Leases: of any number of processes of a role (clock, outlets) one acts, and an old one cannot write once it was replaced."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from webapp.newsroom.times import rfc3339
from webapp.store.core import keys
from webapp.store.core.client import Store
from webapp.store.core.connection import script, store_errors

LEASE_S = 6.0
"""How long a lease lasts. Another clock notices its end within 2 s."""

LATE_S = 10.0
"""Longer than any handover takes: after this no clock acts, and somebody has to be alerted."""


class LeaseKeys(NamedTuple):
    """The keys of one role's lease, in the order of `lease.lua`."""

    lease: str
    fence: str
    acted: str


CLOCK_LEASE = LeaseKeys(keys.LEASE, keys.FENCE, keys.ACTED)
OUTLETS_LEASE = LeaseKeys(keys.OUTLETS_LEASE, keys.OUTLETS_FENCE, keys.OUTLETS_ACTED)


@dataclass(frozen=True)
class Acted:
    """When a process of the role last took or kept the lease, and how many seconds ago that was, both by the store's own time."""

    at: datetime
    age_s: float

    @property
    def late(self) -> bool:
        """Whether that is too long ago."""
        return self.age_s > LATE_S


class Lease:
    """`holder` names this process uniquely. Methods raise `StoreAway`."""

    def __init__(self, store: Store, holder: str, of: LeaseKeys = CLOCK_LEASE) -> None:
        self._store = store
        self._holder = holder
        self._keys = of
        self._take = script(store, "lease")

    def take(self) -> str | None:
        """Takes or keeps the lease. Returns the fencing token, or `None` when another process holds it."""
        with store_errors():
            token = self._take(keys=list(self._keys), args=[self._holder, int(LEASE_S * 1000)])
        return token.decode() if token else None

    def holder(self) -> str | None:
        """The process that holds the lease."""
        with store_errors():
            holder = self._store.hget(self._keys.lease, "holder")
        return holder.decode() if holder else None

    def acted(self) -> Acted | None:
        """When one last acted; `None` if none ever did."""
        with store_errors():
            acted_ms = self._store.get(self._keys.acted)
            seconds, microseconds = self._store.time()
        if acted_ms is None:
            return None
        acted_s = int(acted_ms) / 1000
        return Acted(datetime.fromtimestamp(acted_s, UTC), seconds + microseconds / 1e6 - acted_s)

    def give_up(self) -> None:
        """Releases the lease, if it is ours, so that another process can take over at once."""
        if self.holder() == self._holder:
            with store_errors():
                self._store.delete(self._keys.lease)


class LeaseWatch:
    """Whether one acts, for a web process: `look` asks the store, `age_s` answers from what is known. `role` is its command."""

    def __init__(self, lease: Lease, since: datetime, role: str = "clock") -> None:
        """`since` is when this process started: a clock that starts at the same time is not missed yet."""
        self._lease = lease
        self._since = since
        self._role = role
        self._acted_at: datetime | None = None

    def look(self, now: datetime) -> str | None:
        """What is wrong, for the person on call; `None` while one acts. Raises `StoreAway`."""
        acted = self._lease.acted()
        self._acted_at = now - timedelta(seconds=acted.age_s) if acted else None
        if acted is None:
            young = now - self._since < timedelta(seconds=LATE_S)
            return (
                None
                if young
                else f"no {self._role} process has ever acted on this store: start one (airwire {self._role})"
            )
        if not acted.late:
            return None
        since = rfc3339(acted.at)
        return f"no {self._role} process has acted since {since}: start one (airwire {self._role}), or end the one that hangs"

    def age_s(self, now: datetime) -> float:
        """Seconds since one last acted, as far as is known here; -1 when unknown."""
        return (now - self._acted_at).total_seconds() if self._acted_at else -1.0
