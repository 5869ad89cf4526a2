"""Whether the outlets work, for a web process: red surfaces, surfaces that fail, and whether an outlets process acts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from webapp.newsroom.outlets.overview import FAILING_AFTER, red_since, surfaces, withdrawn_lately
from webapp.newsroom.settings.current import CurrentStation
from webapp.store.board.replica import Replica
from webapp.store.core.lease import Lease, LeaseWatch
from webapp.store.outlets.ledger import Ledger

LOOKED_AT = 500
"""How many of the newest headlines are looked at."""

GRACE_TIME = timedelta(seconds=5)
"""So long a withdrawal may be under way before anybody is called."""


class OutletsWatch:
    """`look` asks the store; `red` and `waiting` are what it found, by surface, for metrics."""

    def __init__(
        self, current: CurrentStation, ledger: Ledger, replica: Replica, lease: Lease, since: datetime
    ) -> None:
        self._current = current
        self._ledger = ledger
        self._replica = replica
        self._lease = LeaseWatch(lease, since, "outlets")
        self.red: Mapping[str, datetime] = {}
        self.waiting: Mapping[str, int] = {}

    def look(self, now: datetime) -> str | None:
        """What is wrong, for the person on call; `None` while all is well. Raises `StoreAway`."""
        station = self._current.station
        states = self._ledger.states()
        names = {surface.id: surface.title for surface in surfaces(station.outlets, states)}
        withdrawn = withdrawn_lately(self._replica.headlines.newest(LOOKED_AT), now)
        entries = self._ledger.entries(list(names), [record.id for record in withdrawn])
        self.red = red_since(withdrawn, entries)
        configured = {config.id for config in station.outlets}
        self.waiting = {name: state.waiting for name, state in states.items()}
        wrong = [
            f"{names[name]} still shows a withdrawn headline, since {since:%H:%M} UTC"
            for name, since in sorted(self.red.items(), key=lambda pair: pair[1])
            if now - since > GRACE_TIME
        ]
        wrong += [
            f"{state.title}: {state.error}"
            for name, state in states.items()
            if name in configured and state.failing_since and now - state.failing_since > FAILING_AFTER
        ]
        if (configured or station.webhooks) and (missing := self._lease.look(now)):
            wrong.insert(0, missing)
        return "; ".join(wrong) or None
