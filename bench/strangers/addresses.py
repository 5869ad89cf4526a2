"""Every public address in its most expensive form, and a client that asks for one."""

from __future__ import annotations

import itertools
import socket
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from bench.search.cost import COMMON_PREFIXES

ARTICLES = 10_000

fresh = itertools.count(1)
"""Numbers not yet used in a request, so that no answer comes from a cache."""


def schedule_day() -> date:
    """One of the days that `/schedule` shows, another at each call."""
    return datetime.now(UTC).date() + timedelta(days=next(fresh) % 700 - 350)


def schedule_month() -> str:
    start = datetime(1990 + next(fresh) % 150, 1 + next(fresh) % 12, 1, tzinfo=UTC)
    return f"/api/v1/schedule?from={start:%FT%TZ}&to={start + timedelta(days=35):%FT%TZ}"


WORDS = "+".join(COMMON_PREFIXES)
EXPENSIVE: dict[str, Callable[[], str]] = {
    "/": lambda: "/",
    "/lite": lambda: "/lite",
    "/articles": lambda: f"/articles?page={next(fresh) % 500 + 1}",
    "/articles?topic=": lambda: f"/articles?topic=rice&page={next(fresh) % 120 + 1}",
    "/articles?topic= (none such)": lambda: f"/articles?topic=x{next(fresh)}",
    "/articles?q=": lambda: f"/articles?q={next(fresh)}+{WORDS}",
    "/articles/<slug>": lambda: f"/articles/story-{next(fresh) % ARTICLES}",
    "/schedule?day=": lambda: f"/schedule?day={schedule_day()}",
    "/schedule.ics": lambda: "/schedule.ics",
    "/most-read": lambda: "/most-read?window=7d&of=fil",
    "/feed.xml": lambda: "/feed.xml",
    "/feed.json": lambda: "/feed.json?lang=fil",
    "/sitemap-1.xml": lambda: "/sitemap-1.xml",
    "/news-sitemap.xml": lambda: "/news-sitemap.xml",
    "/embed/ticker": lambda: "/embed/ticker?lang=fil&limit=10",
    "/embed/ticker.json": lambda: "/embed/ticker.json",
    "/oembed": lambda: "/oembed?url=http://{host}/articles/story-3",
    "/api/v1/schedule": schedule_month,
    "/api/v1/articles?lang=&topic=": lambda: (
        f"/api/v1/articles?lang=fil&topic=rice&limit=50&page={next(fresh) % 40 + 1}"
    ),
    "/api/v1/articles?q=": lambda: f"/api/v1/articles?limit=50&q={next(fresh)}+{WORDS}",
    "/api/v1/articles/<slug>": lambda: f"/api/v1/articles/story-{next(fresh) % ARTICLES}",
    "/api/v1/most-read": lambda: "/api/v1/most-read?window=7d&limit=50&lang=fil",
    "/api/v1/snapshot": lambda: "/api/v1/snapshot",
    "/pictures/… (none such)": lambda: f"/pictures/story-3/x{next(fresh)}-320.webp",
    "/… (none such)": lambda: f"/x{next(fresh)}",
    "/metrics": lambda: "/metrics",
}
"""By address: makes the path that costs most to answer, a new one at each call."""

STORM = ("/api/v1/schedule", "/schedule?day=", "/schedule.ics", "/articles?q=", "/api/v1/articles?q=",
         "/articles/<slug>", "/articles?topic=", "/sitemap-1.xml")  # fmt: skip
"""The addresses that the strangers ask, one each."""


def get(port: int, path: str) -> None:
    """Asks for `path` on a new connection with a new `Host`, and reads the answer to its end."""
    host = f"h{next(fresh)}.example"
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        request = (
            f"GET {path.format(host=host)} HTTP/1.1\r\nHost: {host}\r\nAccept-Encoding: gzip\r\nConnection: close\r\n"
        )
        connection.sendall(f"{request}\r\n".encode())
        while connection.recv(262_144):
            pass
