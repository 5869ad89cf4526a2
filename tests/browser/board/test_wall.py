"""The wall screen: by itself it shows what changes, says when nothing comes, and starts anew with a new build."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, Route, expect

from tests.any_store import connect
from tests.browser.conftest import PASSWORD, Opening
from tests.browser.test_access import serious
from tests.conftest import Valkey, make_room
from tests.store.board.test_clock import IMPORT
from tests.web.conftest import Newsroom
from tests.web.schedule.test_rundown_api import ALL_DAY
from tests.web.server import wait_for


def wall(opened: Opening, **options: object) -> Page:
    page = opened("/panel/", bypass_csp=True, **options)
    page.fill("[name=name]", "Ligaya")
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/panel/")
    page.clock.install()
    page.goto(page.url + "wall")
    expect(page.locator(".wall__air")).to_be_visible()
    return page


@pytest.fixture(autouse=True)
def a_day(valkey_server: Valkey) -> None:
    room = make_room(connect(valkey_server.url))
    room.desk.set_grid(ALL_DAY, IMPORT, datetime.now(UTC))


def test_what_changes_in_the_newsroom_stands_there_without_a_touch(opened: Opening, newsroom: Newsroom) -> None:
    page = wall(opened)
    expect(page.locator(".wall__programme")).to_have_text("The Desk")
    headline = newsroom.push("Bridge closed at Guadalupe", priority="flash")
    page.clock.run_for(6000)
    expect(page.locator(".wall__item--flash")).to_contain_text("Bridge closed at Guadalupe")
    newsroom.call("DELETE", f"/breaking/{headline['id']}", {"rev": 1, "reason": "Wrong bridge"})
    page.clock.run_for(6000)
    expect(page.locator(".wall__breaking")).not_to_contain_text("Guadalupe")


def looks_until(page: Page, seen: Callable[[], bool]) -> None:
    """Lets the screen look again and again: an answer takes time that its clock does not have."""

    def looked() -> bool:
        page.clock.run_for(6000)
        return seen()

    wait_for(looked, 20)


def test_when_the_newsroom_does_not_answer_it_says_since_when_and_comes_back(opened: Opening) -> None:
    page = wall(opened)

    def away(route: Route) -> None:
        route.abort()

    page.route("**/panel/wall", away)
    looks_until(page, page.get_by_role("alert").is_visible)
    expect(page.get_by_role("alert")).to_contain_text("The newsroom has not answered since")
    expect(page.locator(".wall__programme")).to_have_text("The Desk")
    page.unroute("**/panel/wall", away)
    looks_until(page, page.locator(".wall__lost").is_hidden)


def test_a_new_build_starts_it_anew(opened: Opening) -> None:
    page = wall(opened)
    page.evaluate("window.before = true")
    page.clock.run_for(6000)
    assert page.evaluate("window.before")

    def newer(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace('data-build="', 'data-build="newer-', 1))

    page.route("**/panel/wall", newer, times=1)
    with page.expect_navigation():
        page.clock.run_for(6000)
    assert page.evaluate("window.before") is None


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1440, "dark")])
def test_it_fits_its_screen_and_is_read_by_everybody(
    opened: Opening, newsroom: Newsroom, width: int, scheme: str
) -> None:
    for n in range(5):
        newsroom.push(f"Headline number {n} of a long day with much of everything in many towns along the coast")
    page = wall(opened, width=width, color_scheme=scheme)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    if width > 1000:
        assert page.evaluate("document.documentElement.scrollHeight") <= 800, "nobody scrolls on a wall"
    assert serious(page) == []
