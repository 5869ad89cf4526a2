"""Feeds out: read by parsers that are not ours, true after every change, and answered from memory."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import feedparser
import pytest
import time_machine
from defusedxml.ElementTree import fromstring

from tests.conftest import NOON, Valkey
from tests.web.doors import Doors, open_doors
from webapp.newsroom.model import Picture
from webapp.newsroom.staff import Actor
from webapp.store.connection import Store

EDITOR = Actor(name="Efren", role="editor")
FEEDS = ["/feed.xml", "/feed.json"]
AWKWARD = 'Rice & "salt" <b>up</b> ]]> 5 % — ₱45 é 🍚'


@pytest.fixture
def doors(valkey_server: Valkey, store: Store, tmp_path: Path) -> Iterator[Doors]:
    with time_machine.travel(NOON, tick=False) as clock:
        doors = open_doors(
            valkey_server, clock, tmp_path, 'name = "Radyo & Co"\ntagline = "All day"\nlanguages = ["en", "fil"]\n'
        )
        doors.put_out(
            "rice", title=AWKWARD, summary="Prices fell.", topics=("Prices", "Rice & salt"), byline="Ana Cruz",
            body_html='<p>See <a href="https://cdn.example/x">this</a> &amp; that</p>',
            picture=Picture(url="/pictures/rice.jpg", width=640, height=360, caption="A market", credit="PNA"),
        )  # fmt: skip
        doors.put_out("bigas", title="Bumaba ang bigas", language="fil", published_at=NOON - timedelta(hours=1))
        yield doors


def get(doors: Doors, path: str, **headers: str) -> Any:
    return doors.client().get(path, headers={name.replace("_", "-"): value for name, value in headers.items()})


def titles(doors: Doors, path: str) -> list[str]:
    answer = get(doors, path)
    if "json" in path:
        return [item["title"] for item in answer.get_json()["items"]]
    return [entry.title for entry in feedparser.parse(answer.data).entries]


def test_another_parser_reads_our_rss_whole(doors: Doors) -> None:
    answer = get(doors, "/feed.xml")
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
    assert older.link == older.id == "http://localhost/articles/rice"
    assert older.published == "Sun, 01 Mar 2026 04:00:00 +0000"
    assert [tag.term for tag in older.tags] == ["Prices", "Rice & salt"]
    assert older.content[0].value.startswith('<p>See <a href="https://cdn.example/x"')
    picture = older.media_content[0]
    assert (picture["url"], picture["width"], picture["type"]) == (
        "http://localhost/pictures/rice.jpg",
        "640",
        "image/jpeg",
    )


def test_rss_keeps_the_rules_of_its_specification(doors: Doors) -> None:
    channel = fromstring(get(doors, "/feed.xml").data).find("channel")
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


def test_json_feed_keeps_the_rules_of_its_specification(doors: Doors) -> None:
    answer = get(doors, "/feed.json")
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
def test_a_withdrawn_article_leaves_the_feed_and_an_old_copy_is_never_called_current(doors: Doors, path: str) -> None:
    before = get(doors, path)
    doors.wait(minutes=1)
    doors.room.desk.withdraw_article("bigas", "Wrong", EDITOR, doors.now)
    doors.follow()
    assert titles(doors, path) == [AWKWARD]
    assert get(doors, path, If_None_Match=before.headers["ETag"]).status_code == 200
    assert get(doors, path, If_Modified_Since=before.headers["Last-Modified"]).status_code == 200


@pytest.mark.parametrize("path", FEEDS)
def test_a_reader_that_has_it_is_told_so_whatever_else_happens_on_the_board(doors: Doors, path: str) -> None:
    first = get(doors, path)
    assert first.headers["Last-Modified"] == "Mon, 02 Mar 2026 03:00:00 GMT"
    doors.wait(minutes=3)
    doors.room.desk.set_promo(None, EDITOR, doors.now)
    doors.follow()
    for header, value in (("If_None_Match", "ETag"), ("If_Modified_Since", "Last-Modified")):
        again = get(doors, path, **{header: first.headers[value]})
        assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize("path", FEEDS)
def test_an_article_dated_by_a_clock_that_runs_ahead_comes_with_its_time(doors: Doors, path: str) -> None:
    doors.put_out("later", title="Later", published_at=NOON + timedelta(minutes=9))
    assert "Later" not in titles(doors, path)
    doors.wait(minutes=10)
    assert titles(doors, path)[0] == "Later"


@pytest.mark.parametrize("path", FEEDS)
def test_a_feed_in_one_language(doors: Doors, path: str) -> None:
    assert titles(doors, f"{path}?lang=fil") == ["Bumaba ang bigas"]
    doors.put_out("palay", title="Presyo ng palay", language="tl", published_at=NOON - timedelta(hours=2))
    assert titles(doors, f"{path}?lang=fil") == ["Bumaba ang bigas", "Presyo ng palay"]
    assert len(titles(doors, f"{path}?lang=xx")) == 3, "a language we do not have is no filter"


def test_what_xml_cannot_say_does_not_break_the_feed(doors: Doors) -> None:
    doors.put_out("odd", title="Odd", body_html="<p>bell \x07 and \ufffe and \x1b</p>", summary="\x0b up")
    read = feedparser.parse(get(doors, "/feed.xml").data)
    assert not read.bozo and len(read.entries) == 3


@pytest.mark.parametrize("path", FEEDS)
def test_an_empty_newsroom_has_a_feed_all_the_same(
    valkey_server: Valkey, store: Store, tmp_path: Path, path: str
) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        assert titles(open_doors(valkey_server, clock, tmp_path), path) == []
