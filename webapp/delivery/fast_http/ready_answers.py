"""Answers kept ready as bytes: what a crowd asks for all at once is neither parsed nor made twice.

A connection is served here as long as each of its requests is there whole and is one of two kinds: a page or document of
`PATHS`, which was asked for in these very words before, within this second and on this board; or the beacon of a read.
The first of each is answered by the application, and what it answered is kept. Anything else, from its first byte, takes
gunicorn's ordinary road. Both roads give the same bytes; a test compares them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from io import BytesIO
from typing import Any, Protocol, cast

from gunicorn.util import http_date

from webapp.delivery.fast_http.keepalive_lane import Later, Make
from webapp.delivery.fast_http.request import read_request, wsgi_name
from webapp.delivery.limits import client_address
from webapp.store.board.replica import Replica
from webapp.web.answers import COUNTED, REFUSED
from webapp.web.turns import Joined

PATHS = frozenset({"/", "/lite", "/api/v1/snapshot", "/api/v1/most-read", "/embed/ticker", "/embed/ticker.json"})
BEACON = "/api/v1/reads"

MAX_REMEMBERED_REQUESTS = 512
"""So many different requests are remembered, for a second."""

_NOT_PLAIN = frozenset({"HTTP_UPGRADE", "HTTP_AUTHORIZATION", "HTTP_RANGE"})
_SCHEMES = {"HTTP_X_FORWARDED_PROTOCOL": "ssl", "HTTP_X_FORWARDED_PROTO": "https", "HTTP_X_FORWARDED_SSL": "on"}
"""By these gunicorn believes a peer on this machine that the listener came over TLS."""
_LOOPBACK = ("127.0.0.1", "::1")
_SIGNED_IN = "airwire_staff="
_GATEWAY = {
    "SCRIPT_NAME": "", "SERVER_PROTOCOL": "HTTP/1.1", "wsgi.version": (1, 0), "wsgi.multithread": True,
    "wsgi.multiprocess": True, "wsgi.run_once": False,
}  # fmt: skip
"""What WSGI wants to be told, and nobody here looks at."""


class Beacons(Protocol):
    """Where the beacons of reads go."""

    def beacon(self, environ: Mapping[str, Any], address: str, body: bytes, done: Callable[[Any], None], /) -> None:
        """Counts the read in `body`, of the reader at `address`: returns at once or raises `NewsroomError`; in the end
        `done` hears how it went, an exception if it went wrong."""


def ordinary() -> None:
    """How a request is answered about which nobody here has done anything."""


class Ready:
    """Answers for the lane, made once. Each is bytes, or how to make them, or comes later; see `keepalive_lane.Answers`.

    `proxy_hops` as in `Limits`.
    """

    def __init__(
        self, app: Any, replica: Replica, now: Callable[[], datetime], beacons: Beacons, proxy_hops: int = 0
    ) -> None:
        self._app = app
        self._replica = replica
        self._now = now
        self._beacons = beacons
        self._proxy_hops = proxy_hops
        self._stamp: tuple[object, int] = ((), 0)
        self._kept: dict[bytes, bytes] = {}
        self._alike: dict[tuple[object, ...], bytes] = {}
        self._making = Joined()

    def at_once(self, head: bytes, peer: str, server: tuple[str, int], later: Later) -> bytes | Make | None:
        """`head` is one request from its first byte to its last, as far as anybody can tell."""
        now = self._now()
        stamp = (self._replica.version(now), int(now.timestamp()))
        if stamp != self._stamp:
            self._stamp = stamp
            self._kept.clear()
            self._alike.clear()
        known = self._kept.get(head)
        if known is not None:
            return known
        environ = plain_environ(head, peer, server)
        if environ is None or _SIGNED_IN in environ.get("HTTP_COOKIE", "") or environ["QUERY_STRING"]:
            return ordinary
        method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"]
        if method == "GET" and path in PATHS:
            return partial(self._remembered, head, environ)
        if method == "POST" and path == BEACON:
            return self._count(environ, later)
        return ordinary

    def _count(self, environ: dict[str, Any], later: Later) -> Make | None:
        def done(outcome: object) -> None:
            refused = isinstance(outcome, Exception)
            later(partial(self._ask, {**environ, REFUSED: outcome}) if refused else self._counted(environ))

        try:
            address = client_address(environ, self._proxy_hops)
            self._beacons.beacon(environ, address, environ["wsgi.input"].getvalue(), done)
        except Exception as error:  # noqa: BLE001 - raised again where errors become answers
            return partial(self._ask, {**environ, REFUSED: error})
        return None

    def _counted(self, environ: dict[str, Any]) -> bytes | Make:
        """The same for all of this second."""

        def make() -> bytes:
            self._alike[COUNTED,] = made = self._ask({**environ, COUNTED: True})
            return made

        return self._alike.get((COUNTED,)) or make

    def _remembered(self, head: bytes, environ: dict[str, Any]) -> bytes:
        key, stamp = what_matters(environ), self._stamp
        made = self._alike.get(key) or self._made_once(key, stamp, environ)
        if stamp != self._stamp or _refused(made):
            return made  # it took so long that it is of the board before; or it is of this moment and this peer
        # The same words from another peer may be believed otherwise.
        if len(self._kept) < MAX_REMEMBERED_REQUESTS and not any(name in environ for name in _SCHEMES):
            self._kept[head] = made
        return made

    def _made_once(self, key: tuple[object, ...], stamp: object, environ: dict[str, Any]) -> bytes:
        """A crowd that comes while a page is made waits for that one, and not each for its own way through Flask."""

        def make() -> bytes:
            made = self._ask(environ)
            if stamp == self._stamp and len(self._alike) < MAX_REMEMBERED_REQUESTS and not _refused(made):
                self._alike[key] = made
            return made

        made: bytes = self._making.do((stamp, key), make)
        return made

    def _ask(self, environ: dict[str, Any]) -> bytes:
        told: list[Any] = []

        def start(status: str, headers: list[tuple[str, str]], _: object = None) -> None:
            told[:] = status, headers

        answered = self._app(_GATEWAY | {"wsgi.errors": BytesIO()} | environ, start)
        try:
            body = b"".join(answered)
        finally:
            if hasattr(answered, "close"):
                answered.close()
        status, headers = told
        lines = [f"HTTP/1.1 {status}", "Server: gunicorn", f"Date: {http_date()}", "Connection: keep-alive"]
        lines += [f"{name}: {value}" for name, value in headers]
        return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body


def _refused(made: bytes) -> bool:
    return made.startswith((b"HTTP/1.1 4", b"HTTP/1.1 5"))


def plain_environ(head: bytes, peer: str, server: tuple[str, int]) -> dict[str, Any] | None:
    """The WSGI words that tell one plain request from another; `None` for anything out of the ordinary, or not there whole."""
    request = read_request(head)
    if request is None:
        return None
    method, path, query, fields, size = request
    environ = cast("dict[str, Any]", fields)
    if "HTTP_HOST" not in environ or not environ.keys().isdisjoint(_NOT_PLAIN):
        return None
    if "close" in environ.get("HTTP_CONNECTION", "").lower():
        return None
    length = environ.pop("HTTP_CONTENT_LENGTH", "0")
    body = head[size:]
    if not length.isdecimal() or len(body) != int(length) or (body and method == "GET"):
        return None
    trusted = peer in _LOOPBACK
    https = trusted and any(environ.get(name, "").lower() == value for name, value in _SCHEMES.items())
    if "HTTP_CONTENT_TYPE" in environ:
        environ["CONTENT_TYPE"] = environ.pop("HTTP_CONTENT_TYPE")
    if body:
        environ["CONTENT_LENGTH"] = length
    environ |= {
        "REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query,
        "SERVER_NAME": server[0], "SERVER_PORT": str(server[1]), "REMOTE_ADDR": peer,
        "wsgi.url_scheme": "https" if https else "http", "wsgi.input": BytesIO(body),
    }  # fmt: skip
    return environ


_IDLE = frozenset(
    wsgi_name(name)
    for name in (
        "Accept", "Cache-Control", "Connection", "DNT", "Keep-Alive", "Origin", "Pragma", "Priority", "Purpose", "Referer",
        "Upgrade-Insecure-Requests", "User-Agent", "X-Forwarded-For", "X-Real-IP",
    )
)  # fmt: skip
"""Fields on which no answer of `PATHS` depends; whatever else comes with a request may."""

_READER = re.compile(r"airwire_reader=[^;]*;?\s*")


def what_matters(environ: Mapping[str, Any]) -> tuple[object, ...]:
    """All that an answer of `PATHS` can depend on: two requests alike in these get the same bytes."""
    fields = sorted(
        (name, _READER.sub("", value) if name == "HTTP_COOKIE" else value)
        for name, value in environ.items()
        if name.startswith("HTTP_") and name not in _IDLE and not name.startswith("HTTP_SEC_")
    )
    return (environ["PATH_INFO"], environ["wsgi.url_scheme"], *fields)
