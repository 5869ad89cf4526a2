"""What search engines are told: sitemaps by their protocol, and pages in schema.org's words."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.robotparser import RobotFileParser

import pytest
import time_machine
from defusedxml.ElementTree import fromstring

from tests.conftest import NOON, Valkey
from tests.store.test_desk import GRID
from tests.web.doors import IMPORT, Doors, open_doors
from webapp.newsroom.times import rfc3339
from webapp.pages import sitemaps
from webapp.store.connection import Store

HOME = "https://radyo.example"
PESOS = "Not 45, but 54 pesos"
S = f"{{{sitemaps.SITEMAP}}}"
N = f"{{{sitemaps.NEWS}}}"


@pytest.fixture
def doors(valkey_server: Valkey, store: Store, tmp_path: Path) -> Iterator[Doors]:
    with time_machine.travel(NOON, tick=False) as clock:
        doors = open_doors(valkey_server, clock, tmp_path, f'name = "Radyo & Co"\nurl = "{HOME}"\n')
        doors.room.desk.set_grid(GRID, IMPORT, doors.now)
        doors.put_out("rice", title="Rice & <salt>", published_at=NOON - timedelta(hours=3), correction=PESOS)
        doors.put_out("old", published_at=NOON - timedelta(days=9))
        yield doors


def xml(doors: Doors, path: str) -> Any:
    answer = doors.client().get(path)
    assert answer.status_code == 200 and answer.mimetype == "application/xml"
    return fromstring(answer.data)


def addresses(document: Any) -> list[str]:
    return [loc.text for loc in document.iter(f"{S}loc")]


def json_ld(doors: Doors, path: str) -> Any:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', doors.client().get(path).text, re.DOTALL)
    assert found
    return json.loads(found[1])


def test_the_sitemap_leads_to_every_article_that_is_out(doors: Doors) -> None:
    index = xml(doors, "/sitemap.xml")
    assert index.tag == f"{S}sitemapindex" and addresses(index) == [f"{HOME}/sitemap-1.xml"]
    part = xml(doors, "/sitemap-1.xml")
    assert part.tag == f"{S}urlset"
    assert addresses(part)[-2:] == [f"{HOME}/articles/old", f"{HOME}/articles/rice"]
    for lastmod in part.iter(f"{S}lastmod"):
        assert datetime.fromisoformat(lastmod.text).tzinfo
    assert doors.client().get("/sitemap-2.xml").status_code == 404
    assert doors.client().get("/sitemap-0.xml").status_code == 404


def test_a_large_archive_is_told_in_parts_and_old_ones_stay_as_they_were(
    doors: Doors, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sitemaps, "PART", 1)
    doors.put_out("newest", published_at=NOON)
    assert len(addresses(xml(doors, "/sitemap.xml"))) == 3
    assert addresses(xml(doors, "/sitemap-3.xml")) == [f"{HOME}/articles/newest"]


def test_the_news_sitemap_has_the_last_two_days(doors: Doors) -> None:
    (news,) = xml(doors, "/news-sitemap.xml").iter(f"{N}news")
    assert news.find(f"{N}title").text == "Rice & <salt>"
    assert news.find(f"{N}publication/{N}name").text == "Radyo & Co"
    assert news.find(f"{N}publication/{N}language").text == "en"
    assert news.find(f"{N}publication_date").text == "2026-03-02T01:00:00.000Z"
    doors.wait(days=2)
    assert not list(xml(doors, "/news-sitemap.xml").iter(f"{N}news"))


@pytest.mark.parametrize("path", ["/sitemap-1.xml", "/news-sitemap.xml"])
def test_a_withdrawn_article_leaves_it_at_once_and_nothing_else_changes_it(doors: Doors, path: str) -> None:
    before = doors.client().get(path)
    assert doors.client(if_none_match=before.headers["ETag"]).get(path).status_code == 304
    doors.room.desk.withdraw_article("rice", "wrong", IMPORT, doors.now)
    doors.follow()
    assert f"{HOME}/articles/rice" not in addresses(xml(doors, path))


def test_robots_are_led_to_the_sitemaps_and_away_from_the_panel(doors: Doors) -> None:
    robots = RobotFileParser()
    robots.parse(doors.client().get("/robots.txt").text.splitlines())
    assert robots.site_maps() == [f"{HOME}/sitemap.xml", f"{HOME}/news-sitemap.xml"]
    assert robots.can_fetch("bot", "/articles/rice") and not robots.can_fetch("bot", "/panel/sign-in")


def test_a_correction_is_told_to_readers_and_to_search_engines(doors: Doors) -> None:
    assert PESOS in doors.client().get("/articles/rice").text
    told = json_ld(doors, "/articles/rice")["correction"]
    assert told["@type"] == "CorrectionComment" and told["text"] == PESOS and told["datePublished"]


def test_a_correction_is_as_old_as_it_is_however_often_the_article_is_updated_since(doors: Doors) -> None:
    def corrected() -> str:
        return str(json_ld(doors, "/articles/rice")["correction"]["datePublished"])

    first = corrected()
    doors.wait(hours=2)
    doors.put_out("rice", title="Rice, again", correction=PESOS)
    assert corrected() == first
    doors.wait(hours=2)
    doors.put_out("rice", title="Rice, again", correction="Not in May, but in June")
    assert corrected() == rfc3339(doors.now) > first


def test_what_is_on_the_air_is_told_as_a_live_broadcast(doors: Doors) -> None:
    doors.room.desk.settle_on_air(doors.now)
    doors.follow()
    (event,) = json_ld(doors, "/")
    assert event["@type"] == "BroadcastEvent" and event["isLiveBroadcast"] is True
    assert event["publishedOn"]["@type"] == "BroadcastService"
    assert datetime.fromisoformat(event["startDate"]) <= NOON < datetime.fromisoformat(event["endDate"])
    day = json_ld(doors, "/schedule")
    assert [one["isLiveBroadcast"] for one in day].count(True) == 1
    assert {one["@type"] for one in day} == {"BroadcastEvent"}
