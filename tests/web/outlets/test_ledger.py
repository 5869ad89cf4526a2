"""Staff and newsroom systems read, surface by surface, what became of a headline: by the API, in the panel, and when called."""

from __future__ import annotations

import re
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
PASSWORD = "three-words-of-nothing"
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
    assert [row["state"] for row in ask(site, item)["outlets"]] == ["not_sent"] * 4
    note(site, item)
    pages, feeds, phones, lobby = ask(site, item)["outlets"]
    assert (pages["id"], feeds["id"], phones["id"]) == ("pages", "feeds", "push")
    assert (lobby["title"], lobby["state"]) == ("The lobby", "shown")
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
    assert ledger["red"] and ledger["outlets"][3]["red_since"] == "2026-03-02T04:00:00.000Z"
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


def page(site: InProcessSite) -> str:
    """The words of the panel's page of surfaces, as an anchor reads them."""
    site.running.services.staff.set_account("Ligaya", "anchor", PASSWORD)
    browser = site.client()
    token = browser.get("/panel/sign-in").text.partition('name="csrf_token" value="')[2].partition('"')[0]
    browser.post("/panel/sign-in", data={"csrf_token": token, "name": "Ligaya", "password": PASSWORD})
    found = browser.get("/panel/outlets")
    assert found.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", "", found.text).split())


def test_before_the_first_headline_the_page_says_what_surfaces_there_are(site: InProcessSite) -> None:
    text = page(site)
    assert "No headline has gone out yet." in text
    assert all(name in text for name in ("Open pages and embeds", "Feeds and the record", "The lobby"))


def test_a_headline_says_where_it_is_and_a_red_surface_stands_on_top(site: InProcessSite) -> None:
    item = publish(site)
    note(site, item)
    text = page(site)
    assert "The lobby: shows it" in text and "acknowledged after 0.0 s (answered 204)" in text
    assert "shows a headline that was withdrawn" not in text
    site.room.desk.withdraw_breaking(item, Withdrawal(rev=1, reason="not true"), ANCHOR, site.now)
    site.follow()
    text = page(site)
    assert "The lobby shows a headline that was withdrawn" in text and "The lobby: still shows it" in text


def test_a_surface_that_left_the_stations_file_stays_in_the_ledger_and_says_so(site: InProcessSite) -> None:
    item = publish(site)
    token = Lease(site.room.store, "outlets-1", OUTLETS_LEASE).take()
    assert token
    entry = acknowledged(
        tried(asked(LedgerEntry(headline=item), "published", 1, site.now)), Evidence(text="seen"), site.now
    )
    state = OutletState(title="An old wall", kind="webhook", since=site.now)
    site.running.services.ledger.put("wall", state, [entry], token)
    text = page(site)
    assert "An old wall: shows it" in text and "no longer in the station's file: nobody looks after it" in text
