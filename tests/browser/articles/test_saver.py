"""Who saves data gets pages without pictures: by the browser's wish, or by choice, which is remembered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from tests.any_store import connect
from tests.browser.conftest import Opening
from tests.conftest import Valkey, make_room
from tests.web.conftest import Newsroom
from tests.web.server import Web
from webapp.newsroom.model import StreamSource

PICTURE = "/static/icon.svg?picture"


@pytest.fixture
def address(newsroom: Newsroom, valkey_server: Valkey) -> str:
    """The page of an article with a picture, and with others beside it, on a station that has a stream."""
    stream = StreamSource(id="main", title="Main", url="https://stream.example/live", kind="icecast")
    make_room(connect(valkey_server.url)).desk.introduce_streams([stream], datetime.now(UTC))
    picture = {"url": PICTURE, "width": 64, "height": 64, "alt": "A lighthouse"}
    story = {"title": "Light on", "body_html": "<p>It shines.</p>", "picture": picture}
    answers = [newsroom.call("POST", "/articles", story, role="editor") for _ in range(2)]
    return f"/articles/{answers[0].json()['slug']}"


def pictures(page: Page) -> Callable[[], int]:
    """How many were asked for since."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if request.url.endswith(PICTURE) else None)
    return lambda: len(asked)


def test_a_browser_that_saves_data_is_sent_no_pictures(opened: Opening, address: str, web: Web) -> None:
    page = opened("/lite", extra_http_headers={"Save-Data": "on"})
    asked = pictures(page)
    for path in (address, "/articles", "/"):
        page.goto(web.url + path)
        expect(page.get_by_text("Light on").first).to_be_visible()
    assert asked() == 0


def test_pictures_go_and_come_with_the_listeners_choice_which_is_remembered(opened: Opening, address: str) -> None:
    page = opened(address)
    asked = pictures(page)
    expect(page.locator("main img").first).to_be_visible()
    page.get_by_text("Sound settings").locator("xpath=..").click()
    page.get_by_label("Save data").check()
    expect(page.locator("main img")).to_have_count(0)
    page.reload()
    expect(page.get_by_text("It shines.")).to_be_visible()
    assert (page.locator("main img").count(), asked()) == (0, 0)
    page.get_by_text("Sound settings").locator("xpath=..").click()
    expect(page.get_by_label("Save data")).to_be_checked()
    page.get_by_label("Save data").uncheck()
    expect(page.locator("main img").first).to_be_visible()


def test_a_device_that_saves_data_beats_nobodys_choice(opened: Opening, address: str) -> None:
    page = opened(address, extra_http_headers={"Save-Data": "on"})
    page.get_by_text("Sound settings").locator("xpath=..").click()
    page.get_by_label("Save data").uncheck()
    expect(page.locator("main img").first).to_be_visible()
    page.reload()
    expect(page.locator("main img").first).to_be_visible()
