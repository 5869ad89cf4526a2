"""Feeds out: read by parsers that are not ours, true after every change, and answered from memory."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import feedparser
import pytest
import time_machine
from defusedxml.ElementTree import fromstring

from tests.any_store import Store
from tests.conftest import NOON, Valkey
from tests.web.in_process_site import InProcessSite, open_site
from webapp.newsroom.drafts import BreakingDraft
from webapp.newsroom.model import Picture, Recording
from webapp.newsroom.staff import Actor

EDITOR = Actor(name="Efren", role="editor")
FEEDS = ["/feed.xml", "/feed.json"]
AWKWARD = 'Rice & "salt" <b>up</b> ]]> 5 % — ₱45 é 🍚'


@pytest.fixture
def site(valkey_server: Valkey, store: Store, tmp_path: Path) -> Iterator[InProcessSite]:
    with time_machine.travel(NOON, tick=False) as clock:
        site = open_site(
            valkey_server, clock, tmp_path, 'name = "Radyo & Co"\ntagline = "All day"\nlanguages = ["en", "fil"]\n'
        )
        site.put_out(
            "rice", title=AWKWARD, summary="Prices fell.", topics=("Prices", "Rice & salt"), byline="Ana Cruz",
            body_html='<p>See <a href="https://cdn.example/x">this</a> &amp; that</p>',
            picture=Picture(url="/pictures/rice.jpg", width=640, height=360, caption="A market", credit="PNA"),
        )  # fmt: skip
        site.put_out("bigas", title="Bumaba ang bigas", language="fil", published_at=NOON - timedelta(hours=1))
        yield site


def get(site: InProcessSite, path: str, **headers: str) -> Any:
    return site.client().get(path, headers={name.replace("_", "-"): value for name, value in headers.items()})


def titles(site: InProcessSite, path: str) -> list[str]:
    answer = get(site, path)
    if "json" in path:
        return [item["title"] for item in answer.get_json()["items"]]
    return [entry.title for entry in feedparser.parse(answer.data).entries]


def test_another_parser_reads_our_rss_whole(site: InProcessSite) -> None:
    answer = get(site, "/feed.xml")
    assert answer.content_type.startswith("application/rss+xml")
    read = feedparser.parse(answer.data, sanitize_html=False)
    assert not read.bozo and read.version == "rss20"
    assert (read.feed.title, read.feed.subtitle, read.feed.link, read.feed.language) == (
        "Radyo & Co",
        "All day",
        "http://localhost/",
        "en",
    )
    newer, older = read.entries
    assert newer.title == "Bumaba ang bigas"
    assert (older.title, older.summary, older.author) == (AWKWARD, "Prices fell.", "Ana Cruz")
    assert older.link == "http://localhost/articles/rice"
    assert older.published == "Sun, 01 Mar 2026 04:00:00 +0000"
    assert [tag.term for tag in older.tags] == ["Prices", "Rice & salt"]
    assert older.content[0].value.startswith('<p>See <a href="https://cdn.example/x"')
    picture = older.media_content[0]
    assert (picture["url"], picture["width"], picture["type"]) == (
        "http://localhost/pictures/rice.jpg",
        "640",
        "image/jpeg",
    )


def test_rss_keeps_the_rules_of_its_specification(site: InProcessSite) -> None:
    channel = fromstring(get(site, "/feed.xml").data).find("channel")
    assert channel is not None
    for needed in ("title", "link", "description"):
        assert len(channel.findall(needed)) == 1
    itself = channel.find("{http://www.w3.org/2005/Atom}link")
    assert itself is not None and itself.attrib == {
        "href": "http://localhost/feed.xml",
        "rel": "self",
        "type": "application/rss+xml",
    }
    guids = [item.findtext("guid") for item in channel.findall("item")]
    assert len(set(guids)) == len(guids) == 2


def test_json_feed_keeps_the_rules_of_its_specification(site: InProcessSite) -> None:
    answer = get(site, "/feed.json")
    feed = answer.get_json()
    assert answer.mimetype == "application/feed+json"
    assert (feed["version"], feed["feed_url"]) == ("https://jsonfeed.org/version/1.1", "http://localhost/feed.json")
    without_body, item = feed["items"]
    assert (
        item["title"] == AWKWARD
        and item["authors"] == [{"name": "Ana Cruz"}]
        and item["tags"] == ["Prices", "Rice & salt"]
    )
    assert (
        item["image"] == "http://localhost/pictures/rice.jpg" and item["date_published"] == "2026-03-01T04:00:00.000Z"
    )
    assert "content_html" not in without_body and without_body["content_text"] == "Bumaba ang bigas"
    assert all(
        isinstance(entry["id"], str) and ("content_html" in entry or "content_text" in entry) for entry in feed["items"]
    )


@pytest.mark.parametrize("path", FEEDS)
def test_a_withdrawn_article_leaves_the_feed_and_an_old_copy_is_never_called_current(
    site: InProcessSite, path: str
) -> None:
    site.wait(minutes=1)
    before = get(site, path)
    site.room.desk.withdraw_article("bigas", "Wrong", EDITOR, site.now)
    site.follow()
    assert titles(site, path) == [AWKWARD]
    assert get(site, path, If_None_Match=before.headers["ETag"]).status_code == 200
    assert get(site, path, If_Modified_Since=before.headers["Last-Modified"]).status_code == 200


@pytest.mark.parametrize("path", FEEDS)
def test_a_reader_that_has_it_is_told_so_whatever_else_happens_on_the_board(site: InProcessSite, path: str) -> None:
    site.wait(seconds=5)
    first = get(site, path)
    site.wait(minutes=3)
    site.room.desk.set_promo(None, EDITOR, site.now)
    site.follow()
    for header, value in (("If_None_Match", "ETag"), ("If_Modified_Since", "Last-Modified")):
        again = get(site, path, **{header: first.headers[value]})
        assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize("path", FEEDS)
def test_who_asks_by_time_alone_misses_nothing(site: InProcessSite, path: str) -> None:
    """A story may come in late with an earlier date, or within the second in which the feed was read."""
    seen: str | None = None
    for number, (span, dated) in enumerate([(60, 3000), (0.2, 0), (0.3, 0), (0.7, 9000), (5, 86_400), (0.1, 60)]):
        site.wait(seconds=span)
        site.put_out(f"late-{number}", title=f"Late {number}", published_at=site.now - timedelta(seconds=dated))
        for _ in range(3):  # within the second of the change, and after it
            answer = get(site, path, **({"If_Modified_Since": seen} if seen else {}))
            if answer.status_code == 200:
                heard, seen = answer.text, answer.headers.get("Last-Modified", seen)
            assert f"Late {number}" in heard
            site.wait(seconds=0.4)
    site.wait(seconds=3)
    seen = get(site, path).headers["Last-Modified"]
    assert get(site, path, If_Modified_Since=seen).status_code == 304


def test_the_rss_says_that_a_story_changed(site: InProcessSite) -> None:
    site.wait(minutes=5)
    site.put_out("bigas", title="Bumaba ang bigas", published_at=NOON - timedelta(hours=1), updated_at=site.now)
    items = {item.findtext("title"): item for item in fromstring(get(site, "/feed.xml").data).iter("item")}
    updated = "{http://www.w3.org/2005/Atom}updated"
    assert items["Bumaba ang bigas"].findtext(updated) == "2026-03-02T04:05:00.000Z"
    assert items[AWKWARD].find(updated) is None


@pytest.mark.parametrize("path", [*FEEDS, "/breaking.xml", "/breaking.json"])
def test_a_reader_knows_a_story_again_whatever_host_it_asked(site: InProcessSite, path: str) -> None:
    site.room.desk.publish_breaking(BreakingDraft(headline="Ferry", priority="bulletin"), EDITOR, site.now)
    site.follow()
    read = [site.client().get(path, base_url=f"http://{host}").text for host in ("one.example", "two.example")]
    ids = [re.findall(r'(?:<guid[^>]*>|"id":")(.*?)[<"]', text) for text in read]
    assert ids[0] and ids[0] == ids[1] and all(one.startswith("tag:") for one in ids[0])
    assert "http://two.example/" in read[1] and 'isPermaLink="true"' not in read[1]


@pytest.mark.parametrize("path", FEEDS)
def test_an_article_dated_by_a_clock_that_runs_ahead_comes_with_its_time(site: InProcessSite, path: str) -> None:
    site.put_out("later", title="Later", published_at=NOON + timedelta(minutes=9))
    assert "Later" not in titles(site, path)
    site.wait(minutes=10)
    assert titles(site, path)[0] == "Later"


@pytest.mark.parametrize("path", FEEDS)
def test_a_feed_in_one_language(site: InProcessSite, path: str) -> None:
    assert titles(site, f"{path}?lang=fil") == ["Bumaba ang bigas"]
    site.put_out("palay", title="Presyo ng palay", language="tl", published_at=NOON - timedelta(hours=2))
    assert titles(site, f"{path}?lang=fil") == ["Bumaba ang bigas", "Presyo ng palay"]
    assert len(titles(site, f"{path}?lang=xx")) == 3, "a language we do not have is no filter"


def test_what_xml_cannot_say_does_not_break_the_feed(site: InProcessSite) -> None:
    site.put_out("odd", title="Odd", body_html="<p>bell \x07 and \ufffe and \x1b</p>", summary="\x0b up")
    read = feedparser.parse(get(site, "/feed.xml").data)
    assert not read.bozo and len(read.entries) == 3


@pytest.mark.parametrize("path", FEEDS)
def test_an_empty_newsroom_has_a_feed_all_the_same(
    valkey_server: Valkey, store: Store, tmp_path: Path, path: str
) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        assert titles(open_site(valkey_server, clock, tmp_path), path) == []


def test_a_recording_stands_on_its_page_and_in_both_feeds(site: InProcessSite) -> None:
    where = "https://radyo.example/ep/7.mp3"
    recording = Recording(url=where, seconds=754)
    site.put_out("episode", title="The week", byline="Ana Cruz, Ben Reyes", recording=recording)
    page = get(site, "/articles/episode").get_data(as_text=True)
    assert f'<audio controls preload="none" src="{where}"' in page and "13 min" in page
    entry = next(entry for entry in feedparser.parse(get(site, "/feed.xml").data).entries if entry.title == "The week")
    assert [(file.href, file.type) for file in entry.enclosures] == [(where, "audio/mpeg")]
    assert [author.name for author in entry.authors] == ["Ana Cruz", "Ben Reyes"]
    item = next(item for item in get(site, "/feed.json").get_json()["items"] if item["title"] == "The week")
    assert item["attachments"] == [{"url": where, "mime_type": "audio/mpeg", "duration_in_seconds": 754}]
    assert item["authors"] == [{"name": "Ana Cruz"}, {"name": "Ben Reyes"}]
