"""`deploy/edge.conf` as it stands, in a real nginx before the site: crowds cost the origin next to nothing, and what is
withdrawn is gone."""

from __future__ import annotations

import base64
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests

from bench.rig import fronts
from bench.rig.fronts import Front, program
from tests.any_store import connect
from tests.conftest import Valkey
from tests.web.server import Web, wait_for
from webapp.store.people.staff import Staff

CROWDED = ("/", "/lite", "/api/v1/snapshot", "/embed/ticker.json")

pytestmark = pytest.mark.skipif(not program("nginx"), reason="needs nginx")


@dataclass
class Edge:
    """The edge in `folder`, before `web`."""

    front: Front
    folder: Path
    web: Web
    token: str

    def change(self, method: str, path: str, **body: Any) -> dict[str, Any]:
        answer = requests.request(
            method, f"{self.web.url}/api/v1/breaking{path}", json=body, timeout=10,
            headers={"Authorization": f"Bearer {self.token}"},
        )  # fmt: skip
        answer.raise_for_status()
        return dict(answer.json())

    def asked_origin(self) -> Counter[str]:
        """How often the origin was asked, by second, address and what the cache said of it; the log is then empty."""
        log = self.folder / "access.log"
        lines = log.read_text().splitlines()
        log.write_text("")
        return Counter(line for line in lines if " HIT " not in line)


@pytest.fixture(scope="module")
def edge(valkey_server: Valkey) -> Iterator[Edge]:
    connect(valkey_server.url).flushall()
    token = Staff(connect(valkey_server.url)).add_token("newsroom", "editor")
    web = Web(valkey_server, AIRWIRE_PROXY_HOPS="1", AIRWIRE_MAX_PER_ADDRESS="10000").start()
    with (
        tempfile.TemporaryDirectory(prefix="airwire-edge-") as folder,
        fronts.edge(Path(folder), f"127.0.0.1:{web.port}") as front,
    ):
        yield Edge(front, Path(folder), web, token)
    web.end()


def test_a_crowd_asks_the_origin_once_a_second_for_an_address_and_an_encoding(edge: Edge) -> None:
    edge.asked_origin()
    began = time.monotonic()

    def visit(number: int) -> None:
        gzip = {"Accept-Encoding": "gzip"} if number % 2 else {}
        for count in range(20):
            cookies = {"Cookie": f"airwire_reader=r{number}.{count}; _ga={number}"}
            for path in CROWDED:
                assert edge.front.get(path, {**gzip, **cookies}).status == 200

    with ThreadPoolExecutor(8) as crowd:
        list(crowd.map(visit, range(8)))
    asked, different_seconds = edge.asked_origin(), int(time.monotonic() - began) + 2
    assert max(asked.values()) <= 2, "two encodings"
    assert asked.total() <= len(CROWDED) * 2 * different_seconds


def test_a_withdrawn_headline_is_gone_from_the_edge_within_its_second(edge: Edge) -> None:
    out = edge.change("POST", "", headline="The bridge is closed", priority="urgent")
    wait_for(lambda: all(b"The bridge is closed" in edge.front.get(path).data for path in CROWDED), 5)
    edge.change("DELETE", f"/{out['id']}", rev=out["rev"], reason="It is open")
    wait_for(lambda: not any(b"The bridge is closed" in edge.front.get(path).data for path in CROWDED), 2.5)


def test_a_reader_gets_the_language_and_the_theme_that_they_chose_from_the_edge_too(edge: Edge) -> None:
    def page(**headers: str) -> str:
        return edge.front.get("/", headers).data.decode()

    assert 'lang="en"' in page() and 'lang="fil"' in page(Cookie="lang=fil")
    for asks, gets in (
        ("fil-PH,en;q=0.5", "fil"),
        ("tl", "fil"),
        ("de,fr;q=0.9", "en"),
        ("de,en-US;q=0.9,fil;q=0.2", "en"),
    ):
        assert f'lang="{gets}"' in page(**{"Accept-Language": asks}), asks
    assert 'data-theme="dark"' in page(Cookie="theme=dark") and 'data-theme="dark"' not in page()


def test_what_is_for_one_visitor_is_never_kept(edge: Edge) -> None:
    tokens = {edge.front.get("/api/v1/read-token?article=none").headers["Cache-Control"] for _ in range(2)}
    assert tokens == {"no-store"}
    edge.asked_origin()
    for _ in range(3):
        edge.front.get("/panel/sign-in")
        edge.front.get("/api/v1/time")
    assert edge.asked_origin().total() == 6


def test_no_live_address_may_be_given_out_old_and_only_one_that_shows_its_age_while_we_are_away(edge: Edge) -> None:
    app_paths = ("/", "/lite", "/articles", "/schedule", "/most-read", "/feed.xml", "/feed.json", "/embed/ticker.json",
                 "/embed/ticker", "/api/v1/snapshot", "/api/v1/most-read", "/sitemap.xml", "/schedule.ics")  # fmt: skip
    rules = {path: requests.get(f"{edge.web.url}{path}", timeout=10).headers["Cache-Control"] for path in app_paths}
    assert not [path for path, rule in rules.items() if "stale-while-revalidate" in rule]
    assert [path for path, rule in rules.items() if "stale-if-error" in rule] == ["/lite"]
    live = {path for path, rule in rules.items() if "s-maxage=1" in rule and "max-age=0" in rule}
    assert live >= {"/", "/lite", "/most-read", "/api/v1/snapshot", "/embed/ticker.json", "/feed.xml"}


def test_a_choice_of_language_by_the_address_is_for_that_reader_alone(edge: Edge) -> None:
    answer = requests.get(f"{edge.web.url}/?lang=fil", timeout=10)
    assert "Set-Cookie" in answer.headers and answer.headers["Cache-Control"] == "private, no-cache"


def test_the_edge_gives_nobody_a_difference_to_a_dictionary_that_another_has(edge: Edge) -> None:
    """It asks the origin for gzip, and keeps that, whatever a browser has."""
    wait_for(lambda: "dictionary" in _told_of_time(edge))
    digest = base64.b64encode(bytes.fromhex(_told_of_time(edge)["dictionary"].rpartition("/")[2])).decode()
    having = {"Accept-Encoding": "gzip, br, zstd, dcb, dcz", "Available-Dictionary": f":{digest}:"}
    for path in ("/", "/lite"):
        answer = edge.front.get(path, having)
        assert answer.headers["Content-Encoding"] == "gzip" and "Link" not in answer.headers
    straight = requests.get(f"{edge.web.url}/", headers=having, timeout=10, stream=True)
    assert straight.headers["Content-Encoding"] == "dcz" and straight.headers["Cache-Control"] == "private, max-age=0"


def _told_of_time(edge: Edge) -> dict[str, str]:
    headers = {"Accept-Encoding": "gzip, br, zstd", "Sec-CH-UA": "Chromium"}
    told: dict[str, str] = requests.get(f"{edge.web.url}/api/v1/time", headers=headers, timeout=10).json()
    return told
