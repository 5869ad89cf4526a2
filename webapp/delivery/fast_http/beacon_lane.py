"""Read beacons, which wait for the store without a greenlet each. What browsers of one kind send alike is parsed once, and the
answer to a read that counts is made once a second.

    beacon ─► kind known? ─► the receiver ─► the store ─► the answer, kept or made by the application
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any, Generic, Protocol, TypeVar

from webapp.delivery.fast_http.keepalive_lane import Later, Make
from webapp.delivery.fast_http.kinds import Kinds, value_of
from webapp.delivery.fast_http.plain_requests import SIGNED_IN, is_plain, leave_to_gunicorn, plain_environ
from webapp.delivery.fast_http.request import read_request, wsgi_name
from webapp.delivery.forwarded import Proxies, address_behind
from webapp.web.answers import BEACON_COUNTED, BEACON_REFUSED

B = TypeVar("B")

BEACON_LINE = b"POST /api/v1/reads HTTP/1.1\r\n"
_OWN = ("Content-Length", "Cookie", "X-Forwarded-For", "X-Real-IP", "Referer")
"""The headers in which the beacons of one kind of browser differ."""

_OWN_NAMES = frozenset(wsgi_name(name) for name in _OWN)


class Beacons(Protocol[B]):
    """The receiver of read beacons."""

    def browser(self, environ: Mapping[str, Any], /) -> B:
        """What is to be known of a kind of browser, from the header fields that all its beacons share, by WSGI name."""

    def beacon(
        self, browser: B, cookies: str, address: str, body: bytes, now: datetime, done: Callable[[Any], None], /
    ) -> None:
        """Counts the read in `body`, of the reader at `address`. Returns at once, or raises `NewsroomError`; `done` is called
        later, with the outcome or an exception."""


class BeaconLane(Generic[B]):
    """Takes beacons to `beacons`; `call_app` makes the application's whole answer to a WSGI environment."""

    def __init__(
        self,
        beacons: Beacons[B],
        now: Callable[[], datetime],
        proxies: Proxies,
        call_app: Callable[[dict[str, Any]], bytes],
    ) -> None:
        self._beacons = beacons
        self._now = now
        self._proxies = proxies
        self._call_app = call_app
        self._kinds = Kinds(_OWN, self._browser)
        self._second = 0
        self._counted: bytes | None = None  # the answer of this second to a counted read

    def take(self, data: bytes, peer: str, server: tuple[str, int], later: Later) -> Make | None:
        """As `Answers.at_once`, for what begins with `BEACON_LINE`."""
        end = data.find(b"\r\n\r\n") + 4
        found = self._kinds.read(data[:end])
        if found is None:
            return leave_to_gunicorn
        browser, (length, cookies, forwarded_for, _, _) = found
        body = data[end:]
        if length.rstrip() != b"%d" % len(body) or SIGNED_IN in cookies:
            return leave_to_gunicorn
        now = self._now()
        second = int(now.timestamp())
        if second != self._second:
            self._second, self._counted = second, None

        def done(outcome: object) -> None:
            answer = None if isinstance(outcome, Exception) else self._counted
            later(answer or partial(self._answer, data, peer, server, outcome))

        hops = self._proxies.hops
        address = address_behind(value_of(forwarded_for), peer, hops) if hops else peer
        try:
            self._beacons.beacon(browser, value_of(cookies), address, body, now, done)
        except Exception as error:  # noqa: BLE001 - raised again in the view
            return partial(self._answer, data, peer, server, error)
        return None

    def _answer(self, data: bytes, peer: str, server: tuple[str, int], outcome: object) -> bytes | None:
        """The view's answer; to a counted read it is the same for all within this second."""
        environ = plain_environ(data, peer, server, self._proxies.hops)
        if environ is None:
            return None
        if isinstance(outcome, Exception):
            return self._call_app({**environ, BEACON_REFUSED: outcome})
        self._counted = made = self._call_app({**environ, BEACON_COUNTED: True})
        return made

    def _browser(self, head: bytes) -> B | None:
        """The kind of the plain beacon that begins with `head`."""
        request = read_request(head)
        fields = request.fields if request is not None and request.size == len(head) else {}
        if not is_plain(fields):
            return None
        return self._beacons.browser({name: value for name, value in fields.items() if name not in _OWN_NAMES})
