"""Wires: what agencies ask the newsroom to do, who did it, and where a killed story has been."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.any_store import connect
from tests.conftest import Room, Valkey, make_room
from tests.web.articles import one_feed
from tests.web.articles.one_feed import an_editor_and_an_anchor, csrf, panel
from webapp.newsroom.articles.agency_notices import AgencyNotice
from webapp.newsroom.drafts import BreakingDraft
from webapp.newsroom.model import Article
from webapp.newsroom.staff import Actor
from webapp.store.articles.feed_state import Feeds

NOW = datetime.now(UTC)


@pytest.fixture
def feeds(valkey_server: Valkey) -> Feeds:
    return an_editor_and_an_anchor(valkey_server)


@pytest.fixture
def browser(valkey_server: Valkey, feeds: Feeds, tmp_path: Path) -> Iterator[FlaskClient]:
    with panel(valkey_server, tmp_path) as browser:
        yield browser


sign_in = partial(one_feed.sign_in, path="/panel/wires")


KILL = AgencyNotice(
    id="k1", kind="kill", title="WITHDRAWN: <b>Mayor</b>", text="The story was wrong.", of="The Wire", came_at=NOW,
    candidates=("mayor-hurt", "ferries-sail"),
)  # fmt: skip


@pytest.fixture
def room(feeds: Feeds, valkey_server: Valkey) -> Room:
    room = make_room(connect(valkey_server.url))
    for slug, title in (("mayor-hurt", "Mayor hurt"), ("ferries-sail", "Ferries sail")):
        article = Article(
            slug=slug, title=title, body_html="<p>So.</p>", published_at=NOW, source=f"https://a.example/{slug}"
        )
        room.desk.put_article(article, Actor(name="feeds", role="system"), NOW)
    room.articles.agency_notices.put(KILL)
    return room


def settle(browser: FlaskClient, page: str, **form: str) -> int:
    return browser.post("/panel/wires/k1", data={"csrf_token": csrf(page), **form}).status_code


def test_a_notice_waits_with_the_stories_that_it_may_mean_and_an_editor_withdraws_one(
    browser: FlaskClient, room: Room
) -> None:
    page = sign_in(browser, "Elena")
    assert "An agency takes a story back. Which one?" in page and "WITHDRAWN: &lt;b&gt;Mayor" in page
    assert page.index("Mayor hurt</a>") < page.index("Ferries sail</a>") and "The story was wrong." in page
    assert settle(browser, page, story="mayor-hurt") == 303
    page = browser.get("/panel/wires").text
    assert "Which one?" not in page and "<bdi>Elena</bdi> withdrew “<bdi>Mayor hurt</bdi>”" in page
    assert [article.slug for article in room.articles.newest(5)] == ["ferries-sail"]


def test_an_editor_dismisses_a_notice_and_a_second_tab_changes_nothing_of_that(
    browser: FlaskClient, room: Room
) -> None:
    page = sign_in(browser, "Elena")
    assert settle(browser, page) == 303
    assert "<bdi>Elena</bdi> dismissed it" in browser.get("/panel/wires").text
    assert settle(browser, page, story="mayor-hurt") == 303
    assert len(room.articles.newest(5)) == 2


def test_an_anchor_sees_notices_and_settles_none_and_what_is_not_there_is_told(
    browser: FlaskClient, room: Room
) -> None:
    page = sign_in(browser, "Ligaya")
    assert "Which one?" in page and "Withdraw this one" not in page
    assert settle(browser, page, story="mayor-hurt") == 403 and len(room.articles.newest(5)) == 2


def test_a_story_or_a_notice_that_is_not_there_is_told_and_settles_nothing(browser: FlaskClient, room: Room) -> None:
    page = sign_in(browser, "Elena")
    assert settle(browser, page, story="nowhere") == 404 and "Which one?" in browser.get("/panel/wires").text
    assert browser.post("/panel/wires/k2", data={"csrf_token": csrf(page)}).status_code == 404


def test_a_notice_whose_stories_are_all_withdrawn_says_that_none_fits(browser: FlaskClient, room: Room) -> None:
    for slug in KILL.candidates:
        room.desk.withdraw_article(slug, "wrong", Actor(name="Efren", role="editor"), NOW)
    page = sign_in(browser, "Elena")
    assert "No story of this source that is out fits it." in page and "None of ours: dismiss" in page


def test_notices_are_shown_in_filipino_too(browser: FlaskClient, room: Room) -> None:
    sign_in(browser, "Elena")
    browser.set_cookie("lang", "fil")
    assert "Alin ito?" in browser.get("/panel/wires", headers={"Accept-Language": "fil"}).text


def notice(name: str, kind: str, **more: Any) -> AgencyNotice:
    given = {"id": name, "kind": kind, "title": f"A {kind}", "of": "The Wire", "came_at": NOW, **more}
    return AgencyNotice.load(given)


def test_an_embargo_waits_for_an_editor_and_an_advisory_for_nobody(browser: FlaskClient, room: Room) -> None:
    room.articles.agency_notices.put(notice("e1", "embargo"))
    room.articles.agency_notices.put(notice("a1", "advisory").settle("noted", NOW))
    page = sign_in(browser, "Elena")
    assert "An agency has something under embargo" in page and "to be read; nothing is asked" in page
    browser.post("/panel/wires/e1", data={"csrf_token": csrf(page)})
    assert "An agency has something under embargo" not in browser.get("/panel/wires").text


def test_a_killed_story_leaves_a_trail_that_says_what_still_stands(browser: FlaskClient, room: Room) -> None:
    room.desk.publish_breaking(
        BreakingDraft(headline="Mayor in hospital", priority="urgent", article="mayor-hurt"),
        Actor(name="Ligaya", role="anchor"), NOW,
    )  # fmt: skip
    page = sign_in(browser, "Elena")
    assert settle(browser, page, story="mayor-hurt") == 303
    relay = browser.application.extensions["airwire"].relay
    while (
        relay.pump_once()
        and browser.application.extensions["airwire"].services.replica.board.seq < room.log.board().seq
    ):
        pass
    page = browser.get("/panel/wires").text
    trail = page[page.index("Where it has been") :]
    assert "Mayor in hospital</a>" in trail and "still on the air, without the link" in trail
    assert "not listed, on no page and in no embed" in trail and "its page says so" in trail
