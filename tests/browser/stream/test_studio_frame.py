"""The studio's video in another site's frame: what it costs while nobody looks, and what is left where it does not come."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Opening
from tests.browser.stream.test_studio_video import Sound, be_hidden
from tests.conftest import Valkey
from tests.web.server import Web

BROADCAST = "https://www.youtube.com/live/abcdefghijk"
STATION = f'[video]\nkind = "youtube"\nurl = "{BROADCAST}"\n'
HOME = "https://www.youtube-nocookie.com/**"


class Provider:
    """The other site: answers with a page, or (`silent`) not at all."""

    def __init__(self, page: Page) -> None:
        self.silent = False
        self.asked: list[str] = []
        page.route(HOME, self._answer)

    def _answer(self, route: Route) -> None:
        self.asked.append(route.request.url)
        if not self.silent:
            route.fulfill(body="<h1>A broadcast</h1>", content_type="text/html")


@pytest.fixture
def station(web: Web, valkey_server: Valkey) -> Sound:
    return Sound(web, valkey_server)


def test_a_frame_comes_by_a_press_beside_the_sound_and_is_taken_away_where_nobody_looks(
    opened: Opening, station: Sound
) -> None:
    page = opened("/lite")
    provider = Provider(page)
    page.clock.install()
    station.played_on(page)
    assert not provider.asked
    page.get_by_role("button", name="Watch the studio").click()
    frame, message = page.locator("aw-video iframe"), page.locator(".video-screen__message")
    expect(frame).to_be_visible()
    expect(message).to_have_text("")
    expect(page.get_by_role("link", name="Open it at YouTube")).to_have_attribute("href", BROADCAST)
    station.goes_on(page)

    be_hidden(page, True)
    page.clock.fast_forward(10_000)
    be_hidden(page, False)
    page.clock.fast_forward(60_000)
    assert frame.count() == 1 and len(provider.asked) == 1, "a look at another tab costs nothing"
    be_hidden(page, True)
    page.clock.fast_forward(31_000)
    expect(frame).to_have_count(0)
    be_hidden(page, False)
    expect(frame).to_be_visible()
    assert len(provider.asked) == 2
    page.get_by_role("button", name="Hide the video").click()
    expect(frame).to_have_count(0)


def test_a_frame_that_does_not_come_says_so_and_leads_on(opened: Opening) -> None:
    page = opened("/lite", width=360)
    provider = Provider(page)
    provider.silent = True
    page.clock.install()
    page.goto(page.url.removesuffix("lite"))
    page.get_by_role("button", name="Watch the studio").click()
    message = page.locator(".video-screen__message")
    expect(message).to_have_text("The video is on its way…")
    page.clock.fast_forward(16_000)
    expect(message).to_have_text("The video cannot be shown now.")
    provider.silent = False
    page.get_by_role("button", name="Try again").click()
    expect(message).to_have_text("")
    expect(page.frame_locator("aw-video iframe").locator("h1")).to_have_text("A broadcast")
    assert page.locator("aw-video").evaluate("one => one.scrollWidth <= one.clientWidth"), (
        "nothing is cut off on a phone"
    )
