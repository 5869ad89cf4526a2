"""An open page after an absence: it goes on by events where the store began again, and after a week asks what still stands."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.any_store import connect
from tests.browser.delivery.test_fallback import soon
from tests.conftest import Valkey, make_room
from tests.web.conftest import Newsroom, newsroom_at
from tests.web.server import Web
from webapp.newsroom.staff import Actor
from webapp.store.core import keys

ELENA = Actor(name="Elena", role="editor")


@pytest.fixture
def web(own_valkey: Valkey) -> Iterator[Web]:
    web = Web(own_valkey).start()
    yield web
    web.end()


@pytest.fixture
def station(web: Web, own_valkey: Valkey) -> Newsroom:
    return newsroom_at(web.url, own_valkey.url)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    yield context.new_page()
    context.close()


def test_a_page_that_has_everything_goes_on_after_the_store_started_again(
    station: Newsroom, page: Page, own_valkey: Valkey
) -> None:
    frames: list[str] = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: frames.append(str(frame))))
    page.goto(f"{station.url}/")
    soon(page, lambda: any(frame.startswith("40") for frame in frames), 15)
    station.push("Ferry runs again")
    expect(page.get_by_text("Ferry runs again").first).to_be_visible()
    own_valkey.kill()
    own_valkey.start()
    soon(page, lambda: any('["epoch"' in frame for frame in frames), 15)
    station.push("Bridge is closed")
    expect(page.get_by_text("Bridge is closed").first).to_be_visible()
    told = [name for frame in frames for name in ("snapshot", "epoch", "breaking") if f'["{name}"' in frame]
    assert told == ["breaking", "epoch", "breaking"]


def test_what_was_withdrawn_leaves_a_story_and_a_list_that_stayed_open_for_a_week(
    web: Web, station: Newsroom, page: Page, own_valkey: Valkey
) -> None:
    for slug, title in (("ferry", "Ferry runs again"), ("storm", "Storm turns north")):
        body = {"title": title, "body_html": "<p>From Monday.</p>", "published_at": "2026-03-01T00:00:00Z"}
        assert station.call("PUT", f"/articles/{slug}", body, role="editor").status_code == 200
    story, listed = page, page.context.new_page()
    for one, path in ((story, "/articles/ferry"), (listed, "/articles")):
        one.add_init_script(  # a browser that has no service worker; and not the first visit, where much comes late
            "Object.defineProperty(Navigator.prototype, 'serviceWorker', { get: () => undefined });"
            "localStorage.setItem('airwire.visited', 'true')"
        )
        with one.expect_websocket(), one.expect_response("**/offline*.js"):
            one.goto(web.url + path)
        expect(one.get_by_text("Ferry runs again").first).to_be_visible()
    web.kill()
    store = connect(own_valkey.url)
    make_room(store).desk.withdraw_article("ferry", "It never stopped.", ELENA, datetime.now(UTC))
    store.xtrim(keys.LOG, maxlen=0)  # so long ago that no event of it is kept
    web.start()
    for one in (story, listed):
        one.evaluate("dispatchEvent(new Event('online'))")
    expect(story.get_by_text("This article was withdrawn").first).to_be_visible(timeout=40_000)
    expect(story.get_by_text("From Monday.")).to_have_count(0)
    expect(listed.get_by_text("Ferry runs again")).to_have_count(0, timeout=40_000)
    expect(listed.get_by_text("Storm turns north").first).to_be_visible()
