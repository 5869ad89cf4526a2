"""Alerts in the panel, by keyboard alone: one that waits is given the station's own words, put in force and taken down."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from playwright.sync_api import Page, expect

from tests.any_store import connect
from tests.browser.alerts.posting import EXPIRES, SENT
from tests.browser.conftest import Opening
from tests.conftest import Room, Valkey, make_room
from tests.unit.alerts.messages import cancel, info, message
from webapp.desk.alerts import Arrived
from webapp.newsroom.staff import Actor


@pytest.fixture
def back_room(valkey_server: Valkey) -> Room:
    return make_room(connect(valkey_server.url))


POLLING = Actor(name="alerts", role="system")
NOW, END = datetime.fromisoformat(SENT), datetime.fromisoformat(EXPIRES)


def test_an_anchor_puts_an_alert_in_force_in_both_languages_and_takes_it_down(
    at_the_panel: Callable[[str], Page], opened: Opening, back_room: Room
) -> None:
    one = message("drafted", sent=NOW, infos=(info(headline="Ash over Bicol", expires=END),))
    back_room.desk.take_alerts([Arrived(one, "feed:bureau")], POLLING, NOW)
    page = at_the_panel("Ligaya")
    expect(page.locator("#alerts-waiting")).to_contain_text("1 alert of the authorities waits")
    page.locator("#alerts-waiting a").focus()
    page.keyboard.press("Enter")
    words = page.get_by_text("Own words, by language")
    words.focus()
    page.wait_for_load_state("load")  # what notes where the keyboard is comes with the page's scripts
    page.keyboard.press("Enter")
    page.locator("[name=headline-fil]").focus()
    page.keyboard.type("Abo sa Bicol")
    page.get_by_role("button", name="Put in force").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#in-force")).to_contain_text("Ash over Bicol")
    expect(page.locator("#waiting")).not_to_contain_text("Ash over Bicol")
    expect(page.locator("#waiting-title")).to_be_focused()  # nothing else waits
    for language, headline in (("en", "Ash over Bicol"), ("fil", "Abo sa Bicol")):
        expect(opened(f"/?lang={language}").locator(".alert__headline")).to_have_text(headline)
    page.get_by_role("button", name="Take down").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#in-force")).to_contain_text("No alert is in force.")
    expect(page.locator("#in-force-title")).to_be_focused()
    expect(page.locator("#others")).to_contain_text("Put aside (1)")
    back_room.desk.take_alerts([Arrived(cancel("gone", one, sent=NOW), "feed:bureau")], POLLING, NOW)


def test_what_is_typed_for_an_alert_stays_while_the_page_keeps_itself_fresh(
    at_the_panel: Callable[[str], Page], back_room: Room
) -> None:
    first = message("first", sent=NOW, infos=(info(headline="First", expires=END),))
    second = message("second", sent=NOW, infos=(info(headline="Second", expires=END),))
    back_room.desk.take_alerts([Arrived(first, "feed:bureau")], POLLING, NOW)
    page = at_the_panel("Efren")
    page.goto(page.url.split("/panel")[0] + "/panel/alerts")
    page.get_by_text("Own words, by language").click()
    page.locator("[name=headline-fil]").fill("Una")
    page.locator("h1").click()
    back_room.desk.take_alerts([Arrived(second, "feed:bureau")], POLLING, NOW)
    with page.expect_response("**/panel/alerts", timeout=10_000):
        pass
    expect(page.locator("[name=headline-fil]")).to_have_value("Una")
    back_room.desk.take_alerts([Arrived(cancel("end", first, second, sent=NOW), "feed:bureau")], POLLING, NOW)
