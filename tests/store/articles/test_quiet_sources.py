"""A source that is only quiet is well and asked at its usual pace; one whose entries cannot be read is told, and soon asked."""

from __future__ import annotations

from datetime import timedelta

import orjson
import pytest

from tests.store.articles.test_feeds import EVERY, Site, site  # noqa: F401  # a fixture
from tests.unit.intake.intake_desk import item, rss
from tests.unit.intake.scripted_server import page

PICTURE = {"uri": "urn:newsml:a:1", "type": "picture", "headline": "A bridge", "versioncreated": "2026-03-01T00:00:00Z"}


@pytest.mark.parametrize(
    "body",
    [
        b"[]",
        b'{"_items": []}',
        rss().encode(),
        b'<feed xmlns="http://www.w3.org/2005/Atom"><title>News</title></feed>',
        b'<feed xmlns="http://www.w3.org/2005/Atom"/>',
        b'{"version": "https://jsonfeed.org/version/1.1", "title": "News", "items": []}',
        orjson.dumps([PICTURE]),
    ],
)
def test_a_source_without_stories_is_well_and_asked_again_in_its_time(site: Site, body: bytes) -> None:  # noqa: F811
    site.has(site.story(1))
    site.ask()
    site.server.plays["/feed"] = page(200, body, "application/octet-stream")
    for _ in range(3):
        site.now.move(seconds=120)
        feed = site.ask()
        assert (feed.error, feed.failures, feed.due_at) == (None, 0, site.now() + EVERY)
    assert site.titles() == ["Story number 1"]
    site.has(site.story(1), site.story(0, "News at last"))
    site.now.move(seconds=120)
    assert site.ask().counts.imported == 1


def test_what_is_no_story_stands_among_those_refused_and_an_empty_feed_has_none(site: Site) -> None:  # noqa: F811
    site.answers(200, orjson.dumps([PICTURE]))
    assert [(one.what, one.reason) for one in site.ask().refused] == [
        ("A bridge", "its type is 'picture': not a story")
    ]
    site.has()
    site.now.move(seconds=120)
    feed = site.ask()
    assert feed.refused == () and feed.counts.refused == 0


def test_entries_of_which_none_is_understood_are_told_and_the_source_is_asked_soon(site: Site) -> None:  # noqa: F811
    site.has(item("Only a title", ""), ETag='"a"')
    for _ in range(6):
        feed = site.ask()
        assert feed.due_at is not None and feed.due_at - site.now() <= timedelta(minutes=5)
        site.now.move(seconds=(feed.due_at - site.now()).total_seconds())
    assert feed.error == "has a title but no text" and feed.failures == 6
    assert "If-None-Match" not in site.server.heads[-1]


def test_a_feed_cut_off_before_its_first_entry_is_not_taken_for_an_empty_one(site: Site) -> None:  # noqa: F811
    site.answers(200, rss().encode()[:60])
    assert site.ask().error == "the feed is cut off before its first entry"
