"""What a station's site tells: found where it stands, said where not, never made up; and sites that mean no good."""

from __future__ import annotations

import contextlib
import tomllib
from datetime import UTC, datetime
from typing import Any

import pytest

from bench.discovery.corpus import Site, sites
from bench.discovery.score import Score, score
from webapp.discovery.discover import Discovery, NoSite, discover
from webapp.discovery.facts import MAX_REQUESTS
from webapp.discovery.station_file import station_toml
from webapp.fetch.client import Fetched
from webapp.newsroom.toml.station_toml import parse_station

NOW = datetime(2026, 11, 30, 4, tzinfo=UTC)
HOME = "https://radyo.example/"


def found_on(body: str, **answers: Any) -> Discovery:
    """Of a front page, and what else the site answers by address."""
    named = {url: answer | {"url": url} for url, answer in answers.items()}
    site = Site("made", HOME, {}, {HOME: {"url": HOME, "body": body}, **named})
    return discover(HOME, site.get, NOW)


def value_of(found: Discovery, name: str) -> Any:
    fact = found.best(name)
    return fact and fact.value


@pytest.mark.parametrize("site", sites("learned"), ids=lambda site: site.name)
def test_nothing_that_is_said_of_a_known_site_is_wrong(site: Site) -> None:
    counted = Score()
    found = score(site, counted)
    assert counted.wrong == []
    parse_station(station_toml(found, NOW))


def test_four_fifths_of_what_is_there_is_found() -> None:
    counted = Score()
    for site in sites("learned"):
        score(site, counted)
    assert counted.share >= 0.8


def test_the_file_says_where_each_value_was_found_and_what_was_not() -> None:
    (site,) = [one for one in sites("learned") if one.name == "wordpress_in_manila"]
    text = station_toml(discover(site.address, site.get, NOW), NOW)
    station = parse_station(text)
    assert station.name == "Radyo Dagat 94.3" and station.zone == "Asia/Manila" and station.languages == ("fil",)
    assert station.streams[0].kind == "icecast" and station.streams[0].bitrate_kbps == 64
    assert 'zone = "Asia/Manila" # certain: WordPress\' REST root' in text
    empty = station_toml(found_on("<html><title>Home</title></html>"), NOW)
    assert '# not found: zone = "Asia/Manila"' in empty and "[[streams]]" not in tomllib.loads(empty)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Radyo Uno", "Radyo Uno"), ("Home | Radyo Uno", "Radyo Uno"), ("Radyo Uno – Balita at musika", "Radyo Uno"),
        ("Home", None), ("", None), ("Balita ngayon | Ang bagong araw", None),
    ],
)  # fmt: skip
def test_a_name_that_only_may_be_one_is_not_put_in_force(title: str, name: str | None) -> None:
    assert value_of(found_on(f"<html><title>{title}</title></html>"), "name") == name


@pytest.mark.parametrize(
    ("answer", "streams"),
    [
        ({"type": "audio/mpeg", "endless": True}, 1),
        ({"type": "audio/mpeg", "body": "a file with an end"}, 0),
        ({"type": "text/html", "body": "<html>Not found</html>"}, 0),
        ({"type": "audio/mpeg", "status": 404}, 0),
        ({"down": True}, 0),
        ({"type": "application/vnd.apple.mpegurl", "body": "#EXTM3U\nnothing"}, 0),
    ],
)
def test_a_stream_is_one_only_if_it_sends_sound_without_an_end(answer: dict[str, Any], streams: int) -> None:
    found = found_on(f"<html><audio src='{HOME}live'></audio></html>", **{f"{HOME}live": answer})
    assert len(found.all("stream")) == streams


def test_a_stream_that_browsers_refuse_is_said_to_be_so() -> None:
    url = "http://203.0.113.9:8000/live"
    found = found_on(f"<html><audio src='{url}'></audio></html>", **{url: {"type": "audio/mpeg", "endless": True}})
    assert "without TLS" in value_of(found, "stream").plays


def test_a_feed_of_comments_or_without_a_story_is_none() -> None:
    feed = {"type": "application/rss+xml", "body": "<rss version='2.0'><channel><title>x</title></channel></rss>"}
    kind = "rel='alternate' type='application/rss+xml'"
    head = f"<link {kind} href='/feed'><link {kind} href='/comments/feed'>"
    found = found_on(f"<html><head>{head}</head></html>", **{f"{HOME}feed": feed, f"{HOME}comments/feed": feed})
    assert found.all("feed") == []


def test_forty_feeds_and_a_thousand_links_do_not_become_a_crawl() -> None:
    asked: list[str] = []
    links = "".join(f"<link rel='alternate' type='application/rss+xml' href='/f{n}'>" for n in range(40))
    players = "".join(f"<audio src='/stream{n}.mp3'></audio><a href='/listen{n}'>Listen</a>" for n in range(500))

    def get(url: str, **_: Any) -> Fetched:
        asked.append(url)
        body = f"<html><head>{links}</head><body>{players}</body></html>" if url == HOME else "nothing"
        return Fetched(200, url, {"content-type": "text/html"}, body.encode())

    discover(HOME, get, NOW)
    assert len(asked) <= MAX_REQUESTS and len(set(asked)) == len(asked)


@pytest.mark.parametrize(
    "body",
    [
        "\x00\x01 no page at all", "", "{}", "<" * 5000, "<html>" + "<div>" * 5000,
        "<script type='application/ld+json'>" + "[" * 3000 + "</script>",
        "<html><link rel='alternate' type='application/rss+xml' href='http://[::bad'><a href='http://['>x</a></html>",
        "<html lang='" + "x" * 9000 + "'><title>" + "y" * 90_000 + "</title></html>",
        "<html><script>" + "http://a" * 50_000 + "</script></html>",
    ],
    ids=range(9),
)  # fmt: skip
def test_a_page_that_is_none_or_means_no_good_is_read_or_refused_in_words(body: str) -> None:
    with contextlib.suppress(NoSite):
        parse_station(station_toml(found_on(body), NOW))


def test_a_site_that_does_not_answer_is_said() -> None:
    site = Site("down", HOME, {}, {HOME: {"url": HOME, "down": True}})
    with pytest.raises(NoSite, match="no answer"):
        discover(HOME, site.get, NOW)
    loop = Site("loop", HOME, {}, {HOME: {"url": HOME, "location": HOME}})
    with pytest.raises(NoSite, match="redirects"):
        discover(HOME, loop.get, NOW)


def test_words_of_a_stranger_stay_words_in_the_file() -> None:
    name = 'Radyo \\" \n[[streams]]\nurl = \\"x\\"'
    page = f'<html><script type="application/ld+json">{{"@type": "RadioStation", "name": "{name}"}}</script></html>'.replace(
        "\n", "\\n"
    )
    station = parse_station(station_toml(found_on(page), NOW))
    assert station.streams == () and "[[streams]]" in station.name
