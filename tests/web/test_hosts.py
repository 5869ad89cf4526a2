"""A station that says its address answers for that alone; probes and whoever sits at the machine still get through."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine

from tests.any_store import Store
from tests.conftest import NOON, Valkey
from tests.web.in_process_site import InProcessSite, open_site

STATION = 'url = "https://radyo.example"\nother_hosts = ["www.radyo.example"]\n'


@pytest.fixture
def site(valkey_server: Valkey, store: Store, tmp_path: Path) -> Iterator[InProcessSite]:
    with time_machine.travel(NOON, tick=False) as clock:
        yield open_site(valkey_server, clock, tmp_path, STATION)


def test_another_host_is_refused_in_words(site: InProcessSite) -> None:
    for path in ("/", "/feed.xml", "/schedule.ics", "/api/v1/snapshot", "/panel/", "/none", "/oembed"):
        for host in ("evil.example", "203.0.113.9", "localhost", "radyo.example.evil.example", "[", "<b>"):
            answer = site.client().get(path, headers={"Host": host})
            assert answer.status_code == 421 and "this is radyo.example" in answer.text, (path, host)
            assert answer.mimetype == "text/plain" and answer.headers["Cache-Control"] == "no-store"


def test_its_own_host_is_answered_however_it_is_written(site: InProcessSite) -> None:
    own = ("radyo.example", "RADYO.example", "radyo.example.", "radyo.example:443", "radyo.example:8000")
    for host in (*own, "www.radyo.example"):
        answer = site.client().get("/feed.xml", headers={"Host": host})
        assert answer.status_code == 200 and "<link>https://radyo.example/</link>" in answer.text, host


def test_probes_ask_by_address(site: InProcessSite) -> None:
    for path in ("/healthz", "/readyz", "/metrics"):
        assert site.client().get(path, headers={"Host": "10.1.2.3:8000"}).status_code == 200, path


def test_whoever_sits_at_the_machine_may_look(site: InProcessSite) -> None:
    for host in ("localhost:8000", "127.0.0.1:8000", "[::1]:8000"):
        assert site.client("127.0.0.1").get("/", headers={"Host": host}).status_code == 200, host
        assert site.client("203.0.113.7").get("/", headers={"Host": host}).status_code == 421, host


def test_a_station_that_says_no_address_answers_for_every_host(
    valkey_server: Valkey, store: Store, tmp_path: Path
) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        site = open_site(valkey_server, clock, tmp_path)
        assert site.client().get("/", headers={"Host": "anything.example"}).status_code == 200
