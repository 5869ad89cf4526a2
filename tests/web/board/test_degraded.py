"""A part that does not work as it should: every place that the person on call and the newsroom look at says so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from click.testing import CliRunner

from tests.any_store import Store
from tests.conftest import NOON, Valkey
from tests.web.in_process_site import InProcessSite, open_site
from tests.web.reads.test_panel_reads import sign_in
from tests.web.server import SECRET
from webapp import pages
from webapp.cli import main
from webapp.newsroom.times import rfc3339

TOLD = {"what": "pages", "detail": "/ does not render", "since": rfc3339(NOON)}


@pytest.fixture
def site(valkey_server: Valkey, store: Store, tmp_path: Path) -> Iterator[InProcessSite]:
    with time_machine.travel(NOON, tick=False) as clock:
        yield open_site(valkey_server, clock, tmp_path)


def degrade(site: InProcessSite) -> None:
    services, health = site.running.services, site.running.site.health
    health.add("pages", lambda now: TOLD["detail"])
    health.look(site.now)
    services.presence.announce("web-1", 3, 7, site.now, [one.dump() for one in health.degraded])


def test_a_degraded_site_is_still_ready_for_another_has_the_same_trouble(site: InProcessSite) -> None:
    assert site.client().get("/readyz").get_json()["degraded"] == []
    degrade(site)
    answer = site.client().get("/readyz")
    assert (answer.status_code, answer.get_json()["degraded"]) == (200, [TOLD])


def test_prometheus_can_raise_the_alarm(site: InProcessSite) -> None:
    degrade(site)
    assert 'airwire_degraded{what="pages"} 1.0' in site.client().get("/metrics").text
    site.running.site.health.add("pages", lambda now: None)
    site.running.site.health.look(site.now)
    pages.record_metrics(site.running.site)
    assert 'airwire_degraded{what="pages"} 0.0' in site.client().get("/metrics").text


def test_staff_are_told_on_the_desk_and_nobody_else_is(site: InProcessSite) -> None:
    degrade(site)
    assert sign_in(site, "Ligaya", "anchor").get("/panel/state.json").get_json()["degraded"] == [TOLD]
    assert site.client().get("/panel/state.json").status_code == 401


def test_the_check_of_a_set_up_fails_and_says_why(site: InProcessSite, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REDIS_URL", site.running.services.redis_url)
    monkeypatch.setenv("SECRET_KEY", SECRET)
    degrade(site)
    result = CliRunner().invoke(main, ["check"])
    assert result.exit_code == 1
    assert f"BAD  pages: / does not render, since {TOLD['since']}" in result.output
