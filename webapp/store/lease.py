"""The clock's lease: of any number of clock processes one acts, and an old one cannot write once it was replaced."""

from __future__ import annotations

from webapp.store import keys
from webapp.store.connection import Store, script, told_when_away

LEASE_S = 6.0
"""A clock that dies is replaced after this and the next look of another, which is 2 s later at the most."""


class Lease:
    """`holder` names this process, uniquely."""

    def __init__(self, store: Store, holder: str) -> None:
        self._store = store
        self._holder = holder
        self._take = script(store, "lease")

    def take(self) -> str | None:
        """The fencing token if the lease is ours now, else `None`. Raises `StoreAway`."""
        with told_when_away():
            token = self._take(keys=[keys.LEASE, keys.FENCE], args=[self._holder, int(LEASE_S * 1000)])
        return token.decode() if token else None

    def holder(self) -> str | None:
        """Who holds it now."""
        with told_when_away():
            holder = self._store.hget(keys.LEASE, "holder")
        return holder.decode() if holder else None

    def give_up(self) -> None:
        """Lets the next clock take over at once."""
        if self.holder() == self._holder:
            with told_when_away():
                self._store.delete(keys.LEASE)
