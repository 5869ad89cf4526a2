"""The panel in one hand: what is done standing in a corridor is on the first screen of a phone."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.conftest import PASSWORD, Opening
from tests.browser.test_access import serious
from tests.web.conftest import Newsroom
from tests.web.server import wait_for


def at_the_desk(opened: Opening, locale: str = "en") -> Page:
    page = opened("/panel/", width=360, bypass_csp=True, locale=locale)
    page.set_viewport_size({"width": 360, "height": 640})
    page.fill("[name=name]", "Ligaya")
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector('#link[data-state="live"]')
    return page


def expect_under_the_thumb(page: Page, act: Locator) -> None:
    """It comes to stand on the first screen, 44 px in each direction, with nothing over it."""
    expect(act).to_be_visible()
    page.wait_for_function(
        """(it) => {
          const box = it.getBoundingClientRect();
          const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
          return box.height >= 44 && box.width >= 44 && box.top >= 0 && box.bottom <= innerHeight && it.contains(top);
        }""",
        arg=act.element_handle(),
    )


def with_state(page: Page, **more: Any) -> None:
    """The newsroom's answers have `more` in them, and no fault to tell: a site of tests has no clock."""

    def answer(route: Route) -> None:
        found = route.fetch()
        route.fulfill(response=found, json=found.json() | {"degraded": [], **more})

    page.route("**/panel/state.json*", answer)
    page.reload()
    page.wait_for_selector('#link[data-state="live"]')


@pytest.mark.parametrize(
    ("locale", "acts"),
    [("en", ["Push", "Correct", "Withdraw", "Cut"]), ("fil-PH", ["Ipadala", "Itama", "Bawiin", "I-cut"])],
)
def test_what_is_done_in_a_corridor_is_on_the_first_screen(
    opened: Opening, newsroom: Newsroom, locale: str, acts: list[str]
) -> None:
    newsroom.push("A headline that takes two lines of a phone, or even three")
    newsroom.push("A second one")
    page = at_the_desk(opened, locale)
    with_state(page)
    expect(page.locator("#board .row").nth(1)).to_be_attached()
    head = page.locator(".panel-bar").bounding_box()
    assert head and head["height"] < 60, "a tenth of the screen"
    for act in acts:
        expect_under_the_thumb(page, page.get_by_role("button", name=act, exact=True).first)
    assert page.evaluate("scrollY") == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert serious(page) == []


def test_a_flash_is_approved_on_a_phone_without_scrolling(opened: Opening) -> None:
    page = at_the_desk(opened)
    waiting = {
        "id": "b1",
        "rev": 1,
        "state": "pending",
        "by": "Efren",
        "priority": "flash",
        "headline": "Dam gates open",
    }
    with_state(page, waiting=[waiting])
    approve = page.get_by_role("button", name="Approve and send: Dam gates open")
    expect_under_the_thumb(page, approve)
    expect_under_the_thumb(page, page.get_by_role("button", name="Push", exact=True))
    expect_under_the_thumb(page, page.get_by_role("button", name="Withdraw", exact=True))


def test_a_headline_is_chosen_where_several_are_out_and_nothing_is_sent_from_the_edge(
    opened: Opening, newsroom: Newsroom
) -> None:
    newsroom.push("The ferry sails")
    newsroom.push("The ferry waits")
    page = at_the_desk(opened)
    expect(page.locator("#board")).to_contain_text("The ferry sails")
    page.locator("#quick").get_by_role("button", name="Withdraw").click()
    asked = page.get_by_role("dialog", name="Which headline is to be withdrawn?")
    asked.get_by_role("button", name="The ferry sails").click()
    form = page.locator("#board .row", has_text="The ferry sails").locator("form")
    expect(form.locator("[name=reason]")).to_be_focused()
    expect(form.locator("[name=reason]")).to_be_in_viewport(ratio=1)
    expect(page.locator("#board")).to_contain_text("The ferry sails")
    page.locator("#quick").get_by_role("button", name="Cut").click()
    expect(page.locator("#cut [name=segment]")).to_be_focused()
    page.locator("#quick").get_by_role("button", name="Write").click()
    expect(page.locator("#headline")).to_be_focused()
    expect(page.locator("#headline")).to_be_in_viewport(ratio=1)


def test_the_lamp_has_its_word_in_one_piece_in_longer_languages_too(opened: Opening) -> None:
    page = at_the_desk(opened, "fil-PH")
    expect(page.locator("#listeners")).to_contain_text("nakakonekta")
    wait_for(lambda: page.locator("#link [data-f=text]").evaluate("it => it.offsetHeight < 30"))
    wait_for(lambda: page.locator(".panel-bar").evaluate("it => it.offsetHeight < 60"))
    assert page.locator("#listeners").evaluate("it => it.scrollWidth <= it.clientWidth"), "nothing lies over the next"
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_what_a_priority_means_is_said_of_the_one_that_is_chosen(opened: Opening) -> None:
    page = at_the_desk(opened)
    page.get_by_text("Flash", exact=True).first.click()
    assert (
        page.locator(".priorities small").evaluate_all("all => all.filter((one) => one.clientWidth > 20).length") == 1
    )
    expect(page.locator(".priorities label:has(:checked) small")).to_contain_text("once or twice a year")


def test_all_pages_are_behind_one_button_that_says_where_one_is(opened: Opening) -> None:
    page = at_the_desk(opened)
    page.goto(page.url + "sources")
    page.get_by_role("button", name="Menu Sources").click()
    menu = page.get_by_role("navigation", name="Control panel")
    expect(menu.get_by_role("link", name="Sources")).to_have_attribute("aria-current", "page")
    expect(menu.get_by_role("button", name="Sign out")).to_be_in_viewport(ratio=1)
    expect(menu.get_by_role("link", name="People")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    page.get_by_role("button", name="Menu Sources").click()
    menu.get_by_role("link", name="Rundown").click()
    page.wait_for_url("**/panel/rundown")


def test_who_rehearses_is_told_of_a_real_flash_and_leaves_no_word_behind(opened: Opening, newsroom: Newsroom) -> None:
    page = at_the_desk(opened)
    newsroom.call("DELETE", "/rehearsal")
    newsroom.call("POST", "/rehearsal/breaking", {"headline": "Drill: Signal no. 3", "priority": "urgent"})
    rehearsal = f"{newsroom.url}/panel/rehearsal"
    page.goto(rehearsal)
    expect(page.locator("#board")).to_contain_text("Drill: Signal no. 3")
    expect(page.locator(".rehearsal-band")).to_contain_text("REHEARSAL — nothing goes out")
    expect(page.locator(".rehearsal-tools")).to_have_css("background-color", "rgb(76, 29, 149)")
    newsroom.push("Earthquake in Batangas", priority="flash")
    told = page.locator(".rehearsal-band").get_by_role("alert")
    expect(told).to_contain_text("A real flash is out: Earthquake in Batangas")
    expect(page.locator("#board")).not_to_contain_text("Earthquake")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert serious(page) == []
    page.locator("#headline").fill("Drill: half a headline")
    told.get_by_role("link").press("Enter")
    page.wait_for_selector('#link[data-state="live"]')
    expect(page.locator(".rehearsal-band")).to_have_count(0)
    expect(page.locator("#headline")).to_have_value("")
    page.goto(rehearsal)
    expect(page.locator("#headline")).to_have_value("Drill: half a headline")
    page.get_by_text("Clear it…").press("Enter")
    page.get_by_role("button", name="Clear the rehearsal").press("Enter")
    expect(page.locator("#board-empty")).to_be_visible()
