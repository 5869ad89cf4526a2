"""Answers kept ready as bytes, so that what a crowd requests at once is parsed and made only once.

A connection is served here as long as each of its requests arrives whole and is of one of two kinds: a page or document of
`READY_PATHS` for which the same bytes were requested before, within this second and for this board; or a read beacon.
The application answers the first request of each, and its answer is kept. Any other request goes to gunicorn, from its first
byte. Both ways give the same bytes; a test compares them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from io import BytesIO
from typing import Any

from gunicorn.util import http_date

from webapp.delivery.audience import COUNTED_POLL, Audience
from webapp.delivery.fast_http.beacon_lane import BEACON_LINE, BeaconLane, Beacons
from webapp.delivery.fast_http.keepalive_lane import Later, Make
from webapp.delivery.fast_http.plain_requests import SIGNED_IN, leave_to_gunicorn, plain_environ
from webapp.delivery.fast_http.request import wsgi_name
from webapp.delivery.forwarded import SCHEME_FIELDS, Proxies
from webapp.newsroom.listeners.kinds import Kind
from webapp.newsroom.settings.trusted_proxies import DIRECT
from webapp.store.board.replica import Replica
from webapp.web.work_lanes import SharedWork

READY_PATHS = frozenset({"/", "/lite", "/api/v1/snapshot", "/api/v1/most-read", "/embed/ticker", "/embed/ticker.json"})

MAX_REMEMBERED_REQUESTS = 512
"""Different requests whose answers are kept, for at most a second."""

Poller = tuple[Kind, int]
"""As `Audience.poller` says."""

_SIGNED_IN = SIGNED_IN.decode()
_GATEWAY = {
    "SCRIPT_NAME": "", "SERVER_PROTOCOL": "HTTP/1.1", "wsgi.version": (1, 0), "wsgi.multithread": True,
    "wsgi.multiprocess": True, "wsgi.run_once": False,
}  # fmt: skip
"""Required by WSGI, and used by nothing here."""


class Ready:
    """The answers of one process for `keepalive_lane`. `proxies` as in `Limits`; nothing is answered here unless the process
    `serves_best`, and nothing to whom it `turns_away`."""

    def __init__(
        self,
        app: Any,
        replica: Replica,
        now: Callable[[], datetime],
        beacons: Beacons[Any],
        proxies: Proxies = DIRECT,
        serves_best: Callable[[], bool] = lambda: True,
        turns_away: Callable[[Mapping[str, Any]], bool] = lambda environ: False,
        audience: Audience | None = None,
    ) -> None:
        self._app = app
        self._replica = replica
        self._now = now
        self._beacons = BeaconLane(beacons, now, proxies, self._call_app)
        self._proxies = proxies
        self._serves_best = serves_best
        self._turns_away = turns_away
        self._audience = audience or Audience()
        self._stamp: tuple[object, int] = ((), 0)
        self._kept: dict[bytes, tuple[bytes, Poller | None]] = {}
        self._alike: dict[tuple[object, ...], bytes] = {}
        self._making = SharedWork()

    def at_once(self, head: bytes, peer: str, server: tuple[str, int], later: Later) -> bytes | Make | None:
        """As in `Answers`; `head` holds what the client has sent, which may be less or more than one request."""
        if not self._serves_best():
            return leave_to_gunicorn  # which may leave it to another host
        if head.startswith(BEACON_LINE):
            return self._beacons.take(head, peer, server, later)
        now = self._now()
        stamp = (self._replica.version(now), int(now.timestamp()))
        if stamp != self._stamp:
            self._stamp = stamp
            self._kept.clear()
            self._alike.clear()
        known = self._kept.get(head)
        if known is not None:
            if known[1] is not None:
                self._audience.asked(known[1])
            return known[0]
        environ = plain_environ(head, peer, server, self._proxies.hops)
        if environ is None or _SIGNED_IN in environ.get("HTTP_COOKIE", "") or environ["QUERY_STRING"]:
            return leave_to_gunicorn
        method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"]
        if method == "GET" and path in READY_PATHS and not self._turns_away(environ):
            return partial(self._remembered, head, environ)
        return leave_to_gunicorn

    def _remembered(self, head: bytes, environ: dict[str, Any]) -> bytes:
        poller = self._audience.poller(environ)
        if poller is not None:
            self._audience.asked(poller)
        environ[COUNTED_POLL] = True
        key, stamp = answer_key(environ), self._stamp
        made = self._alike.get(key) or self._made_once(key, stamp, environ)
        if stamp != self._stamp or _is_error(made):
            return made  # of an older board; or an error, which is for this moment and peer
        # The scheme headers are trusted from some peers only, so such requests are not alike.
        if len(self._kept) < MAX_REMEMBERED_REQUESTS and not any(name in environ for name in SCHEME_FIELDS):
            self._kept[head] = made, poller
        return made

    def _made_once(self, key: tuple[object, ...], stamp: object, environ: dict[str, Any]) -> bytes:
        """Makes an answer once for all who request it meanwhile."""

        def make() -> bytes:
            made = self._call_app(environ)
            if stamp == self._stamp and len(self._alike) < MAX_REMEMBERED_REQUESTS and not _is_error(made):
                self._alike[key] = made
            return made

        made: bytes = self._making.do((stamp, key), make)
        return made

    def _call_app(self, environ: dict[str, Any]) -> bytes:
        response: list[Any] = []

        def start(status: str, headers: list[tuple[str, str]], _: object = None) -> None:
            response[:] = status, headers

        answered = self._app(_GATEWAY | {"wsgi.errors": BytesIO()} | environ, start)
        try:
            body = b"".join(answered)
        finally:
            if hasattr(answered, "close"):
                answered.close()
        status, headers = response
        lines = [f"HTTP/1.1 {status}", "Server: gunicorn", f"Date: {http_date()}", "Connection: keep-alive"]
        lines += [f"{name}: {value}" for name, value in headers]
        return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body


def _is_error(made: bytes) -> bool:
    return made.startswith((b"HTTP/1.1 4", b"HTTP/1.1 5"))


_IRRELEVANT = frozenset(
    wsgi_name(name)
    for name in (
        "Accept", "Cache-Control", "Connection", "DNT", "Keep-Alive", "Origin", "Pragma", "Priority", "Purpose", "Referer",
        "Upgrade-Insecure-Requests", "User-Agent", "X-Forwarded-For", "X-Real-IP",
    )
)  # fmt: skip
"""Headers on which no answer of `READY_PATHS` depends. It may depend on any other."""

_READER_COOKIE = re.compile(r"airwire_reader=[^;]*;?\s*")


def answer_key(environ: Mapping[str, Any]) -> tuple[object, ...]:
    """All that an answer of `READY_PATHS` can depend on: requests with equal keys get the same bytes."""
    fields = sorted(
        (name, _READER_COOKIE.sub("", value) if name == "HTTP_COOKIE" else value)
        for name, value in environ.items()
        if name.startswith("HTTP_") and name not in _IRRELEVANT and not name.startswith("HTTP_SEC_")
    )
    return (environ["PATH_INFO"], environ["wsgi.url_scheme"], *fields)
