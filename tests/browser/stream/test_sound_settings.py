"""The sound settings fit small screens: a phone on its side, and large text."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from tests.any_store import connect
from tests.browser.conftest import Opening
from tests.conftest import Valkey, make_room
from webapp.newsroom.model import StreamSource


@pytest.fixture
def phone(opened: Opening, valkey_server: Valkey) -> Page:
    """The live page of a station with a stream, in Filipino, whose words are longer."""
    stream = StreamSource(id="main", title="Main", url="https://stream.example/live", kind="icecast")
    make_room(connect(valkey_server.url)).desk.introduce_streams([stream], datetime.now(UTC))
    return opened("/?lang=fil", width=360)


def open_settings(page: Page) -> None:
    page.locator(".player__more summary").click()
    expect(page.locator(".player__nudge")).to_be_visible()


def test_all_of_the_settings_can_be_reached_on_a_phone_on_its_side(phone: Page) -> None:
    phone.set_viewport_size({"width": 640, "height": 320})
    open_settings(phone)
    for control in phone.locator(".player__panel :is(input, select, button):visible").all():
        control.scroll_into_view_if_needed()
        box = control.bounding_box()
        assert box and box["y"] >= 0 and box["y"] + box["height"] <= 320


def test_the_seconds_between_later_and_earlier_stay_in_one_line_in_large_text(phone: Page) -> None:
    phone.evaluate("document.documentElement.dataset.text = 'larger'")
    open_settings(phone)
    seconds = phone.locator(".player__nudge output")
    assert seconds.evaluate("(it) => it.offsetHeight < 2 * parseFloat(getComputedStyle(it).fontSize)")
    for button in phone.locator(".player__nudge button").all():  # "Mas maaga": two words, at most two lines
        assert button.evaluate("(it) => it.offsetHeight < 3 * parseFloat(getComputedStyle(it).lineHeight)")
    assert phone.locator(".player__panel").evaluate("(it) => it.scrollWidth <= it.clientWidth")
