"""What the handbook says can be done, done in its own order; and what the panel says when it cannot be."""

from __future__ import annotations

from collections.abc import Callable

import orjson
import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.the_rundown import plan_the_day, rundown
from tests.conftest import Valkey

Panel = Callable[..., Page]


@pytest.fixture(autouse=True)
def a_day(valkey_server: Valkey) -> None:
    plan_the_day(valkey_server)


def in_force(page: Page) -> None:
    page.get_by_role("dialog").get_by_role("button", name="Put it in force").click()
    expect(page.locator("#rundown-outcome")).to_contain_text("In force since")


def test_pushing_on_the_air_and_the_stream(at_the_panel: Panel) -> None:
    page = at_the_panel()
    page.locator("#headline").fill("Taal erupts")
    page.get_by_text("Text, article, time").click()
    page.locator("[name=body]").fill("Stay away from the lake.")
    page.get_by_role("combobox", name="Article it leads to").fill("taal")
    page.get_by_role("option", name="Taal").click()
    page.locator("[name=expires_in]").select_option("600")
    page.get_by_role("button", name="Push", exact=True).click()
    expect(page.locator("#compose-outcome")).to_contain_text("Published")
    page.locator("#cut [name=segment]").select_option("desk\u001fnews")
    page.locator("#cut [name=minutes]").select_option("5")
    page.locator("#cut").get_by_role("button", name="Cut now").click()
    expect(page.locator("#air-by")).to_contain_text("Overridden by Ligaya until")
    page.locator("#air-auto").click()
    expect(page.locator("#air-auto")).to_be_hidden()
    page.locator("#hold [name=status]").select_option("silent")
    page.locator("#hold").get_by_role("button", name="Override").click()
    expect(page.locator("#stream-by")).to_contain_text("Overridden by Ligaya")
    page.locator("#stream-auto").click()
    expect(page.locator("#stream-auto")).to_be_hidden()


def test_a_date_is_changed_made_shorter_and_given_back(at_the_panel: Panel) -> None:
    page = rundown(at_the_panel("Rosa"))
    page.get_by_role("link", name="Tomorrow").click()
    page.get_by_role("button", name="Change The Desk").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Title, on this date").fill("A short day")
    dialog.locator("[name=start]").fill("05:00")
    dialog.locator("[name=end]").fill("22:00")
    news = dialog.locator(".editor__segment")
    news.get_by_label("Starts").fill("05:10")
    news.get_by_text("What fills the rest").click()
    news.get_by_label("Topics").fill("Weather, Traffic")
    news.get_by_label("Order").select_option("most_read")
    news.get_by_label("Language").select_option("fil")
    dialog.get_by_role("button", name="Add a segment").click()
    dialog.locator(".editor__segment").last.get_by_label("Title").fill("Traffic")
    dialog.locator(".editor__segment").last.get_by_label("Starts").fill("06:30")
    in_force(page)
    expect(page.locator(".show__head .show__time")).to_have_text(["5:00 AM – 10:00 PM"])  # what it leaves is a hole
    expect(page.locator("#plan")).to_contain_text("Traffic")
    page.get_by_role("button", name="Change A short day").click()
    expect(dialog.locator("[name=end]")).to_have_value("22:00")
    dialog.locator("[name=end]").fill("22:30")
    in_force(page)
    expect(page.locator(".show__head .show__time")).to_have_text(["5:00 AM – 10:30 PM"])
    page.get_by_role("button", name="A short day: return to schedule").click()
    expect(page.locator(".show__title")).to_have_text(["The Desk"])


def test_special_coverage_pre_empts_and_what_is_on_is_made_longer_or_taken_off(at_the_panel: Panel) -> None:
    page = rundown(at_the_panel("Rosa"))
    page.get_by_role("button", name="The Desk: 5 minutes longer").click()
    expect(page.locator("#rundown-outcome")).to_contain_text("In force since")
    expect(page.locator(".show__head .show__time")).to_have_text(["12:00 AM – 12:05 AM"])
    page.get_by_role("button", name="The Desk: return to schedule").click()
    expect(page.locator("#rundown-outcome")).to_contain_text("Back on schedule since")
    page.get_by_role("link", name="Tomorrow").click()
    page.get_by_role("button", name="Special coverage").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Title, on this date").fill("Typhoon watch")
    dialog.locator("[name=start]").fill("13:00")
    dialog.locator("[name=end]").fill("14:00")
    in_force(page)
    expect(page.locator(".show__title")).to_have_text(["The Desk", "Typhoon watch", "The Desk"])
    page.get_by_role("button", name="Change Typhoon watch").click()
    dialog.get_by_role("button", name="Take it off the air").click()
    expect(page.locator("#rundown-outcome")).to_contain_text("Taken off the air at")
    expect(page.locator(".show__title")).to_have_text(["The Desk", "The Desk", "Taken off"])


AWAY = {"type": "urn:airwire:problem:store-away", "status": 503, "detail": "the store did not answer", "retry": True}
FAULT = {"type": "urn:airwire:problem:internal", "status": 500, "detail": "something went wrong here"}


def test_a_fault_of_the_server_is_told_as_that_and_silence_as_silence(at_the_panel: Panel) -> None:
    page = at_the_panel()
    answers: list[Callable[[Route], None]] = [
        lambda route: route.fulfill(status=500, content_type="application/problem+json", body=orjson.dumps(FAULT)),
        lambda route: route.fulfill(status=500, content_type="text/html", body="<h1>Internal Server Error</h1>"),
        lambda route: route.fulfill(status=503, content_type="application/problem+json", body=orjson.dumps(AWAY)),
        lambda route: route.fulfill(status=502, content_type="text/html", body="<h1>Bad Gateway</h1>"),
        lambda route: route.abort(),
    ]
    page.route("**/api/v1/breaking", lambda route: answers.pop(0)(route) if answers else route.fallback())
    page.locator("#headline").fill("Said but once")
    for words in ("server reported an error (500)", "server reported an error (500)", "server did not answer",
                  "no answer came from the newsroom", "no answer came from the newsroom"):  # fmt: skip
        page.keyboard.press("Control+Enter")
        expect(page.locator("#compose-outcome")).to_contain_text(words)
        expect(page.locator("#headline")).to_have_value("Said but once")
        page.locator("#compose-outcome").evaluate("outcome => { outcome.textContent = ''; }")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#compose-outcome")).to_contain_text("Published")
    expect(page.locator("#board .row", has_text="Said but once")).to_have_count(1)


def test_a_rundown_that_cannot_be_had_says_so_in_the_readers_language(at_the_panel: Panel) -> None:
    page = rundown(at_the_panel("Rosa"))
    page.goto(page.url + "?lang=fil")
    page.route("**/api/v1/rundown?**", lambda route: route.fulfill(status=500, body="no"))
    page.locator('[data-act="change"]').first.click()
    expect(page.locator("#rundown-outcome")).to_contain_text("Nag-ulat ng error ang server ng newsroom (500)")
