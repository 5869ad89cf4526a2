"""A script on another site reads what anybody may read: with a conditional request, and when it asks for nonsense too."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from werkzeug.test import TestResponse

from tests.any_store import Store
from tests.conftest import NOON, Valkey
from tests.web.in_process_site import InProcessSite, open_site

ORIGIN = {"Origin": "https://partner.example"}
TAGGED = [
    "/api/v1/snapshot", "/api/v1/articles", "/api/v1/articles?q=rice", "/api/v1/articles/rice", "/api/v1/schedule",
    "/api/v1/schedule?from=2026-03-02T00:00:00Z&to=2026-03-03T00:00:00Z", "/api/v1/most-read", "/embed/ticker.json",
    "/embed/ticker.js", "/feed.xml", "/feed.json", "/schedule.ics",
]  # fmt: skip
UNTAGGED = ["/api/v1/time", "/api/v1/events", "/oembed?url=http://localhost/"]
ERRORS = [
    ("/api/v1/most-read?window=1y", 422), ("/api/v1/most-read?limit=-1", 422), ("/api/v1/schedule?from=now", 422),
    ("/api/v1/articles/none", 404), ("/api/v1/none", 404), ("/oembed?url=x", 422), ("/pictures/x/y-1.webp", 404),
]  # fmt: skip


@pytest.fixture
def site(valkey_server: Valkey, store: Store, tmp_path: Path) -> Iterator[InProcessSite]:
    with time_machine.travel(NOON, tick=False) as clock:
        opened = open_site(valkey_server, clock, tmp_path)
        opened.put_out("rice")
        yield opened


def preflight(site: InProcessSite, path: str, method: str = "GET") -> TestResponse:
    asked = {"Access-Control-Request-Method": method, "Access-Control-Request-Headers": "if-none-match"}
    return site.client().options(path, headers=ORIGIN | asked)


@pytest.mark.parametrize("path", TAGGED)
def test_it_asks_again_by_the_etag_that_it_could_read(site: InProcessSite, path: str) -> None:
    first = site.client().get(path, headers=ORIGIN)
    assert (first.status_code, first.headers["Access-Control-Allow-Origin"]) == (200, "*")
    assert "ETag" in first.headers["Access-Control-Expose-Headers"]
    asked = preflight(site, path)
    assert asked.status_code == 200 and asked.headers["Access-Control-Allow-Origin"] == "*"
    assert "If-None-Match" in asked.headers["Access-Control-Allow-Headers"]
    site.wait(seconds=1)
    again = site.client().get(path, headers=ORIGIN | {"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data, again.headers["Access-Control-Allow-Origin"]) == (304, b"", "*")


@pytest.mark.parametrize("path", UNTAGGED)
def test_what_is_never_the_same_twice_is_open_too(site: InProcessSite, path: str) -> None:
    answer = site.client().get(path, headers=ORIGIN)
    assert (answer.status_code, answer.headers["Access-Control-Allow-Origin"]) == (200, "*")
    assert preflight(site, path).headers["Access-Control-Allow-Methods"] == "GET, HEAD"


@pytest.mark.parametrize(("path", "status"), ERRORS)
def test_it_reads_what_was_wrong(site: InProcessSite, path: str, status: int) -> None:
    answer = site.client().get(path, headers=ORIGIN)
    assert (answer.status_code, answer.headers["Access-Control-Allow-Origin"]) == (status, "*")


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/api/v1/read-token?article=rice"), ("POST", "/api/v1/reads"), ("POST", "/api/v1/breaking")],
)
def test_what_counts_readers_or_writes_is_for_the_stations_own_pages(
    site: InProcessSite, method: str, path: str
) -> None:
    for answer in (preflight(site, path, method), site.client().open(path, method=method, headers=ORIGIN)):
        assert "Access-Control-Allow-Origin" not in answer.headers
