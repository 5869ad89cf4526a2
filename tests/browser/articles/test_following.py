"""Following a topic: the device alone remembers it, and shows what is new of it on the live page."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Opening
from tests.web.conftest import Newsroom

pytestmark = pytest.mark.browser


def test_what_is_followed_stands_on_the_live_page_until_it_is_followed_no_more(
    opened: Opening, newsroom: Newsroom
) -> None:
    body = {
        "title": "Ferry runs again", "body_html": "<p>From Monday.</p>", "topics": ["Ferries"],
        "published_at": "2026-03-01T00:00:00Z",
    }  # fmt: skip
    assert newsroom.call("PUT", "/articles/ferry-again", body, role="editor").status_code == 200
    page = opened("/lite")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(newsroom.url)
    expect(page.locator("aw-clock")).to_be_visible()
    assert not [url for url in asked if "/follow/follow.js" in url or "/following" in url], (
        "who follows nothing fetches nothing for it"
    )

    page.goto(f"{newsroom.url}/topics/ferries")
    follow = page.get_by_role("button", name="Follow Ferries")
    follow.focus()
    page.keyboard.press("Enter")
    expect(follow).to_have_attribute("aria-pressed", "true")
    page.goto(newsroom.url)
    expect(page.locator("aw-followed").get_by_role("link", name="Ferry runs again")).to_be_visible()
    page.goto(f"{newsroom.url}/following")
    expect(page.get_by_role("link", name="Ferry runs again")).to_be_visible()
    page.locator("main").get_by_role("button", name="Follow Ferries").click()
    page.goto(newsroom.url)
    expect(page.locator("aw-breaking")).to_be_visible()
    expect(page.locator("aw-followed")).to_be_hidden()
    assert page.evaluate("document.cookie").find("follow") == -1
