"""Alerts on listeners' pages: they come at once, say what to do, and are gone the moment they are cancelled."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.alerts.posting import post
from tests.browser.conftest import Opening
from tests.web.conftest import Newsroom


def test_an_alert_comes_to_every_open_page_is_corrected_there_and_is_gone_when_it_is_cancelled(
    opened: Opening, newsroom: Newsroom
) -> None:
    pages = [opened("/"), opened("/articles", width=360)]
    post(newsroom, "a", headline="The river rises", severity="Extreme")
    for page in pages:
        expect(page.locator(".alert__headline")).to_have_text("The river rises")
        expect(page.locator("#assertive")).to_contain_text("Extreme: The river rises. La Union")
    expect(pages[0].get_by_text("Go to high ground.")).to_be_visible()
    post(newsroom, "b", "a", headline="The river falls", severity="Minor")
    for page in pages:
        expect(page.locator(".alert__headline")).to_have_text("The river falls")
    post(newsroom, "c", "b")
    for page in pages:
        expect(page.locator(".alert")).to_have_count(0)
        expect(page.locator("aw-alerts")).to_be_hidden()
        expect(page.locator("#polite")).to_contain_text("1 alert is over.")


def test_an_alert_opens_by_keyboard_and_stays_open_while_others_come(opened: Opening, newsroom: Newsroom) -> None:
    post(newsroom, "d", headline="A slope may slide", severity="Moderate")
    page = opened("/")
    page.locator(".alert summary").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Go to high ground.")).to_be_visible()
    post(newsroom, "e", headline="A storm is near", severity="Severe")
    expect(page.locator(".alert__headline")).to_have_text(["A storm is near", "A slope may slide"])
    mine = page.locator(".alert", has_text="A slope may slide")
    expect(mine.get_by_text("Go to high ground.")).to_be_visible()
    expect(mine.locator("summary")).to_be_focused()
    post(newsroom, "f", "d", "e")


def test_an_alert_is_read_without_script_and_in_the_light_version(opened: Opening, newsroom: Newsroom) -> None:
    post(newsroom, "a2", headline="Ash falls")
    for path in ("/", "/lite"):
        page = opened(path, java_script_enabled=False)
        expect(page.get_by_text("Ash falls")).to_be_visible()
        expect(page.get_by_text("Go to high ground.")).to_be_visible()
    post(newsroom, "a3", "a2")


def test_a_ticker_shows_an_alert_and_drops_it(opened: Opening, newsroom: Newsroom) -> None:
    post(newsroom, "a4", headline="Waves of four metres")
    page = opened("/embed/ticker")
    expect(page.locator("section").get_by_text("Waves of four metres")).to_be_visible()
    post(newsroom, "a5", "a4")
    expect(page.locator("section").get_by_text("Waves of four metres")).to_have_count(0)
