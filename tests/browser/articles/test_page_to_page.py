"""From page to page without a whole load, so that the sound goes on: by the Navigation API, and in browsers that lack it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Opening
from tests.browser.navigation import BOTH_WAYS, made_ready
from tests.web.conftest import Newsroom
from tests.web.server import wait_for

STORY = {"title": "Ferry runs again", "body_html": "<p>From Monday on.</p>" + "<p>And on.</p>" * 60}


@pytest.fixture(params=BOTH_WAYS)
def page(opened: Opening, newsroom: Newsroom, request: pytest.FixtureRequest) -> Page:
    """The list of articles, in a window that is lost on a whole load (`isSame`)."""
    assert newsroom.call("PUT", "/articles/ferry", STORY, role="editor").status_code == 200
    page = made_ready(opened("/articles", width=360), request.param)
    page.evaluate("globalThis.isSame = true")
    return page


def title(page: Page, is_now: str) -> None:
    expect(page.locator("main h1")).to_have_text(is_now)
    assert page.evaluate("globalThis.isSame")


def tap(page: Page) -> None:
    """Without the scrolling by which playwright would make sure that it is seen."""
    page.locator("main").get_by_role("link", name="Ferry runs again").first.evaluate("link => link.click()")


def test_there_and_back_and_forward_each_page_is_where_it_was_left(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 300})
    page.evaluate("scrollTo(0, 60)")
    tap(page)
    title(page, "Ferry runs again")
    expect(page).to_have_url(re.compile("/articles/ferry$"))
    assert page.evaluate("scrollY") == 0
    page.evaluate("scrollTo(0, 900)")
    page.go_back()
    title(page, "News")
    wait_for(lambda: page.evaluate("scrollY") == 60)
    page.go_forward()
    title(page, "Ferry runs again")
    wait_for(lambda: page.evaluate("scrollY") == 900)


def test_a_search_is_a_page_like_any_other(page: Page) -> None:
    page.locator("main [type=search]").fill("ferry")
    page.keyboard.press("Enter")
    expect(page.locator("main [type=search][value=ferry]")).to_be_visible()  # the new page has come
    expect(page).to_have_url(re.compile("q=ferry"))
    expect(page.locator("main").get_by_role("link", name="Ferry runs again").first).to_be_visible()
    tap(page)
    title(page, "Ferry runs again")
    page.go_back()
    expect(page.locator("main [type=search]")).to_have_value("ferry")
    assert page.evaluate("isSame")


def test_a_link_within_the_page_only_moves_it_and_back_returns(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 300})
    page.evaluate("""() => {
      const [link, target] = [document.createElement("a"), document.createElement("p")];
      [link.href, link.textContent, target.id, target.style.marginTop] = ["#far", "Far", "far", "2000px"];
      document.querySelector("main").prepend(link);
      document.querySelector("main").append(target);
    }""")
    page.get_by_role("link", name="Far", exact=True).click()
    wait_for(lambda: page.evaluate("scrollY") > 900)
    page.go_back()
    wait_for(lambda: page.evaluate("scrollY") < 60)
    title(page, "News")


def test_another_tab_another_language_and_the_staffs_pages_are_whole_loads(page: Page) -> None:
    with page.context.expect_page() as other:
        page.locator("main").get_by_role("link", name="Ferry runs again").first.click(modifiers=["ControlOrMeta"])
    other.value.close()
    title(page, "News")
    page.goto(page.url + "?lang=fil")
    assert page.evaluate("globalThis.isSame") is None


def test_after_a_reload_the_reader_is_where_they_were(page: Page) -> None:
    tap(page)
    title(page, "Ferry runs again")
    page.evaluate("scrollTo(0, 700)")
    page.reload()
    wait_for(lambda: page.evaluate("scrollY") == 700)
