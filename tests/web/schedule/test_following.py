"""Topics and hosts have pages and feeds, and what one device follows is put together from its address alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from lxml import etree

from tests.any_store import connect
from tests.conftest import NOON, Valkey
from tests.store.board.test_clock import IMPORT
from tests.web.in_process_site import InProcessSite, open_site
from tests.web.schedule.test_programme_pages import GRID, page, words
from webapp.newsroom.slugs import name_slug


@pytest.fixture(scope="module")
def site(valkey_server: Valkey, tmp_path_factory: pytest.TempPathFactory) -> Iterator[InProcessSite]:
    connect(valkey_server.url).flushall()
    with time_machine.travel(NOON, tick=False) as clock:
        site = open_site(valkey_server, clock, tmp_path_factory.mktemp("following"), 'url = "https://radyo.example"')
        site.put_out("rice", topics=["Presyo ng bigas", "<b>"])
        site.put_out("ferry", topics=["Biyahe"])
        site.room.desk.set_grid(GRID, IMPORT, site.now)
        site.room.desk.settle_on_air(site.now)
        site.follow()
        site.wait(hours=3)  # noon's programme has ended, with its story
        site.room.desk.settle_on_air(site.now)
        site.follow()
        yield site


def stories(site: InProcessSite, path: str) -> list[str]:
    return [str(address) for address in page(site, path).xpath("//main//ol[@class='river']//h2//a/@href")]


def test_a_topic_has_a_page_and_a_feed(site: InProcessSite) -> None:
    assert name_slug("Presyo ng bigas") == "presyo-ng-bigas"
    assert stories(site, "/topics/presyo-ng-bigas") == ["/articles/rice"]
    shown = page(site, "/topics/presyo-ng-bigas")
    assert words(shown.find(".//h1")) == "Presyo ng bigas"
    assert shown.xpath("//link[@type='application/rss+xml']/@href") == ["/topics/presyo-ng-bigas.xml"]
    assert page(site, "/articles/rice").xpath("//nav[@class='topics']//li/a/@href") == [
        "/topics/presyo-ng-bigas",
        "/topics/b",
    ]
    feed = etree.fromstring(site.client().get("/topics/presyo-ng-bigas.xml").data)
    assert feed.findtext("channel/title") == "Presyo ng bigas · Airwire"
    assert [item.findtext("link") for item in feed.iter("item")] == ["https://radyo.example/articles/rice"]


def test_a_topics_page_leads_to_notices_with_it_ticked_and_a_topic_that_is_none_ticks_nothing(
    site: InProcessSite,
) -> None:
    (way,) = page(site, "/topics/presyo-ng-bigas").xpath("//main//a[starts-with(@href, '/notices')]/@href")
    assert way == "/notices?topic=presyo-ng-bigas"
    form = page(site, way)
    assert form.xpath("//input[@name='topic'][@checked]/@value") == ["presyo ng bigas"]
    assert form.xpath("//input[@name='level'][@checked]/@value") == ["all"], "flashes come in any case"
    for plain in ("/notices", "/notices?topic=none", "/notices?topic=", "/notices?topic=%3Cb%3E"):
        form = page(site, plain)
        assert form.xpath("//input[@name='topic'][@checked]") == []
        assert form.xpath("//input[@name='level'][@checked]/@value") == ["flash"]


def test_a_topic_that_few_stories_have_is_offered_on_the_way_from_its_page(
    site: InProcessSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webapp.pages.installed.notices_page.MAX_TOPICS", 0)
    assert page(site, "/notices?topic=biyahe").xpath("//input[@name='topic']/@value") == ["biyahe"]


def test_a_host_has_a_page_with_programmes_and_what_was_spoken_of_there(site: InProcessSite) -> None:
    assert "/hosts/ligaya-santos" in page(site, "/programmes/tanghali").xpath("//main//a/@href")
    shown = page(site, "/hosts/ligaya-santos")
    assert words(shown.find(".//h1")) == "Ligaya Santos" and "/programmes/tanghali" in shown.xpath("//main//a/@href")
    assert stories(site, "/hosts/ligaya-santos") == ["/articles/rice"]
    assert site.client().get("/hosts/ligaya-santos.xml").mimetype == "application/rss+xml"


def test_what_a_device_follows_comes_together_and_what_is_gone_is_passed_over(site: InProcessSite) -> None:
    both = "/following?topic=biyahe&host=ligaya-santos&programme=gone&topic=none&topic=biyahe"
    assert sorted(stories(site, both)) == ["/articles/ferry", "/articles/rice"]
    shown = page(site, both)
    names = [words(one) for one in shown.xpath("//ul[@class='followed__names']/li/a")]
    assert names == ["Biyahe", "Ligaya Santos"] and shown.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert "this device alone remembers it" in words(page(site, "/following").find(".//main"))
    assert "Set-Cookie" not in site.client().get(both).headers


@pytest.mark.parametrize(
    "path", ["/topics/none", "/hosts/none", "/topics/none.xml", "/topics/Presyo%20ng%20bigas", "/hosts/%3Cb%3E"]
)
def test_a_topic_or_host_that_is_none_is_not_found(site: InProcessSite, path: str) -> None:
    assert site.client().get(path).status_code == 404


def test_many_names_cost_no_more_than_fifty(site: InProcessSite) -> None:
    flood = "&".join(f"topic=t{number}" for number in range(300))
    assert site.client().get(f"/following?{flood}&topic=biyahe").status_code == 200


def test_a_withdrawn_article_leaves_its_topic(site: InProcessSite) -> None:
    site.room.desk.withdraw_article("rice", "It is wrong.", IMPORT, site.now)
    site.follow()
    assert site.client().get("/topics/presyo-ng-bigas").status_code == 404
    assert stories(site, "/hosts/ligaya-santos") == []
