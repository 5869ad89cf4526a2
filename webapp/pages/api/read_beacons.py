"""Reads reported by beacon or over an open socket: the same limits and the same identity of readers for both.

Only `counted` waits for the store, so everything else may be called from the hub.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from webapp.newsroom.drafts import read_draft
from webapp.newsroom.errors import FieldError, Invalid
from webapp.newsroom.model import Value, Via
from webapp.newsroom.reads.identity import Reader, network_of
from webapp.newsroom.reads.rate_limit import RateLimiter
from webapp.newsroom.station import ReadRules
from webapp.store.core.batches import OnResult, wait_for_result
from webapp.store.reads.reads import Reads
from webapp.store.reads.story import WAYS
from webapp.web.answers import parse_json

MAX_BEACON_BYTES = 2_000

Environ = Mapping[str, Any]
"""A WSGI environment, or the part of one that is kept for an open socket."""


class Browser(NamedTuple):
    """What all reports of one kind of browser have in common: its user agent, and whether it asks not to be counted."""

    agent: str
    asks_not_to_be_counted: bool


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
        self._paced = rules()
        self._reports = RateLimiter(self._paced.reports_per_second, self._paced.reports_at_once)

    def browser(self, environ: Environ) -> Browser:
        """The kind of browser of a request."""
        asks = environ.get("HTTP_SEC_GPC") == "1" or environ.get("HTTP_DNT") == "1"
        return Browser(environ.get("HTTP_USER_AGENT") or "", asks)

    def beacon(
        self, browser: Browser, cookies: str, address: str, body: bytes, now: datetime, on_result: OnResult
    ) -> None:
        """Counts the read in `body`, a `ReadReport` as JSON, of who sent the header `Cookie: cookies` from `address`.
        `on_result` gets `None` for a reader who asks not to be counted. Raises `TooMany`, `TooLarge`, `Invalid`."""
        self._take(address, now)
        article, token, via = _report(parse_json(body, MAX_BEACON_BYTES))
        if browser.asks_not_to_be_counted and self._rules().honour_privacy_signals:
            on_result(None)
        else:
            reader = self._reads.reader_by_header(address, browser.agent, cookies)
            self._reads.put(article, token, reader, now, via, on_result)

    def _take(self, address: str, now: datetime) -> None:
        """Counts a report of `address` under the rules in force. Raises `TooMany`."""
        rules = self._rules()
        if rules is not self._paced:
            self._paced = rules
            self._reports.pace(rules.reports_per_second, rules.reports_at_once)
        self._reports.take(network_of(address), now)

    def counted(self, environ: Environ, address: str, body: bytes) -> None:
        """As `beacon`, of a WSGI environment, but blocks until the read is counted or left out, and raises what went wrong."""
        browser, cookies = self.browser(environ), environ.get("HTTP_COOKIE", "")
        wait_for_result(lambda on_result: self.beacon(browser, cookies, address, body, self._now(), on_result))

    def by_handshake(self, environ: Environ) -> Reader | None:
        """The reader of a handshake; `None` for one who asks not to be counted."""
        if self.asks_not_to_be_counted(environ):
            return None
        agent, cookies = environ.get("HTTP_USER_AGENT") or "", environ.get("HTTP_COOKIE", "")
        return self._reads.reader_by_header(environ.get("REMOTE_ADDR") or "", agent, cookies)

    def over_socket(self, reader: Reader | None, report: Mapping[str, Any], on_result: OnResult) -> None:
        """Counts the read in `report` of the reader of a handshake. For `None`, `on_result` gets `None`.
        Raises `TooMany`, `Invalid`."""
        if reader is None:
            on_result(None)
            return
        now = self._now()
        self._take(reader.address, now)
        self._reads.put(report.get("article"), report.get("token"), reader, now, _via(report.get("via")), on_result)

    def asks_not_to_be_counted(self, environ: Environ) -> bool:
        """Whether a request asks for that, and the station heeds it."""
        return self.browser(environ).asks_not_to_be_counted and self._rules().honour_privacy_signals


def _report(said: Any) -> tuple[str, str, Via]:
    """The article, token and way of a `ReadReport`. Raises `Invalid`."""
    if isinstance(said, dict) and len(said) == 2:
        article, token = said.get("article"), said.get("token")
        if type(article) is str and type(token) is str:
            return article, token, "direct"  # as nearly all are: without a look at each field
    report = read_draft(ReadReport, said)
    return report.article, report.token, report.via


def _via(given: object) -> Via:
    for known in WAYS:
        if known == (given or "direct"):
            return known
    problem = f"expected one of {', '.join(WAYS)}"
    raise Invalid(f"via: {problem}", fields=[FieldError("via", problem)])
