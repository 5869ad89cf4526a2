"""Sources of articles, asked by the clock: what is new comes in, what is gone goes, and nobody is asked too often."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import timedelta
from email.utils import format_datetime

import orjson
import pytest

from tests.conftest import FrozenClock, Room
from tests.unit.intake.intake_desk import STATION, item, rss
from tests.unit.intake.scripted_server import ScriptedServer, page
from webapp.intake.feeds.polling import FeedPolling
from webapp.intake.feeds.reader import FeedReader
from webapp.intake.importing.importer import Importer
from webapp.newsroom.articles.feed_state import FeedState, feed_id
from webapp.newsroom.errors import StoreAway
from webapp.newsroom.station import FeedConfig
from webapp.store.articles.feed_state import Feeds

EVERY = timedelta(seconds=120)


class Site:
    """A site with one feed, and whoever asks it for the newsroom."""

    def __init__(self, server: ScriptedServer, room: Room, now: FrozenClock) -> None:
        self.server, self.room, self.now = server, room, now
        self.config = FeedConfig(url=f"{server.base}/feed", private=True)
        self.feeds = Feeds(room.store)
        reader = FeedReader(lambda config: Importer(room.desk, room.articles, STATION, feed=feed_id(config.url)))
        self.polling = FeedPolling(lambda: [self.config], reader, self.feeds, now, lambda: True)

    def has(self, *items: str, **headers: str) -> None:
        self.server.plays["/feed"] = page(200, rss(*items).encode(), "application/rss+xml", **headers)

    def answers(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.server.plays["/feed"] = page(status, body, **headers)

    def ask(self) -> FeedState:
        """One step, until its looks are done."""
        for look in self.polling.step():
            look.result(20)
        return self.feed()

    def feed(self) -> FeedState:
        state = self.feeds.every()[feed_id(self.config.url)]
        assert state
        return state

    def asked(self) -> int:
        return self.server.asked.count("/feed")

    def story(self, number: int, title: str = "") -> str:
        at = format_datetime(self.now() - timedelta(hours=number))
        link = f"<link>{self.server.base}/story/{number}</link><pubDate>{at}</pubDate>"
        return item(title or f"Story number {number}", f"It happened {number} times.", link)

    def titles(self) -> list[str]:
        return [article.title for article in self.room.articles.newest(20)]


@pytest.fixture
def site(room: Room, clock: FrozenClock) -> Iterator[Site]:
    with ScriptedServer() as server:
        site = Site(server, room, clock)
        yield site
        site.polling.stop()


def test_a_new_story_comes_in_by_itself_and_the_source_is_asked_again_in_its_time(site: Site) -> None:
    site.has(site.story(2))
    feed = site.ask()
    assert (feed.error, feed.taken, feed.due_at) == (None, 1, site.now() + EVERY)
    assert site.polling.step() == []
    site.has(site.story(1), site.story(2))
    site.now.move(seconds=120)
    assert site.ask().counts.imported == 1
    assert site.titles() == ["Story number 1", "Story number 2"]


def test_what_has_not_changed_is_not_sent_again(site: Site) -> None:
    site.has(site.story(1), ETag='"a"', Last_Modified="Mon, 02 Mar 2026 03:00:00 GMT")
    site.ask()
    site.answers(304)
    site.now.move(seconds=120)
    feed = site.ask()
    assert 'If-None-Match: "a"' in site.server.heads[-1]
    assert "If-Modified-Since: Mon, 02 Mar 2026 03:00:00 GMT" in site.server.heads[-1]
    assert (feed.error, feed.taken, feed.counts.imported) == (None, 1, 1)


def test_a_source_whose_settings_were_put_right_is_asked_at_the_next_start(site: Site) -> None:
    def start(**settings: object) -> None:
        """The clock starts anew with the station's file as it is now."""
        site.polling._configured = lambda: [site.config.model_copy(update=settings)]

    start(private=False)
    site.has(site.story(1))
    assert "only public ones" in (site.ask().error or "")
    start(private=False)
    assert site.polling.step() == [], "nothing was changed"
    start(private=True)
    assert (site.ask().error, site.titles()) == (None, ["Story number 1"])
    assert site.polling.step() == []
    start(private=True, every_s=15)
    assert site.ask().due_at == site.now() + timedelta(seconds=15)


def test_a_source_that_fails_is_asked_ever_more_seldom_and_its_stories_stay(site: Site) -> None:
    random.seed(1)
    site.has(site.story(1))
    site.ask()
    site.answers(500)
    waits = []
    for _ in range(8):
        due = site.feed().due_at
        assert due is not None
        site.now.move(seconds=(due - site.now()).total_seconds())
        feed = site.ask()
        assert feed.due_at is not None
        waits.append((feed.due_at - site.now()).total_seconds())
    assert feed.error == "answers 500" and feed.failures == 8
    assert 150 < waits[0] < 300 < waits[1] < 600 and all(2880 <= wait <= 4320 for wait in waits[5:])
    assert site.titles() == ["Story number 1"]
    site.has(site.story(1))
    site.now.move(seconds=waits[-1])
    assert (site.ask().failures, site.feed().error) == (0, None)


def test_retry_after_is_kept(site: Site) -> None:
    site.answers(429, Retry_After="900")
    assert site.ask().due_at == site.now() + timedelta(seconds=900)
    site.now.move(seconds=900)
    site.answers(503, Retry_After=format_datetime(site.now() + timedelta(hours=2), usegmt=True))
    assert site.ask().due_at == site.now() + timedelta(hours=2)
    site.now.move(hours=2)
    site.answers(503, Retry_After="99999999999999999999")
    assert site.ask().due_at is not None


def test_a_source_that_is_gone_says_so_and_is_looked_at_once_a_day(site: Site) -> None:
    site.answers(410)
    feed = site.ask()
    assert feed.gone and "take it out" in (feed.error or "")
    assert feed.due_at == site.now() + timedelta(hours=24)


def test_a_story_that_vanishes_from_the_midst_and_whose_page_is_gone_is_withdrawn(site: Site) -> None:
    site.has(site.story(1), site.story(2), site.story(3))
    site.ask()
    site.now.move(seconds=120)
    site.has(site.story(1), site.story(3))
    site.ask()
    assert "Story number 2" not in site.titles()
    assert site.feed().counts.withdrawn == 1
    assert "/story/2" in site.server.asked


def test_a_story_whose_page_is_still_there_is_not_withdrawn_nor_one_that_left_at_the_end(site: Site) -> None:
    site.has(site.story(1), site.story(2), site.story(3), site.story(4))
    site.ask()
    site.server.plays["/story/2"] = page(200, b"<html>here I am</html>", "text/html")
    site.now.move(seconds=120)
    site.has(site.story(1), site.story(3))
    site.ask()
    assert len(site.titles()) == 4
    assert "/story/4" not in site.server.asked


def test_a_story_whose_page_comes_out_of_a_cache_a_while_longer_is_withdrawn_once_that_says_it_is_gone(
    site: Site,
) -> None:
    site.has(site.story(1), site.story(2), site.story(3), ETag='"a"')
    site.ask()
    site.server.plays["/story/2"] = page(200, b"<html>here I was</html>", "text/html")
    site.has(site.story(1), site.story(3), ETag='"b"')
    site.now.move(seconds=120)
    site.ask()
    site.answers(304)
    site.now.move(seconds=120)
    site.ask()
    assert len(site.titles()) == 3
    site.server.plays["/story/2"] = page(404, b"", "text/html")
    site.now.move(seconds=120)
    assert site.ask().counts.withdrawn == 1
    assert site.titles() == ["Story number 1", "Story number 3"]
    assert site.feed().vanished == ()


def test_a_story_that_only_left_the_list_is_looked_for_ever_more_seldom_and_for_a_day(site: Site) -> None:
    site.has(site.story(1), site.story(2), site.story(3))
    site.ask()
    site.server.plays["/story/2"] = page(200, b"<html>here I am</html>", "text/html")
    site.has(site.story(1), site.story(3))
    for _ in range(26 * 30):
        site.now.move(seconds=120)
        site.ask()
    assert 8 <= site.server.asked.count("/story/2") <= 12
    assert site.feed().vanished == ()
    assert len(site.titles()) == 3


class WordPress:
    """A WordPress site with posts by number, three to a page."""

    def __init__(self, site: Site) -> None:
        self.site, self.path = site, "/wp-json/wp/v2/posts"
        site.config = FeedConfig(url=f"{site.server.base}{self.path}", private=True)
        site.polling._configured = lambda: [site.config]

    def has(self, *numbers: int) -> FeedState:
        pages = [numbers[at : at + 3] for at in range(0, len(numbers), 3)]
        for at, on_page in enumerate(pages):
            further = f'<{self.site.server.base}{self.path}?page={at + 2}>; rel="next"' if at + 1 < len(pages) else ""
            path = self.path if at == 0 else f"{self.path}?page={at + 1}"
            body = orjson.dumps([self.post(number) for number in on_page])
            self.site.server.plays[path] = page(200, body, "application/json", Link=further)
        self.site.now.move(seconds=120)
        return self.site.ask()

    def post(self, number: int) -> dict[str, object]:
        at = (self.site.now() - timedelta(hours=40) + timedelta(minutes=number)).strftime("%Y-%m-%dT%H:%M:%S")
        text = {"rendered": f"<p>It happened at number {number}.</p>"}
        link = f"{self.site.server.base}/post/{number}"
        return {"id": number, "date_gmt": at, "title": {"rendered": f"Post {number}"}, "content": text, "link": link,
                "status": "publish", "type": "post"}  # fmt: skip


def test_after_a_while_away_wordpress_is_read_back_to_what_is_known_and_no_further(site: Site) -> None:
    blog = WordPress(site)
    blog.has(9, 8, 7, 6, 5)
    assert len(site.titles()) == 3
    blog.has(*range(16, 1, -1))
    assert site.titles() == [f"Post {number}" for number in range(16, 6, -1)]
    assert f"{blog.path}?page=4" not in site.server.asked


def test_pages_behind_the_first_are_bounded_and_of_the_same_site(site: Site) -> None:
    blog = WordPress(site)
    blog.has(1)
    blog.has(*range(99, 2, -1))
    assert len(site.titles()) == 19
    elsewhere = page(200, orjson.dumps([blog.post(200)]), "application/json", Link='<https://a.example/>; rel="next"')
    site.server.plays[blog.path] = elsewhere
    site.now.move(seconds=120)
    assert site.ask().error is None


def test_the_oldest_post_of_wordpress_too_is_withdrawn_once_its_page_is_gone(site: Site) -> None:
    blog = WordPress(site)
    blog.has(3, 2, 1)
    blog.has(3, 2)
    assert site.titles() == ["Post 3", "Post 2"]
    blog.has(5, 4, 3)
    assert "Post 2" in site.titles()


def test_an_embargoed_story_waits_here_and_its_source_is_asked_as_ever(site: Site) -> None:
    until = site.now() + timedelta(seconds=50)
    held = {
        "uri": "urn:newsml:a:1", "type": "text", "pubstatus": "usable", "headline": "The budget in full",
        "body_text": "It is larger than last year.", "versioncreated": (site.now() - timedelta(hours=1)).isoformat(),
        "embargoed": until.isoformat(),
    }  # fmt: skip
    site.server.plays["/feed"] = page(200, orjson.dumps(held), "application/json", ETag='"1"')
    feed = site.ask()
    assert (feed.counts.held, feed.refused, feed.due_at, site.titles()) == (1, (), site.now() + EVERY, [])
    ((waiting, _),) = site.room.articles.waiting.every()
    assert (waiting.until, waiting.feed) == (until, feed_id(site.config.url))
    site.now.move(seconds=120)
    site.ask()
    assert 'If-None-Match: "1"' in site.server.heads[-1], "nothing of it is needed again"


@pytest.mark.parametrize(
    ("body", "kind", "reason"),
    [
        (b"<html><body>Just a moment</body></html>", "text/html", "HTML page"),
        (b"", "application/rss+xml", "empty"),
        (b'{"code": "rest_forbidden", "message": "No entry"}', "application/json", "No entry"),
        (b"\x00\x01\x02", "application/octet-stream", "neither a feed"),
    ],
)
def test_what_is_no_feed_is_told_with_its_reason_and_changes_nothing(
    site: Site, body: bytes, kind: str, reason: str
) -> None:
    site.has(site.story(1), ETag='"a"')
    site.ask()
    site.now.move(seconds=120)
    site.server.plays["/feed"] = page(200, body, kind, ETag='"b"')
    feed = site.ask()
    assert reason in (feed.error or "") and feed.failures == 1
    assert site.titles() == ["Story number 1"]


def test_a_refused_entry_is_listed_with_its_reason(site: Site) -> None:
    site.has(site.story(1), item("Only a title", ""))
    feed = site.ask()
    assert [(entry.what, entry.reason) for entry in feed.refused] == [("Only a title", "has a title but no text")]
    assert feed.error is None


def test_what_was_in_doubt_about_an_entry_is_told_for_as_long_as_the_source_carries_it(site: Site) -> None:
    site.has(site.story(1), item("Rain", "It rained.", "<link>https://a.example/2026/01/02/rain</link>"))
    for _ in range(2):
        feed = site.ask()
        assert [(entry.what, entry.note) for entry in feed.notes] == [("Rain", "date taken from the address")]
        site.now.move(seconds=120)
    site.has(site.story(1))
    assert site.ask().notes == ()


def test_the_newsroom_has_a_source_asked_at_once_or_not_at_all(site: Site) -> None:
    site.has(site.story(1))
    site.ask()
    name = feed_id(site.config.url)
    site.feeds.wish(name, "now")
    site.ask()
    assert site.asked() == 2 and site.feeds.wishes() == {}
    site.feeds.wish(name, "paused")
    site.now.move(hours=1)
    assert site.polling.step() == [] and site.asked() == 2
    site.feeds.wish(name, None)
    site.ask()
    assert site.asked() == 3


def test_an_address_inside_the_network_is_not_asked_unless_the_operator_says_so(site: Site) -> None:
    site.polling._configured = lambda: [site.config.model_copy(update={"private": False})]
    assert "only public ones" in (site.ask().error or "")
    assert site.server.asked == []


def test_with_the_store_away_nothing_is_marked_as_read(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.has(site.story(1), ETag='"a"')

    def away(*_: object) -> None:
        raise StoreAway("the store does not answer")

    with monkeypatch.context() as gone:
        gone.setattr(site.room.desk, "put_article", away)
        for look in site.polling.step():
            look.result(20)
    assert site.feeds.every() == {}
    site.ask()
    assert site.titles() == ["Story number 1"]


def test_sources_that_are_no_longer_configured_are_forgotten(site: Site) -> None:
    site.feeds.put(FeedState(id="gone", url="https://gone.example/feed"))
    site.feeds.wish("gone", "paused")
    site.has(site.story(1))
    site.ask()
    site.feeds.forget_all_but({feed_id(site.config.url)})
    assert list(site.feeds.every()) == [feed_id(site.config.url)] and site.feeds.wishes() == {}


def test_two_feeds_with_the_same_story_change_it_only_when_its_own_does(site: Site) -> None:
    """The same site named twice, once with whole texts."""
    link = f"<link>{site.server.base}/story/1</link><pubDate>{format_datetime(site.now())}</pubDate>"
    other = FeedConfig(url=f"{site.server.base}/whole", private=True)
    whole = item("Story number 1", "It happened once. And then a great deal more was said about it.", link)
    site.server.plays["/whole"] = page(200, rss(whole).encode(), "application/rss+xml")
    site.has(item("Story number 1", "It happened once.", link))
    site.ask()
    site.polling._configured = lambda: [site.config, other]
    for _ in range(4):
        site.now.move(seconds=120)
        site.ask(), site.ask()
    article = site.room.articles.newest(1)[0]
    assert article.rev == 1 and "once.</p>" in article.body_html
    state = site.feeds.every()[feed_id(other.url)]
    assert state and [entry.what for entry in state.refused] == ["Story number 1"]
    site.has(site.story(2))
    for _ in range(2):
        site.now.move(seconds=120)
        site.ask(), site.ask()
    assert "more was said" in (site.room.articles.get(article.slug) or article).body_html
