"""Who listens to this process, counted as they come and go, and what the store is told of it once a minute.

    a connection opens, closes ─► a count by kind ┐
    a poll                     ─► a count by kind ├─► once a minute ─► the store, where the processes' counts are added up
    a headline was written     ─► how long it took┘

Nothing is done for each listener but these counts.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol

import structlog

from webapp.delivery.forwarded import Proxies
from webapp.newsroom.errors import StoreAway
from webapp.newsroom.listeners.counts import MINUTE_S, minute_counts
from webapp.newsroom.listeners.deliveries import Delivered
from webapp.newsroom.listeners.kinds import ASKS_A_MINUTE, Kind, Way, kind_of
from webapp.newsroom.settings.trusted_proxies import DIRECT

MAX_DELIVERED = 200
"""Measured headlines that wait for the store; further ones displace the oldest."""

MAX_POLLERS = 1_000
"""Kinds that are told apart within a minute; polls of further ones are not counted."""

COUNTED_POLL = "airwire.counted_poll"
"""WSGI environment key, set where a poll was counted before the application was asked."""

log = structlog.get_logger("listeners")


class Minutes(Protocol):
    """Keeps the counts (`store.listeners.minutes`)."""

    def add(self, minute: datetime, counts: Mapping[str, int], /) -> None: ...


class Measured(Protocol):
    """Keeps how long headlines took (`store.listeners.deliveries`)."""

    def add(self, measured: Sequence[Delivered], now: datetime, /) -> None: ...


class Audience:
    """`proxies` say the country, if one of ours does."""

    def __init__(self, proxies: Proxies = DIRECT) -> None:
        self._proxies = proxies
        self._open: Counter[Kind] = Counter()
        self._asked: Counter[tuple[Kind, int]] = Counter()
        self._delivered: deque[Delivered] = deque(maxlen=MAX_DELIVERED)

    @property
    def knows_countries(self) -> bool:
        return self._proxies.country_field is not None

    def kind(self, way: Way, environ: Mapping[str, Any], *, installed: bool = False) -> Kind:
        return kind_of(way, environ, installed=installed, country_field=self._proxies.country_field)

    def enter(self, kind: Kind) -> None:
        self._open[kind] += 1

    def leave(self, kind: Kind) -> None:
        if self._open[kind] > 1:
            self._open[kind] -= 1
        else:
            del self._open[kind]

    def poller(self, environ: Mapping[str, Any]) -> tuple[Kind, int] | None:
        """Who asks by this request, to be handed to `asked`; `None` for other requests than polls."""
        found = ASKS_A_MINUTE.get(environ["PATH_INFO"]) if environ["REQUEST_METHOD"] == "GET" else None
        return (self.kind(found[0], environ), found[1]) if found else None

    def asked(self, poller: tuple[Kind, int]) -> None:
        if poller in self._asked or len(self._asked) < MAX_POLLERS:
            self._asked[poller] += 1

    def delivered(self, measured: Delivered) -> None:
        self._delivered.append(measured)

    def count(self) -> dict[Kind, int]:
        """Everybody who listens now: the connections, and as many as asked since the last call must have been."""
        asked, self._asked = self._asked, Counter()
        found = Counter(self._open)
        for (kind, times), polls in asked.items():
            found[kind] += -(-polls // times)
        return dict(found)

    def measured(self) -> list[Delivered]:
        """What was measured since the last call."""
        found = list(self._delivered)
        self._delivered.clear()
        return found


class AudienceReport:
    """Tells the store. A minute in which it does not answer stays unknown."""

    def __init__(self, audience: Audience, minutes: Minutes, deliveries: Measured, now: Callable[[], datetime]) -> None:
        self._audience, self._minutes, self._deliveries, self._now = audience, minutes, deliveries, now
        self._minute = _minute_of(now())

    def step(self) -> None:
        """To be called every few seconds: keeps what was measured and, once a minute is over, its counts."""
        now = self._now()
        try:
            if measured := self._audience.measured():
                self._deliveries.add(measured, now)
            if _minute_of(now) != self._minute:
                self._minute = _minute_of(now)
                counts = minute_counts(self._audience.count())
                self._minutes.add(self._minute - timedelta(seconds=MINUTE_S), counts)
        except StoreAway as error:
            log.debug("listeners not reported", error=error.reason)


def _minute_of(now: datetime) -> datetime:
    return now.replace(second=0, microsecond=0)
