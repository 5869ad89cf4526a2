"""A store that is there and takes no changes: the newsroom is told to try again, and the person on call why."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from click.testing import CliRunner

from tests.conftest import NOON, Valkey
from tests.web.in_process_site import InProcessSite, open_site
from tests.web.reads.test_panel_reads import sign_in
from tests.web.server import SECRET
from webapp.cli import main
from webapp.store.people.staff import Staff

FULL = "nothing can be changed: it is full (maxmemory): give it more, or remove something"


@pytest.fixture
def site(own_valkey: Valkey, tmp_path: Path) -> Iterator[InProcessSite]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield open_site(own_valkey, traveller, tmp_path)


def test_a_full_store_is_said_to_whom_it_concerns_until_it_has_room(
    site: InProcessSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = Staff(site.room.store).add_token("wire", "editor")
    desk = sign_in(site, "Ligaya", "anchor")
    store, health = site.room.store, site.running.site.health
    body = {"headline": "Ferry runs again", "priority": "urgent"}
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": "k"}

    store.config_set("maxmemory", 1)
    answer = site.client().post("/api/v1/breaking", json=body, headers=headers)
    problem = answer.get_json()
    assert (answer.status_code, problem["retry"], problem["type"]) == (503, True, "urn:airwire:problem:store-away")
    assert "it is full" in problem["detail"]
    health.look(site.now)
    ready = site.client().get("/readyz")
    assert ready.status_code == 200, "another host has the same store"
    assert [(one["what"], one["detail"]) for one in ready.get_json()["degraded"] if one["what"] == "store"] == [
        ("store", FULL)
    ]
    assert FULL in [one["detail"] for one in desk.get("/panel/state.json").get_json()["degraded"]]
    monkeypatch.setenv("REDIS_URL", site.running.services.redis_url)
    monkeypatch.setenv("SECRET_KEY", SECRET)
    assert f"BAD  store: {FULL}" in CliRunner().invoke(main, ["check"]).output

    store.config_set("maxmemory", 0)
    health.look(site.now)
    assert "store" not in [one["what"] for one in site.client().get("/readyz").get_json()["degraded"]]
    assert site.client().post("/api/v1/breaking", json=body, headers=headers).status_code == 201


def test_a_store_that_is_away_is_named_with_what_it_said_last(site: InProcessSite, own_valkey: Valkey) -> None:
    own_valkey.kill()
    site.running.site.health.look(site.now)
    site.wait(seconds=11)
    ready = site.client().get("/readyz")
    assert ready.status_code == 503
    assert ready.get_json()["reason"].startswith("the store is away for 11 s: it does not answer (Error 111")
