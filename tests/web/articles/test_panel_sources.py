"""The panel's page of sources, as an editor and an anchor see it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.conftest import Valkey
from tests.web.articles import one_feed
from tests.web.articles.one_feed import NAME, URL, an_editor_and_an_anchor, csrf, panel
from webapp.newsroom.articles.feed_state import FeedState, ImportCounts, ImportNote, RefusedEntry
from webapp.newsroom.articles.waiting import WaitingStory
from webapp.newsroom.articles.websub_state import HubSubscription
from webapp.newsroom.model import Article
from webapp.store.articles.feed_state import Feeds
from webapp.store.articles.waiting import WaitingStories

NOW = datetime.now(UTC)


@pytest.fixture
def feeds(valkey_server: Valkey) -> Feeds:
    return an_editor_and_an_anchor(valkey_server)


@pytest.fixture
def browser(valkey_server: Valkey, feeds: Feeds, tmp_path: Path) -> Iterator[FlaskClient]:
    with panel(valkey_server, tmp_path) as browser:
        yield browser


sign_in = partial(one_feed.sign_in, path="/panel/sources")


def test_nobody_sees_the_sources_without_signing_in(browser: FlaskClient) -> None:
    assert browser.get("/panel/sources").location == "/panel/sign-in"


def test_a_source_says_how_it_stands_and_each_refused_entry_why(browser: FlaskClient, feeds: Feeds) -> None:
    assert "Not checked yet." in sign_in(browser, "Elena")
    feeds.put(
        FeedState(
            id=NAME, url=URL, tried_at=NOW, good_at=NOW, due_at=NOW + timedelta(minutes=2), taken=14,
            counts=ImportCounts(refused=1), refused=(RefusedEntry(what="<b>Rain</b>", reason="has a title but no text"),),
            notes=(ImportNote(what="Sun", note="date taken from the address"),),
        )
    )  # fmt: skip
    page = browser.get("/panel/sources").text
    assert "Our own site" in page and "<dd>14</dd>" in page
    assert "&lt;b&gt;Rain&lt;/b&gt;" in page and "has a title but no text" in page
    assert "1 entry taken with a doubt" in page and "date taken from the address" in page
    feeds.put(FeedState(id=NAME, url=URL, tried_at=NOW, failures=3, error="answers 500"))
    page = browser.get("/panel/sources").text
    assert "answers 500" in page and "3 failures in a row" in page and "Has never worked" in page


def test_a_source_says_that_its_ids_are_none(browser: FlaskClient, feeds: Feeds) -> None:
    sign_in(browser, "Elena")
    feeds.put(FeedState(id=NAME, url=URL, tried_at=NOW, good_at=NOW, ids_shared=3))
    assert "3 entries have an id that other entries have too" in browser.get("/panel/sources").text


def test_a_source_says_whether_its_hub_tells_us(browser: FlaskClient, feeds: Feeds) -> None:
    sign_in(browser, "Elena")
    feeds.put(FeedState(id=NAME, url=URL, tried_at=NOW, good_at=NOW, taken=14))
    push = HubSubscription(
        hub="https://hub.example/", topic=URL, key="k", secret="s", asked_at=NOW, error="answers 500"
    )
    feeds.put_push(NAME, push)
    assert "its hub does not notify us: <bdi>answers 500</bdi>" in browser.get("/panel/sources").text
    feeds.put_push(NAME, push.model_copy(update={"error": None, "until": datetime.now(UTC) + timedelta(days=1)}))
    assert "its hub notifies us at once" in browser.get("/panel/sources").text


def test_an_editor_has_a_source_asked_at_once_pauses_it_and_goes_on(browser: FlaskClient, feeds: Feeds) -> None:
    page = sign_in(browser, "Elena")
    for act, wish, shown in (
        ("now", "now", "Checking…"),
        ("pause", "paused", "Paused."),
        ("resume", None, "Check now"),
    ):
        answer = browser.post(f"/panel/sources/{NAME}", data={"csrf_token": csrf(page), "act": act})
        assert answer.status_code == 303
        assert feeds.wishes().get(NAME) == wish
        page = browser.get("/panel/sources").text
        assert shown in page


def test_an_anchor_looks_on(browser: FlaskClient, feeds: Feeds) -> None:
    page = sign_in(browser, "Ligaya")
    assert "Our own site" in page and "Check now" not in page
    refused = browser.post(f"/panel/sources/{NAME}", data={"csrf_token": csrf(page), "act": "now"})
    assert refused.status_code == 403 and feeds.wishes() == {}


@pytest.mark.parametrize(("name", "act", "status"), [("nobody", "now", 404), (NAME, "burn", 422), (NAME, "", 422)])
def test_what_is_no_source_or_no_act_is_refused(
    browser: FlaskClient, feeds: Feeds, name: str, act: str, status: int
) -> None:
    page = sign_in(browser, "Elena")
    answer = browser.post(f"/panel/sources/{name}", data={"csrf_token": csrf(page), "act": act})
    assert answer.status_code == status and feeds.wishes() == {}


def test_asking_without_the_token_of_the_session_is_refused(browser: FlaskClient, feeds: Feeds) -> None:
    sign_in(browser, "Elena")
    assert browser.post(f"/panel/sources/{NAME}", data={"act": "now"}).status_code == 403
    assert feeds.wishes() == {}


def wait(feeds_store: WaitingStories, source: str, **more: Any) -> None:
    article = Article(slug=source, title=f"Story {source}", published_at=NOW, source=source, usage="NO RADIO USE")
    feeds_store.put(WaitingStory(article=article, reason="embargoed", since=NOW, **more))


def test_stories_that_wait_stand_with_their_time_and_an_editor_decides(browser: FlaskClient, feeds: Feeds) -> None:
    room = WaitingStories(feeds._store)
    until = datetime(2027, 1, 5, 4, 30, tzinfo=UTC)
    wait(room, "one", until=until, feed=NAME)
    wait(room, "two")
    page = sign_in(browser, "Elena")
    assert "goes out" in page and 'datetime="2027-01-05T04:30:00' in page
    assert "an editor decides" in page and "came by hand" in page
    assert page.count("Put out now</button>") == page.count("Put aside</button>") == 2
    assert page.index("Story one") < page.index("Story two") and "Usage terms: <bdi>NO RADIO USE</bdi>" in page
    token = csrf(page)
    for source, act in (("one", "out"), ("two", "aside")):
        answer = browser.post("/panel/sources/waiting", data={"csrf_token": token, "source": source, "act": act})
        assert answer.status_code == 303
    decided = {one.source: said and (said.decision, said.by) for one, said in room.every()}
    assert decided == {"one": ("out", "Elena"), "two": ("aside", "Elena")}
    page = browser.get("/panel/sources").text
    assert "1 story put aside" in page and "Story one" not in page
    gone = browser.post("/panel/sources/waiting", data={"csrf_token": token, "source": "three", "act": "out"})
    wrong = browser.post("/panel/sources/waiting", data={"csrf_token": token, "source": "two", "act": "burn"})
    assert (gone.status_code, wrong.status_code) == (404, 422)


def test_an_anchor_sees_what_waits_and_decides_nothing(browser: FlaskClient, feeds: Feeds) -> None:
    wait(WaitingStories(feeds._store), "one")
    page = sign_in(browser, "Ligaya")
    assert "Story one" in page and "Put out now" not in page
    data = {"csrf_token": csrf(page), "source": "one", "act": "out"}
    assert browser.post("/panel/sources/waiting", data=data).status_code == 403
