"""Reads as they are told, by beacon or over the open socket: the same limits for both, and the same readers.

Nothing here waits for the store but `counted`, so the rest may be called from the hub.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from webapp.newsroom.drafts import read_draft
from webapp.newsroom.errors import FieldError, Invalid
from webapp.newsroom.model import Value, Via
from webapp.newsroom.reads.identity import READER_COOKIE, Reader, network_of
from webapp.newsroom.reads.rate_limit import RateLimiter
from webapp.newsroom.station import ReadRules
from webapp.store.core.batches import OnResult, wait_for_result
from webapp.store.reads.reads import Reads
from webapp.store.reads.story import WAYS
from webapp.web.answers import json_in

BEACON_CAP = 2_000
_COOKIE = re.compile(rf"(?:^|;)\s*{READER_COOKIE}=([^;\s]*)")

Environ = Mapping[str, Any]
"""A request as WSGI has it, or the part of one that is kept of an open socket's."""


class ReadReport(Value):
    """The body of a beacon."""

    article: str
    token: str
    via: Via = "direct"


class ReadBeacons:
    """What is refused at once is raised, as a `NewsroomError`; `told` hears an `Outcome` or the exception in its place."""

    def __init__(self, rules: ReadRules, reads: Reads, now: Callable[[], datetime]) -> None:
        self._rules = rules
        self._reads = reads
        self._now = now
        self._reports = RateLimiter(rules.reports_per_second, rules.reports_at_once)

    def beacon(self, environ: Environ, address: str, body: bytes, told: OnResult) -> None:
        """Counts the read in `body`. Of one who asks not to be counted `None` is told."""
        now = self._now()
        self._reports.take(network_of(address), now)
        report = read_draft(ReadReport, json_in(body, BEACON_CAP))
        if self.asks_not_to_be_counted(environ):
            told(None)
        else:
            self._reads.put(report.article, report.token, self.reader(environ, address), now, report.via, told)

    def counted(self, environ: Environ, address: str, body: bytes) -> None:
        """As `beacon`; returns once it is counted, or left out."""
        wait_for_result(lambda told: self.beacon(environ, address, body, told))

    def by_handshake(self, environ: Environ) -> Reader | None:
        """Who shook hands; nobody where they ask not to be counted."""
        return None if self.asks_not_to_be_counted(environ) else self.reader(environ)

    def over_socket(self, reader: Reader | None, report: Mapping[str, Any], told: OnResult) -> None:
        """Counts the read in `report`, of who shook hands. Of nobody `None` is told."""
        if reader is None:
            told(None)
            return
        now = self._now()
        self._reports.take(network_of(reader.address), now)
        self._reads.put(report.get("article"), report.get("token"), reader, now, _via(report.get("via")), told)

    def reader(self, environ: Environ, address: str | None = None) -> Reader:
        """Whose request it is; `address` where it is not the peer's own."""
        cookie = _COOKIE.search(environ.get("HTTP_COOKIE", ""))
        address = environ.get("REMOTE_ADDR") if address is None else address
        return self._reads.reader(address, environ.get("HTTP_USER_AGENT"), cookie and cookie[1])

    def asks_not_to_be_counted(self, environ: Environ) -> bool:
        asks = environ.get("HTTP_SEC_GPC") == "1" or environ.get("HTTP_DNT") == "1"
        return asks and self._rules.honour_privacy_signals


def _via(given: object) -> Via:
    for known in WAYS:
        if known == (given or "direct"):
            return known
    problem = f"expected one of {', '.join(WAYS)}"
    raise Invalid(f"via: {problem}", fields=[FieldError("via", problem)])
