"""The first run as a webmaster walks it: by keyboard alone on a phone's width, from the site's address to the desk."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import requests
from playwright.sync_api import expect

from tests.any_store import connect
from tests.browser.conftest import Opening
from tests.conftest import Valkey
from tests.unit.intake.scripted_server import ScriptedServer
from tests.web.server import Web, wait_for
from tests.web.settings.station_site import TITLES, station_site
from webapp.store.core import keys
from webapp.store.people.staff import Staff
from webapp.store.settings.first_run import FirstRun

STATION = ""


@pytest.fixture
def link(web: Web, valkey_server: Valkey) -> str:
    store = connect(valkey_server.url)
    store.delete(keys.SETTINGS, keys.SETTINGS_REV)
    wait_for(lambda: "Radyo Dagat" not in requests.get(web.url, timeout=5).text)
    staff = Staff(store)
    for account in staff.accounts():
        staff.remove(account.name)
    staff.set_account("admin", "admin", "made-up-at-the-start")
    return f"/panel/first-run/{FirstRun(store).new_link(datetime.now(UTC))}"


@pytest.fixture(scope="module")
def world() -> Iterator[ScriptedServer]:
    with station_site() as server:
        yield server


def test_from_an_address_to_the_desk_by_keyboard(
    opened: Opening, link: str, world: ScriptedServer, valkey_server: Valkey
) -> None:
    page = opened(link, width=360, timezone_id="Asia/Singapore")
    expect(page.get_by_label("Address of your present site")).to_be_focused()
    page.keyboard.type("nothing")
    page.keyboard.press("Enter")
    expect(page.get_by_text("An address is meant")).to_be_visible()
    page.get_by_label("Address of your present site").fill(f"{world.base}/")
    page.get_by_label("Inside your own network").check()
    page.get_by_role("button", name="Look there").press("Enter")

    expect(page.get_by_role("heading", name="Your account")).to_be_visible()
    expect(page.get_by_label("Name", exact=True)).to_have_value("Radyo Dagat")
    for title in TITLES:
        expect(page.get_by_text(title)).to_be_visible()
    sound = page.locator("audio").first
    sound.evaluate("player => { player.muted = true; void player.play(); }")
    wait_for(lambda: sound.evaluate("player => player.networkState === 2 || player.readyState > 0"))
    assert page.evaluate("document.documentElement.scrollWidth") <= 360

    expect(page.get_by_label("Time zone")).to_have_value("Asia/Manila")  # as its calendar says
    expect(page.get_by_label("Colour")).to_be_checked()
    page.get_by_role("button", name="Take this device's").press("Enter")
    expect(page.get_by_label("Time zone")).to_have_value("Asia/Singapore")
    page.get_by_label("Tagline").fill("Sa dagat")
    page.get_by_label("Your name").fill("Ligaya")
    page.get_by_label("Password").fill("short")
    page.keyboard.press("Enter")
    expect(page.get_by_text("at least 10 characters", exact=False).first).to_be_visible()
    expect(page.get_by_label("Tagline")).to_have_value("Sa dagat")
    page.get_by_label("Password").fill("three-words-of-nothing")
    page.keyboard.press("Enter")
    expect(page.locator('#link[data-state="live"]')).to_be_visible()
    assert [account.name for account in Staff(connect(valkey_server.url)).accounts()] == ["Ligaya"]
    page.goto(page.url.replace("/panel/", "/"))
    expect(page.get_by_text("Radyo Dagat").first).to_be_visible()
    gone = page.goto(f"{page.url.rstrip('/')}{link}")
    assert gone and gone.status == 404
    expect(
        page.get_by_text("Walang nabubuksan ang link na ito")
    ).to_be_visible()  # the site's language is the station's by now
