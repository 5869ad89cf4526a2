"""Reads reported by beacon or over an open socket: the same limits and the same identity of readers for both.

Only `counted` waits for the store, so everything else may be called from the hub.
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
from webapp.web.answers import parse_json

MAX_BEACON_BYTES = 2_000
_COOKIE = re.compile(rf"(?:^|;)\s*{READER_COOKIE}=([^;\s]*)")

Environ = Mapping[str, Any]
"""A WSGI environment, or the part of one that is kept for an open socket."""


class ReadReport(Value):
    """The body of a beacon."""

    article: str
    token: str
    via: Via = "direct"


class ReadBeacons:
    """Takes reports of reads. What can be refused at once is raised as a `NewsroomError`; `on_result` is called later, with the
    `Outcome` or an exception."""

    def __init__(self, rules: Callable[[], ReadRules], reads: Reads, now: Callable[[], datetime]) -> None:
        self._rules = rules
        self._reads = reads
        self._now = now
        self._reports = RateLimiter(rules().reports_per_second, rules().reports_at_once)

    def beacon(self, environ: Environ, address: str, body: bytes, on_result: OnResult) -> None:
        """Counts the read in `body`, a `ReadReport` as JSON. `on_result` gets `None` for a reader who asks not to be counted.
        Raises `TooMany`, `TooLarge`, `Invalid`."""
        now = self._now()
        self._take(address, now)
        report = read_draft(ReadReport, parse_json(body, MAX_BEACON_BYTES))
        if self.asks_not_to_be_counted(environ):
            on_result(None)
        else:
            self._reads.put(report.article, report.token, self.reader(environ, address), now, report.via, on_result)

    def _take(self, address: str, now: datetime) -> None:
        """Counts a report of `address` under the rules in force. Raises `TooMany`."""
        rules = self._rules()
        self._reports.pace(rules.reports_per_second, rules.reports_at_once)
        self._reports.take(network_of(address), now)

    def counted(self, environ: Environ, address: str, body: bytes) -> None:
        """As `beacon`, but blocks until the read is counted or left out, and raises what went wrong."""
        wait_for_result(lambda on_result: self.beacon(environ, address, body, on_result))

    def by_handshake(self, environ: Environ) -> Reader | None:
        """The reader of a handshake; `None` for one who asks not to be counted."""
        return None if self.asks_not_to_be_counted(environ) else self.reader(environ)

    def over_socket(self, reader: Reader | None, report: Mapping[str, Any], on_result: OnResult) -> None:
        """Counts the read in `report` of the reader of a handshake. For `None`, `on_result` gets `None`.
        Raises `TooMany`, `Invalid`."""
        if reader is None:
            on_result(None)
            return
        now = self._now()
        self._take(reader.address, now)
        self._reads.put(report.get("article"), report.get("token"), reader, now, _via(report.get("via")), on_result)

    def reader(self, environ: Environ, address: str | None = None) -> Reader:
        """The reader behind a request; `address` replaces the peer's, where a proxy stands before us."""
        cookie = _COOKIE.search(environ.get("HTTP_COOKIE", ""))
        address = environ.get("REMOTE_ADDR") if address is None else address
        return self._reads.reader(address, environ.get("HTTP_USER_AGENT"), cookie and cookie[1])

    def asks_not_to_be_counted(self, environ: Environ) -> bool:
        asks = environ.get("HTTP_SEC_GPC") == "1" or environ.get("HTTP_DNT") == "1"
        return asks and self._rules().honour_privacy_signals


def _via(given: object) -> Via:
    for known in WAYS:
        if known == (given or "direct"):
            return known
    problem = f"expected one of {', '.join(WAYS)}"
    raise Invalid(f"via: {problem}", fields=[FieldError("via", problem)])
