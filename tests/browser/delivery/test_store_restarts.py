"""The store starts again under an open page: it goes on by events, and asks for no board."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.delivery.test_fallback import soon
from tests.conftest import Valkey
from tests.web.conftest import Newsroom, newsroom_at
from tests.web.server import Web


@pytest.fixture
def station(own_valkey: Valkey) -> Iterator[Newsroom]:
    web = Web(own_valkey).start()
    yield newsroom_at(web.url, own_valkey.url)
    web.end()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    yield context.new_page()
    context.close()


def test_a_page_that_has_everything_goes_on_after_the_store_started_again(
    station: Newsroom, page: Page, own_valkey: Valkey
) -> None:
    frames: list[str] = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: frames.append(str(frame))))
    page.goto(f"{station.url}/")
    soon(page, lambda: any(frame.startswith("40") for frame in frames), 15)
    station.push("Ferry runs again")
    expect(page.get_by_text("Ferry runs again").first).to_be_visible()
    own_valkey.kill()
    own_valkey.start()
    soon(page, lambda: any('["epoch"' in frame for frame in frames), 15)
    station.push("Bridge is closed")
    expect(page.get_by_text("Bridge is closed").first).to_be_visible()
    told = [name for frame in frames for name in ("snapshot", "epoch", "breaking") if f'["{name}"' in frame]
    assert told == ["breaking", "epoch", "breaking"]
