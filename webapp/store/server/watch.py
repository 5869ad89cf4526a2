"""Whether the store takes changes, tried every few seconds by a web process: not first by somebody at the desk."""

from __future__ import annotations

from datetime import datetime

from webapp.newsroom.errors import StoreAway
from webapp.store.core import keys
from webapp.store.core.client import Store
from webapp.store.core.connection import store_errors

MAX_LAG_S = 10
"""A replica that has been silent for longer confirms nothing."""


class StoreWatch:
    """`reason` says why nothing can be changed, as the last look found; `None` while all is well."""

    def __init__(self, store: Store, replicas: int) -> None:
        self._store = store
        self._replicas = replicas
        self.reason: str | None = None

    def look(self, now: datetime) -> str | None:
        """For `Health`: a sentence for the person on call. Never raises `StoreAway`."""
        try:
            with store_errors():
                self._store.set(keys.trial("change"), "1", ex=keys.TRIAL_TTL_S)
            self.reason = self._too_few()
        except StoreAway as error:
            self.reason = error.reason
        return self.reason and f"nothing can be changed: {self.reason}"

    def _too_few(self) -> str | None:
        if not self._replicas:
            return None
        there = online_replicas(self._store)
        if there >= self._replicas:
            return None
        return f"{there} of the {self._replicas} replicas that must confirm a change are connected (AIRWIRE_REPLICAS)"


def online_replicas(store: Store) -> int:
    """How many replicas are in step. Raises `StoreAway`."""
    with store_errors():
        found = store.info("replication")
    replicas = [value for name, value in found.items() if name.startswith("slave") and isinstance(value, dict)]
    return sum(one.get("state") == "online" and int(one.get("lag", 0)) <= MAX_LAG_S for one in replicas)
