"""A rehearsal at the desk, by keyboard and on a phone: the same hands, another colour, and nobody outside sees it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.any_store import connect
from tests.browser.test_access import AXE, serious
from tests.conftest import Valkey
from tests.web.conftest import Newsroom
from webapp.store.core import keys

STATION = '[pushing]\nhold_s = 0\nflash_approval = "possible"\n'
Panel = Callable[..., Page]
VIOLET = "rgb(76, 29, 149)"


@pytest.fixture(autouse=True)
def an_empty_rehearsal(newsroom: Newsroom, valkey_server: Valkey) -> Iterator[None]:
    newsroom.call("DELETE", "/rehearsal")
    yield
    newsroom.call("DELETE", "/rehearsal")
    connect(valkey_server.url).delete(keys.COLLEAGUES, keys.WAITING_HEADLINES, keys.SENT_ALONE)


def rehearsing(page: Page) -> Page:
    page.goto(page.url.split("/panel")[0] + "/panel/rehearsal")
    page.wait_for_selector('#link[data-state="live"]')
    return page


def test_two_people_rehearse_a_flash_as_they_would_push_it(at_the_panel: Panel) -> None:
    ligaya, efren = rehearsing(at_the_panel("Ligaya")), rehearsing(at_the_panel("Efren"))
    expect(ligaya.locator("#people")).to_contain_text("Efren")
    ligaya.locator("#headline").fill("Drill: Taal erupts")
    ligaya.locator("#headline").press("Tab")
    ligaya.keyboard.press("ArrowDown")
    ligaya.keyboard.press("Control+Enter")
    ligaya.keyboard.press("Tab")
    ligaya.keyboard.press("Enter")
    expect(ligaya.locator("#waiting")).to_contain_text("Waits for a second person: Efren")
    asked = efren.get_by_role("alert", name="For you to approve")
    asked.get_by_role("button", name="Approve and send: Drill: Taal erupts").press("Enter")
    for page in (ligaya, efren):
        expect(page.locator("#board")).to_contain_text("Drill: Taal erupts")
    expect(efren.locator("#log")).to_contain_text("Rehearsal Efren approved Flash: Drill: Taal erupts (Ligaya)")
    row = ligaya.locator("#board .row")
    row.get_by_role("button", name="Withdraw").press("Enter")
    row.locator("[name=reason]").fill("the drill is over")
    row.locator("[name=reason]").press("Enter")
    expect(efren.locator("#board-empty")).to_be_visible()


def test_who_rehearses_on_a_phone_is_told_of_a_real_flash_and_clears_the_drill(
    at_the_panel: Panel, newsroom: Newsroom
) -> None:
    page = at_the_panel()
    page.set_viewport_size({"width": 360, "height": 800})
    drill = {"headline": "Drill: Signal no. 3", "priority": "urgent"}
    pushed = newsroom.call("POST", "/rehearsal/breaking", drill).json()["id"]
    rehearsing(page)
    expect(page.locator(".rehearsal-band")).to_contain_text("REHEARSAL — nothing goes out")
    expect(page.locator(".rehearsal-tools")).to_have_css("background-color", VIOLET)
    expect(page.locator("#board")).to_contain_text("Drill: Signal no. 3")

    newsroom.push("Earthquake in Batangas", priority="flash")
    told = page.locator(".rehearsal-band").get_by_role("alert")
    expect(told).to_contain_text("A real flash is out: Earthquake in Batangas")
    expect(page.locator("#board")).not_to_contain_text("Earthquake")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.evaluate(AXE.read_text("utf-8"))
    assert serious(page) == []

    page.locator("#headline").fill("Drill: half a headline")
    told.get_by_role("link").press("Enter")
    page.wait_for_selector('#link[data-state="live"]')
    expect(page.locator("#headline")).to_have_value("")  # what is typed in a rehearsal never stands in the real form
    expect(page.locator(".rehearsal-band")).to_have_count(0)

    page.goto(f"{newsroom.url}/panel/rehearsal/read/{pushed}")
    card = page.locator("#aloud")
    expect(card).to_contain_text("Signal number three")
    expect(card).to_have_css("background-color", "rgb(42, 13, 82)")
    expect(page.locator("#link")).to_be_empty()
    newsroom.call("DELETE", f"/rehearsal/breaking/{pushed}", {"rev": 1, "reason": "over"})
    expect(card).to_have_css("background-color", "rgb(168, 15, 36)")
    expect(card).to_contain_text("Do not read it")

    rehearsing(page)
    expect(page.locator("#headline")).to_have_value("Drill: half a headline")
    page.locator("#headline").press("Control+Enter")
    expect(page.locator("#board")).to_contain_text("Drill: half a headline")
    page.get_by_text("Clear it…").press("Enter")
    page.get_by_role("button", name="Clear the rehearsal").press("Enter")
    expect(page.locator("#board-empty")).to_be_visible()
