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

from tests.any_store import Store
from tests.conftest import NOON, Valkey
from tests.store.board.test_desk import GRID
from tests.web.in_process_site import IMPORT, InProcessSite, open_site
from webapp.newsroom.times import rfc3339
from webapp.pages.syndication import sitemaps

HOME = "https://radyo.example"
PESOS = "Not 45, but 54 pesos"
S = f"{{{sitemaps.SITEMAP}}}"
N = f"{{{sitemaps.NEWS}}}"


@pytest.fixture
def site(valkey_server: Valkey, store: Store, tmp_path: Path) -> Iterator[InProcessSite]:
    with time_machine.travel(NOON, tick=False) as clock:
        site = open_site(valkey_server, clock, tmp_path, f'name = "Radyo & Co"\nurl = "{HOME}"\n')
        site.room.desk.set_grid(GRID, IMPORT, site.now)
        site.put_out("rice", title="Rice & <salt>", published_at=NOON - timedelta(hours=3), correction=PESOS)
        site.put_out("old", published_at=NOON - timedelta(days=9))
        yield site


def xml(site: InProcessSite, path: str) -> Any:
    answer = site.client().get(path)
    assert answer.status_code == 200 and answer.mimetype == "application/xml"
    return fromstring(answer.data)


def addresses(document: Any) -> list[str]:
    return [loc.text for loc in document.iter(f"{S}loc")]


def json_ld(site: InProcessSite, path: str) -> Any:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', site.client().get(path).text, re.DOTALL)
    assert found
    return json.loads(found[1])


def test_the_sitemap_leads_to_every_article_that_is_out(site: InProcessSite) -> None:
    index = xml(site, "/sitemap.xml")
    assert index.tag == f"{S}sitemapindex" and addresses(index) == [f"{HOME}/sitemap-1.xml"]
    part = xml(site, "/sitemap-1.xml")
    assert part.tag == f"{S}urlset"
    assert addresses(part)[-2:] == [f"{HOME}/articles/old", f"{HOME}/articles/rice"]
    for lastmod in part.iter(f"{S}lastmod"):
        assert datetime.fromisoformat(lastmod.text).tzinfo
    assert site.client().get("/sitemap-2.xml").status_code == 404
    assert site.client().get("/sitemap-0.xml").status_code == 404


@pytest.mark.parametrize("canonical", [None, f"{HOME}/articles/wire", "https://agency.example/wire"])
def test_search_engines_are_led_to_the_page_that_is_canonical(site: InProcessSite, canonical: str | None) -> None:
    site.put_out("wire", title="From the wire", canonical=canonical, published_at=NOON)
    here = f"{HOME}/articles/wire"
    for path in ("/sitemap-1.xml", "/news-sitemap.xml"):
        assert (here in addresses(xml(site, path))) is (canonical in (None, here)), path
    assert json_ld(site, "/articles/wire")["mainEntityOfPage"] == (canonical or here)


def test_a_large_archive_is_told_in_parts_and_old_ones_stay_as_they_were(
    site: InProcessSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sitemaps, "PART_SIZE", 1)
    site.put_out("newest", published_at=NOON)
    assert len(addresses(xml(site, "/sitemap.xml"))) == 3
    assert addresses(xml(site, "/sitemap-3.xml")) == [f"{HOME}/articles/newest"]


def test_the_news_sitemap_has_the_last_two_days(site: InProcessSite) -> None:
    (news,) = xml(site, "/news-sitemap.xml").iter(f"{N}news")
    assert news.find(f"{N}title").text == "Rice & <salt>"
    assert news.find(f"{N}publication/{N}name").text == "Radyo & Co"
    assert news.find(f"{N}publication/{N}language").text == "en"
    assert news.find(f"{N}publication_date").text == "2026-03-02T01:00:00.000Z"
    site.wait(days=2)
    assert not list(xml(site, "/news-sitemap.xml").iter(f"{N}news"))


@pytest.mark.parametrize("path", ["/sitemap-1.xml", "/news-sitemap.xml"])
def test_a_withdrawn_article_leaves_it_at_once_and_nothing_else_changes_it(site: InProcessSite, path: str) -> None:
    before = site.client().get(path)
    assert site.client(if_none_match=before.headers["ETag"]).get(path).status_code == 304
    site.room.desk.withdraw_article("rice", "wrong", IMPORT, site.now)
    site.follow()
    assert f"{HOME}/articles/rice" not in addresses(xml(site, path))


def test_robots_are_led_to_the_sitemaps_and_away_from_the_panel(site: InProcessSite) -> None:
    robots = RobotFileParser()
    robots.parse(site.client().get("/robots.txt").text.splitlines())
    assert robots.site_maps() == [f"{HOME}/sitemap.xml", f"{HOME}/news-sitemap.xml"]
    assert robots.can_fetch("bot", "/articles/rice") and not robots.can_fetch("bot", "/panel/sign-in")


def test_a_correction_is_told_to_readers_and_to_search_engines(site: InProcessSite) -> None:
    assert PESOS in site.client().get("/articles/rice").text
    told = json_ld(site, "/articles/rice")["correction"]
    assert told["@type"] == "CorrectionComment" and told["text"] == PESOS and told["datePublished"]


def test_a_correction_is_as_old_as_it_is_however_often_the_article_is_updated_since(site: InProcessSite) -> None:
    def corrected() -> str:
        return str(json_ld(site, "/articles/rice")["correction"]["datePublished"])

    first = corrected()
    site.wait(hours=2)
    site.put_out("rice", title="Rice, again", correction=PESOS)
    assert corrected() == first
    site.wait(hours=2)
    site.put_out("rice", title="Rice, again", correction="Not in May, but in June")
    assert corrected() == rfc3339(site.now) > first


def test_what_is_on_the_air_is_told_as_a_live_broadcast(site: InProcessSite) -> None:
    site.room.desk.settle_on_air(site.now)
    site.follow()
    (event,) = json_ld(site, "/")
    assert event["@type"] == "BroadcastEvent" and event["isLiveBroadcast"] is True
    assert event["publishedOn"]["@type"] == "BroadcastService"
    assert datetime.fromisoformat(event["startDate"]) <= NOON < datetime.fromisoformat(event["endDate"])
    day = json_ld(site, "/schedule")
    assert [one["isLiveBroadcast"] for one in day].count(True) == 1
    assert {one["@type"] for one in day} == {"BroadcastEvent"}
