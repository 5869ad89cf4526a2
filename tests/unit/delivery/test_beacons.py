"""Beacons of one kind of browser are parsed once, and each is counted for its own reader."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from types import SimpleNamespace
from typing import Any

import pytest

from tests.conftest import NOON
from webapp.delivery.fast_http.plain_requests import leave_to_gunicorn
from webapp.delivery.fast_http.ready_answers import Ready
from webapp.newsroom.errors import Invalid
from webapp.newsroom.settings.trusted_proxies import FixedProxies

BODY = b'{"article":"rice"}'


def beacon(body: bytes = BODY, length: str = "", **fields: str) -> bytes:
    sent = {"Host": "radio.example", "User-Agent": "Mozilla/5.0", "Content-Length": length or str(len(body)), **fields}
    lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in sent.items())
    return b"POST /api/v1/reads HTTP/1.1\r\n" + lines.encode() + b"\r\n" + body


class Counter:
    """Counts whatever comes, at once."""

    def __init__(self) -> None:
        self.told: list[tuple[Any, ...]] = []
        self.outcome: object = "counted"

    def browser(self, environ: Mapping[str, Any], /) -> str:
        return str(environ.get("HTTP_USER_AGENT"))

    def beacon(
        self, browser: str, cookies: str, address: str, body: bytes, now: datetime, done: Callable[[Any], None], /
    ) -> None:
        self.told.append((cookies, browser, address, body))
        done(self.outcome)


class Line:
    """The application and its ready answers; `call` is one request, with what it was answered."""

    def __init__(self, proxy_hops: int = 1) -> None:
        self.counter = Counter()
        self.made = 0
        replica: Any = SimpleNamespace(version=lambda now: 1)
        self.ready = Ready(self._app, replica, lambda: NOON, self.counter, FixedProxies(proxy_hops))

    def _app(self, environ: dict[str, Any], start: Any) -> list[bytes]:
        self.made += 1
        refused = environ.get("airwire.beacon_refused") or next(
            (v for v in environ.values() if isinstance(v, Invalid)), None
        )
        start("400 Bad Request" if refused else "204 No Content", [])
        return [environ["HTTP_COOKIE"].encode() if refused else b""]

    def call(self, data: bytes) -> Any:
        answers: list[Any] = []
        answer = self.ready.at_once(data, "10.0.0.1", ("127.0.0.1", 80), answers.append)
        made = answers[0] if answer is None else answer
        return made() if callable(made) else made


def test_each_of_a_kind_has_its_own_cookie_address_and_body() -> None:
    line = Line()
    for number in (1, 2):
        body = b'{"article":"rice-%d"}' % number
        sent = {
            "Cookie": f"a={number}",
            "X_Forwarded_For": f"203.0.113.{number}",
            "Referer": f"https://radio.example/{number}",
        }
        assert line.call(beacon(body, **sent)).startswith(b"HTTP/1.1 204")
    assert line.counter.told == [
        ("a=1", "Mozilla/5.0", "203.0.113.1", b'{"article":"rice-1"}'),
        ("a=2", "Mozilla/5.0", "203.0.113.2", b'{"article":"rice-2"}'),
    ]
    assert line.made == 1, "the answer is the same for all within a second"


def test_a_refusal_is_made_for_the_one_who_is_refused() -> None:
    line = Line()
    line.call(beacon(Cookie="a=1"))
    line.counter.outcome = Invalid("article: is not out")
    assert line.call(beacon(Cookie="a=2")).endswith(b"\r\n\r\na=2")


@pytest.mark.parametrize(
    "data",
    [
        beacon(length="19"), beacon(length="017") + b"", beacon() + b"x", beacon()[:-1], beacon(Connection="close"),
        beacon(Transfer_Encoding="chunked"), beacon(Cookie="airwire_staff=s"), beacon(Expect="100-continue"),
        beacon(Authorization="Bearer t"), beacon().replace(b"Content-Length: 18\r\n", b""),
    ],
)  # fmt: skip
def test_anything_out_of_the_ordinary_is_left_to_gunicorn(data: bytes) -> None:
    line = Line()
    line.call(beacon(Cookie="a=1"))
    told = list(line.counter.told)
    assert line.ready.at_once(data, "10.0.0.1", ("127.0.0.1", 80), lambda answer: None) is leave_to_gunicorn
    assert line.counter.told == told
