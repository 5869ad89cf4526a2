"""A listener without network who taps a story: the page that is open stays, says so, and goes on when the network is back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Opening
from tests.browser.navigation import BOTH_WAYS, made_ready
from tests.web.conftest import Newsroom

STORY = {"title": "Ferry runs again", "body_html": "<p>From Monday on.</p>"}


@pytest.fixture(params=BOTH_WAYS)
def page(opened: Opening, newsroom: Newsroom, request: pytest.FixtureRequest) -> Page:
    assert newsroom.call("PUT", "/articles/ferry", STORY, role="editor").status_code == 200
    return made_ready(opened("/articles"), request.param)


def tap(page: Page) -> None:
    page.locator("main").get_by_role("link", name="Ferry runs again").first.click()


def test_a_tap_on_a_story_while_offline_keeps_the_page_and_opens_the_story_when_online_again(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 300})
    page.evaluate("scrollTo(0, 60)")
    page.context.set_offline(True)
    tap(page)
    waiting = page.get_by_role("group", name="The page you asked for")
    expect(waiting).to_contain_text("You are offline. The page you asked for opens as soon as you are back.")
    expect(page.locator("#polite")).to_contain_text("opens as soon as you are back")
    expect(page.locator("main h1")).to_have_text("News")
    assert page.evaluate("scrollY") > 0
    page.context.set_offline(False)
    expect(page.locator("main h1")).to_have_text("Ferry runs again")
    expect(page).to_have_url(re.compile("/articles/ferry$"))
    expect(waiting).to_have_count(0)
    assert page.evaluate("scrollY") == 0


def test_back_while_offline_keeps_the_page_too(page: Page) -> None:
    tap(page)
    expect(page.locator("main h1")).to_have_text("Ferry runs again")
    page.context.set_offline(True)
    page.go_back()
    waiting = page.get_by_role("group", name="The page you asked for")
    expect(waiting).to_be_visible()
    expect(page.locator("main h1")).to_have_text("Ferry runs again")
    page.go_forward()  # to what is still seen: nothing is waited for any more
    expect(waiting).to_have_count(0)
    page.go_back()
    expect(waiting).to_be_visible()
    page.context.set_offline(False)
    expect(page.locator("main h1")).to_have_text("News")


def test_who_stays_has_the_address_of_what_is_seen_and_a_server_that_fails_is_waited_for(page: Page) -> None:
    page.route("**/articles/ferry", lambda route: route.fulfill(status=502, body="Bad Gateway"))
    tap(page)
    waiting = page.get_by_role("group", name="The page you asked for")
    expect(waiting).to_contain_text("could not be fetched")
    waiting.get_by_role("button", name="Stay here").click()
    expect(waiting).to_have_count(0)
    expect(page).to_have_url(re.compile("/articles$"))
    tap(page)
    expect(waiting).to_contain_text("could not be fetched")
    page.unroute("**/articles/ferry")
    waiting.get_by_role("button", name="Try again").click()
    expect(page.locator("main h1")).to_have_text("Ferry runs again")
