"""Two feeds that carry one story under one address: the first keeps it, and nobody hears of the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import orjson
import pytest

from tests.conftest import NOON, Room
from tests.store.articles.test_duplicates import STORM, story
from tests.store.articles.test_importing import BY
from tests.unit.intake.intake_desk import STATION
from webapp.intake.importing.documents import Document, Outcome, SourcePicture
from webapp.intake.importing.importer import TAKEN_OVER, Importer
from webapp.newsroom.articles.writing.articles import ArticleEdit
from webapp.newsroom.staff import Actor
from webapp.store.articles.articles import Articles
from webapp.store.articles.feed_state import Feeds

LEAD = STORM[: STORM.index("Winds")]
LINK = "one.example/storm"


def by(feed: str, room: Room) -> Importer:
    return Importer(room.desk, room.articles, STATION, feed=feed)


def bring(importer: Importer, body: str | bytes) -> Outcome:
    data = body.encode() if isinstance(body, str) else body
    (outcome,) = importer.bring([Document("feed", data, "https://one.example/feed")], NOON, BY)
    return outcome


def post(text: str, modified: float = 2, hours: float = 2) -> bytes:
    """As WordPress has the same story: its whole text, and when it was changed."""
    dates = {
        name: (NOON - timedelta(hours=ago)).strftime("%Y-%m-%dT%H:%M:%S")
        for name, ago in (("date_gmt", hours), ("modified_gmt", modified))
    }
    post = {"id": 7, "title": {"rendered": "Storm leaves the Visayas"}, "content": {"rendered": f"<p>{text}</p>"}}
    return orjson.dumps([{**post, **dates, "link": f"https://{LINK}", "status": "publish", "type": "post"}])


def text(room: Room) -> str:
    (article,) = room.articles.newest(5)
    return article.body_html


def test_a_site_named_twice_brings_a_story_once_however_often_both_are_asked(room: Room) -> None:
    rss, blog = by("rss", room), by("blog", room)
    assert bring(rss, story(LINK, body=LEAD)).kind == "imported"
    before = room.log.board().seq
    for _ in range(3):
        assert bring(rss, story(LINK, body=LEAD)).kind == "unchanged"
        again = bring(blog, post(STORM))
        assert (again.kind, again.reason) == (
            "double",
            "the same story as “Storm leaves the Visayas”, which came first",
        )
    assert room.log.board().seq == before and "Winds" not in text(room)


def test_the_feed_that_brought_a_story_changes_it_as_ever(room: Room) -> None:
    bring(by("rss", room), story(LINK, body=LEAD))
    bring(by("blog", room), post(STORM))
    assert bring(by("rss", room), story(LINK, body=LEAD.replace("41", "44"))).kind == "updated"
    assert "44" in text(room)


def test_what_the_first_carries_no_more_the_other_may_bring_but_no_mere_part_of_it(room: Room) -> None:
    rss, blog = by("rss", room), by("blog", room)
    bring(blog, post(STORM))
    bring(rss, story(LINK, body=LEAD))
    blog.release([f"https://{LINK}"])
    assert bring(rss, story(LINK, body=LEAD)).kind == "double"
    assert bring(rss, story(LINK, body=STORM.replace("41", "44"))).kind == "updated"
    assert bring(blog, post(STORM)).kind == "double", "it is the other's now"


def test_a_shorter_text_counts_where_it_is_dated_later_and_nobody_carries_the_longer(room: Room) -> None:
    bring(by("rss", room), story(LINK, body=STORM))
    by("rss", room).release([f"https://{LINK}"])
    assert bring(by("blog", room), post(LEAD, modified=1)).kind == "updated"


def test_a_feed_releases_only_what_is_its_own(room: Room) -> None:
    bring(by("rss", room), story(LINK, body=LEAD))
    by("blog", room).release([f"https://{LINK}"])
    assert bring(by("blog", room), post(STORM)).kind == "double"


def test_a_feed_taken_from_the_stations_file_keeps_no_story_from_the_others(room: Room) -> None:
    bring(by("rss", room), story(LINK, body=LEAD))
    assert bring(by("blog", room), post(STORM)).kind == "double"
    Feeds(room.store).forget_all_but({"blog", "rss"})
    assert bring(by("blog", room), post(STORM)).kind == "double"
    Feeds(room.store).forget_all_but({"blog"})
    assert bring(by("blog", room), post(STORM)).kind == "updated"


def test_no_picture_is_asked_for_where_the_story_is_anothers(room: Room) -> None:
    asked: list[SourcePicture] = []

    def measure(pictures: Iterable[SourcePicture]) -> dict[SourcePicture, SourcePicture]:
        asked.extend(pictures)
        return {}

    bring(by("rss", room), story(LINK, body=LEAD))
    pictured = post(STORM + "</p><p><img src='https://one.example/storm.jpg'>")
    blog = Importer(room.desk, room.articles, STATION, measure, "blog")
    assert bring(blog, pictured).kind == "double" and asked == []


def test_a_look_at_a_feed_asks_for_owners_articles_and_duplicates_of_all_its_stories_together(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: Counter[str] = Counter()

    def counting(name: str) -> Any:
        real = getattr(Articles, name)

        def counted(self: Articles, fields: Iterable[str]) -> Any:
            asked[name] += 1
            return real(self, fields)

        return counted

    for name in ("owners_of", "slugs_of", "duplicates_of"):
        monkeypatch.setattr(Articles, name, counting(name))
    posts = [
        orjson.loads(post(f"Story {number}: {' '.join(str(number * n) for n in range(40))}."))[0]
        for number in range(12)
    ]
    feed = orjson.dumps([{**one, "id": n, "link": f"https://one.example/{n}"} for n, one in enumerate(posts)])
    for _ in range(2):
        asked.clear()
        outcomes = by("blog", room).bring([Document("feed", feed, "https://one.example/feed")], NOON, BY)
        assert len(outcomes) == 12 and max(asked.values()) <= 3, asked


def test_what_the_newsroom_has_taken_over_no_source_changes_but_its_source_may_take_it_back(
    room: Room, editor: Actor
) -> None:
    rss = by("rss", room)
    slug = bring(rss, story(LINK, body=LEAD)).slug or ""
    room.desk.edit_article(slug, ArticleEdit(rev=1, text="Our own words.", owner="newsroom"), editor, NOON)
    for importer in (rss, by("blog", room), Importer(room.desk, room.articles, STATION)):
        kept = bring(importer, post(STORM, modified=-1))
        assert kept.kind == "unchanged" and kept.reason == TAKEN_OVER
    assert text(room) == "<p>Our own words.</p>\n"
    room.desk.own_article(slug, "source", editor, NOON)
    assert bring(rss, post(STORM, modified=-1)).kind == "updated" and "Winds" in text(room)
    room.desk.own_article(slug, "newsroom", editor, NOON)
    source = f"https://{LINK}"
    assert rss.withdraw(source, "withdrawn by its source", NOON, BY).kind == "withdrawn"
