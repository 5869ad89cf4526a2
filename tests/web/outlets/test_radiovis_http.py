"""Hybrid radios that ask by HTTP get the same as those by STOMP, and pictures that are drawn for them."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
import time_machine
from PIL import Image

from tests.any_store import connect
from tests.conftest import NOON, Valkey
from tests.web.in_process_site import InProcessSite, open_site
from webapp.newsroom.drafts import BreakingDraft, Withdrawal
from webapp.newsroom.staff import Actor
from webapp.pages.radiodns import vis

STATION = """
name = "Radyo Uno"
url = "https://radyo.example"
[[outlets]]
kind = "radiovis"
id = "vis"
topics = ["fm/5e0/5abc/09390"]
"""
ANCHOR = Actor(name="Ligaya", role="anchor")
ASK = "/radiodns/vis/vis.json?topic=/topic/fm/5e0/5abc/09390/"


@pytest.fixture
def site(valkey_server: Valkey, tmp_path: Path) -> Iterator[InProcessSite]:
    connect(valkey_server.url).flushall()
    with time_machine.travel(NOON, tick=False) as clock:
        yield open_site(valkey_server, clock, tmp_path, STATION)


def publish(site: InProcessSite) -> str:
    draft = BreakingDraft(headline="Bridge closed", priority="flash")
    item = site.room.desk.publish_breaking(draft, ANCHOR, site.now).id
    assert item
    site.follow()
    return item


def test_a_newcomer_gets_the_last_and_then_waits_for_the_next(
    site: InProcessSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = site.client()
    first = browser.get(f"{ASK}text")
    assert first.get_json()["body"] == "TEXT Radyo Uno" and first.headers["Cache-Control"] == "no-store"
    known = first.headers["RadioVIS-Message-ID"]
    assert first.get_json()["headers"]["RadioVIS-Message-ID"] == known
    item = publish(site)
    fresh = browser.get(f"{ASK}text&last_id={known}")
    assert fresh.get_json()["body"] == "TEXT Bridge closed"
    picture = browser.get(f"{ASK}image&last_id={known}").get_json()
    assert picture["body"] == f"SHOW https://radyo.example/radiodns/vis/slides/breaking/{item}/1.png"
    assert picture["headers"]["RadioVIS-Link"] == f"https://radyo.example/breaking/{item}"
    monkeypatch.setattr(vis, "WAIT_S", 0.0)
    assert (
        browser.get(f"{ASK}text&last_id={fresh.headers['RadioVIS-Message-ID'].removeprefix('ID:')}").status_code == 204
    )


def test_who_waits_is_answered_by_the_next_headline(site: InProcessSite) -> None:
    known = site.client().get(f"{ASK}text").headers["RadioVIS-Message-ID"]
    answers: list[str] = []
    site.running.services.replica.followed = True
    waiting = threading.Thread(
        target=lambda: answers.append(site.client().get(f"{ASK}text&last_id={known}").get_json()["body"])
    )
    waiting.start()
    publish(site)
    waiting.join(20)
    assert answers == ["TEXT Bridge closed"]


def test_other_stations_topics_are_not_found(site: InProcessSite) -> None:
    for topic in ("fm/5e0/ffff/09390/text", "fm/5e0/5abc/09390/sound", ""):
        assert site.client().get(f"/radiodns/vis/vis.json?topic=/topic/{topic}").status_code == 404


def test_the_picture_is_small_and_becomes_a_tombstone_with_the_withdrawal(site: InProcessSite) -> None:
    item, browser = publish(site), site.client()
    path = f"/radiodns/vis/slides/breaking/{item}/1.png"
    drawn = browser.get(path)
    assert Image.open(BytesIO(drawn.data)).size == (320, 240) and len(drawn.data) < 20_000
    site.room.desk.withdraw_breaking(item, Withdrawal(rev=1, reason="not true"), ANCHOR, site.now)
    site.follow()
    assert browser.get(path).data != drawn.data
    assert browser.get("/radiodns/vis/slides/station/live/0.png").status_code == 200
    assert browser.get("/radiodns/vis/slides/breaking/none/1.png").status_code == 404
