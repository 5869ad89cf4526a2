"""The panel in one hand: what is done standing in a corridor is on the first screen of a phone."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.conftest import PASSWORD, Opening
from tests.browser.test_access import serious
from tests.web.conftest import Newsroom


def at_the_desk(opened: Opening, locale: str = "en") -> Page:
    page = opened("/panel/", width=360, bypass_csp=True, locale=locale)
    page.fill("[name=name]", "Ligaya")
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector('#link[data-state="live"]')
    return page


def test_a_headline_is_pushed_without_scrolling(opened: Opening) -> None:
    page = at_the_desk(opened)
    head = page.locator(".panel-bar").bounding_box()
    push = page.get_by_role("button", name="Push", exact=True).bounding_box()
    assert head and head["height"] < 100, "an eighth of the screen"
    assert push and push["y"] + push["height"] <= 800 and push["height"] >= 44
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert serious(page) == []


def test_the_lamp_has_its_word_in_one_piece_in_longer_languages_too(opened: Opening) -> None:
    page = at_the_desk(opened, "fil-PH")
    word, head = page.locator("#link [data-f=text]").bounding_box(), page.locator(".panel-bar").bounding_box()
    assert word and word["height"] < 30 and head and head["height"] < 100
    expect(page.locator("#listeners")).to_contain_text("nakakonekta")
    assert page.locator("#listeners").evaluate("it => it.scrollWidth <= it.clientWidth"), "nothing lies over the next"
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_what_a_priority_means_is_said_of_the_one_that_is_chosen(opened: Opening) -> None:
    page = at_the_desk(opened)
    page.get_by_text("Flash", exact=True).first.click()
    assert (
        page.locator(".priorities small").evaluate_all("all => all.filter((one) => one.clientWidth > 20).length") == 1
    )
    expect(page.locator(".priorities label:has(:checked) small")).to_contain_text("once or twice a year")


def test_the_tab_of_this_page_is_in_sight_and_the_others_are_swiped(opened: Opening) -> None:
    page = at_the_desk(opened)
    page.goto(page.url + "sources")
    expect(page.locator(".panel-bar [aria-current]")).to_be_in_viewport(ratio=1)
    tabs = page.locator(".panel-bar__tabs")
    assert tabs.evaluate("it => it.scrollWidth > it.clientWidth")


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
