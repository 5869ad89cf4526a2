"""Whether this process serves as well as another one could: `/readyz`, the fronts' word, and who is turned away.

board confirmed lately ── yes ─► ready
         └─ no ─► stale: not ready; whoever comes through a front that can ask another host is turned away, and
                  once the front is known to have a ready one, new websockets are too (`delivery/hand_over.py`)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from webapp.processes.leaving import is_leaving
from webapp.store.board.builds import Builds
from webapp.store.board.replica import Replica

ANOTHER_HOST = "Airwire-Another-Host"
"""A request header by which a front says that it asks another host if this one turns the request away."""

ANOTHER_HOST_WSGI = "HTTP_AIRWIRE_ANOTHER_HOST"

TURNED_AWAY_STATUS = 504
"""Given to requests with `ANOTHER_HOST` only. The application answers 504 in no other case, so that a front can tell."""


class Readiness:
    """`stale_s` is how long a board counts as fresh after the store last confirmed it; `why_away` has what the store said."""

    def __init__(
        self,
        replica: Replica,
        builds: Builds,
        now: Callable[[], datetime],
        stale_s: float = 10.0,
        why_away: Callable[[], str | None] = lambda: None,
    ) -> None:
        self.stale_s = stale_s
        self.another_is_ready = False
        """What the front said last; only asked while this process is stale."""
        self._replica = replica
        self._builds = builds
        self._now = now
        self._why_away = why_away
        self._fresh = timedelta(seconds=stale_s)

    @property
    def age_s(self) -> float | None:
        """Seconds since the store last confirmed the board; `None` where it never has."""
        heard = self._replica.heard_at
        return None if heard is None else (self._now() - heard).total_seconds()

    @property
    def is_stale(self) -> bool:
        heard = self._replica.heard_at
        return heard is None or self._now() - heard > self._fresh

    @property
    def is_leaving(self) -> bool:
        return is_leaving()

    def reason(self) -> str | None:
        """Why a front should rather ask another host, in words; `None` while ready."""
        if self.is_leaving:
            return "this server is going down"
        if self.is_stale:
            age, why = self.age_s, self._why_away()
            away = "the store has not been reached yet" if age is None else f"the store is away for {age:.0f} s"
            return f"{away}: {why}" if why else away
        if self._builds.elsewhere:
            return f"a newer build writes what this one cannot read: {self._builds.unread}"
        return None

    @property
    def serves_best(self) -> bool:
        """Whether no other host could serve a visitor better."""
        return not self.is_stale and not self.is_leaving

    def turns_away_request(self, environ: Mapping[str, Any]) -> bool:
        """Whether to leave this request to another host, which the front has said it would ask."""
        return ANOTHER_HOST_WSGI in environ and environ["REQUEST_METHOD"] in ("GET", "HEAD") and not self.serves_best

    def turns_away_listeners(self) -> bool:
        """Whether a new websocket should come again later, since it will then reach another host."""
        return self.another_is_ready and self.is_stale
