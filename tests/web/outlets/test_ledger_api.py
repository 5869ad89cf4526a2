"""Staff and newsroom systems read, surface by surface, what became of a headline."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine

from tests.any_store import connect
from tests.conftest import NOON, Valkey
from tests.web.in_process_site import InProcessSite, open_site
from webapp.newsroom.drafts import BreakingDraft, Withdrawal
from webapp.newsroom.outlets.ledger import Evidence, LedgerEntry, OutletState, acknowledged, asked, tried
from webapp.newsroom.staff import Actor
from webapp.store.core.lease import OUTLETS_LEASE, Lease

LOBBY = """
[[outlets]]
kind = "webhook"
id = "lobby"
title = "The lobby"
url = "https://lobby.example/"
secret = "sixteen characters"
"""
ANCHOR = Actor(name="Ligaya", role="anchor")


@pytest.fixture
def site(valkey_server: Valkey, tmp_path: Path) -> Iterator[InProcessSite]:
    connect(valkey_server.url).flushall()
    with time_machine.travel(NOON, tick=False) as clock:
        yield open_site(valkey_server, clock, tmp_path, LOBBY)


def ask(site: InProcessSite, item: str) -> dict[str, Any]:
    token = site.running.services.staff.add_token("prompter", "anchor")
    found = site.client().get(f"/api/v1/breaking/{item}/outlets", headers={"Authorization": f"Bearer {token}"})
    assert found.status_code == 200
    return dict(found.get_json())


def publish(site: InProcessSite) -> str:
    draft = BreakingDraft(headline="Bridge closed", priority="flash")
    item = site.room.desk.publish_breaking(draft, ANCHOR, site.now).id
    assert item
    site.follow()
    return item


def note(site: InProcessSite, item: str) -> None:
    """The lobby acknowledged the headline."""
    token = Lease(site.room.store, "outlets-1", OUTLETS_LEASE).take()
    entry = tried(asked(LedgerEntry(headline=item), "published", 1, site.now))
    entry = acknowledged(entry, Evidence(text="answered 204", handle="secret handle"), site.now)
    state = OutletState(title="The lobby", kind="webhook", since=site.now)
    assert token
    site.running.services.ledger.put("lobby", state, [entry], token)


def test_each_surface_says_what_it_did_and_by_what_evidence(site: InProcessSite) -> None:
    item = publish(site)
    assert [row["state"] for row in ask(site, item)["outlets"]] == ["not_sent"] * 3
    note(site, item)
    pages, feeds, lobby = ask(site, item)["outlets"]
    assert (pages["id"], feeds["id"], lobby["title"], lobby["state"]) == ("pages", "feeds", "The lobby", "shown")
    assert lobby["steps"] == [
        {"action": "published", "rev": 1, "asked_at": "2026-03-02T04:00:00.000Z", "tries": 1,
         "acknowledged_at": "2026-03-02T04:00:00.000Z", "evidence": "answered 204"}
    ]  # fmt: skip


def test_a_surface_that_shows_a_withdrawn_headline_is_red_to_everybody_who_is_called(site: InProcessSite) -> None:
    item = publish(site)
    note(site, item)
    health = site.running.site.health
    health.look(site.now)
    assert not health.degraded
    site.room.desk.withdraw_breaking(item, Withdrawal(rev=1, reason="not true"), ANCHOR, site.now)
    site.follow()
    ledger = ask(site, item)
    assert ledger["red"] and ledger["outlets"][2]["red_since"] == "2026-03-02T04:00:00.000Z"
    site.wait(seconds=6)
    Lease(site.room.store, "outlets-1", OUTLETS_LEASE).take()
    health.look(site.now)
    found = {one.what: one.detail for one in site.running.site.health.degraded}
    assert found == {"outlets": "The lobby still shows a withdrawn headline, since 04:00 UTC"}
    site.client().get("/metrics")
    assert 'airwire_outlet_red{outlet="lobby"} 1.0' in site.client().get("/metrics").text


def test_outlets_without_a_process_are_said(site: InProcessSite) -> None:
    site.wait(seconds=30)
    site.running.site.health.look(site.now)
    said = {one.what: one.detail for one in site.running.site.health.degraded}
    assert said["outlets"].startswith("no outlets process has ever acted")


def test_a_headline_that_nobody_knows_is_not_found_and_strangers_are_not_told(site: InProcessSite) -> None:
    assert site.client().get("/api/v1/breaking/none/outlets").status_code == 401
    token = site.running.services.staff.add_token("prompter", "anchor")
    bearer = {"Authorization": f"Bearer {token}"}
    assert site.client().get("/api/v1/breaking/none/outlets", headers=bearer).status_code == 404
