"""The panel's article picker, by keyboard and by what a screen reader is told."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.test_access import AXE, serious
from tests.web.conftest import Newsroom
from tests.web.server import wait_for

STORIES = {
    "Water is back in Marikina": "Taps run again since noon.",
    "Ferry to Cavite runs again": "The harbour of Señor Pedro is open.",
    "Rice prices ease": "A sack costs less.",
}


@pytest.fixture
def slugs(newsroom: Newsroom) -> dict[str, str]:
    """Title → slug of what can be chosen."""
    out = {}
    for title, text in STORIES.items():
        story = {"title": title, "body_html": f"<p>{text}</p>"}
        out[title] = newsroom.call("POST", "/articles", story, role="editor", key=title).json()["slug"]
    wait_for(lambda: newsroom.call("GET", "/articles?q=rice").json()["articles"], 5)
    return out


@pytest.fixture
def page(at_the_panel: Callable[..., Page], slugs: dict[str, str]) -> Page:
    page = at_the_panel()
    page.locator("#compose summary", has_text="article").click()
    page.get_by_role("combobox", name="Article it leads to").focus()
    return page


def offered(page: Page) -> Locator:
    return page.get_by_role("listbox", name="Article it leads to").get_by_role("option")


def test_an_article_is_found_by_a_word_of_its_text_and_the_headline_leads_to_it(
    page: Page, newsroom: Newsroom, slugs: dict[str, str]
) -> None:
    field, status = page.get_by_role("combobox", name="Article it leads to"), page.locator("#compose .picker__count")
    page.keyboard.type("senor")
    option = offered(page).filter(has_text="Ferry to Cavite runs again")
    expect(option).to_be_visible()
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(status).to_have_text("1 to choose from")
    page.keyboard.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", option.get_attribute("id") or "")
    page.evaluate(AXE.read_text("utf-8"))
    assert serious(page) == []
    page.keyboard.press("Enter")
    expect(field).to_have_value("Ferry to Cavite runs again")
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(status).to_have_text("Chosen: Ferry to Cavite runs again")
    page.locator("#headline").fill("Harbour opens")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#compose-outcome")).to_contain_text("Published")
    shown = newsroom.call("GET", "/snapshot").json()["breaking"]
    assert [item["article"] for item in shown if item["headline"] == "Harbour opens"] == [
        slugs["Ferry to Cavite runs again"]
    ]
    expect(field).to_have_value("")
    expect(page.locator("[name=article]")).to_have_value("")


def test_words_that_were_not_chosen_from_are_no_article(page: Page) -> None:
    page.keyboard.type("Rice prices ease")
    expect(offered(page)).to_have_count(1)
    page.keyboard.press("Escape")
    expect(offered(page)).to_have_count(0)
    page.locator("#headline").fill("Rice is cheaper")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#article-error")).to_contain_text("Choose an article from the list")
    expect(page.get_by_role("combobox", name="Article it leads to")).to_be_focused()
    expect(page.locator("#board")).not_to_contain_text("Rice is cheaper")


def test_a_choice_is_void_once_its_words_are_changed_and_outlives_a_reload_until_then(page: Page) -> None:
    page.keyboard.type("marikina")
    expect(offered(page)).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator("[name=article]")).not_to_have_value("")
    page.reload()
    page.locator("#compose summary", has_text="article").click()
    field = page.get_by_role("combobox", name="Article it leads to")
    expect(field).to_have_value("Water is back in Marikina")
    expect(page.locator("[name=article]")).not_to_have_value("")
    field.press("x")
    expect(page.locator("[name=article]")).to_have_value("")


def test_the_newest_are_offered_before_a_word_and_a_pasted_address_finds_its_own(
    page: Page, slugs: dict[str, str]
) -> None:
    page.keyboard.press("ArrowDown")
    expect(offered(page).first).to_be_visible()
    page.keyboard.insert_text(f"https://radyo.example/articles/{slugs['Rice prices ease']}")
    expect(offered(page).first).to_contain_text("Rice prices ease")


def test_nothing_found_and_a_search_that_does_not_answer_are_two_things(page: Page) -> None:
    status = page.locator("#compose .picker__count")
    page.keyboard.type("volcano")
    expect(status).to_have_text("No articles match.")
    expect(status).to_be_visible()

    def broken(route: Route) -> None:
        route.fulfill(status=503, body="{}")

    page.route("**/api/v1/articles?**", broken)
    page.keyboard.type("es")
    expect(status).to_have_text("The search did not work. Type again to retry.")
