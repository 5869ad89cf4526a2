"""Pressing "Listen live" before the scripts are there: the listener stays on the site, and the press counts."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.any_store import connect
from tests.browser.conftest import Opening
from tests.conftest import Valkey, make_room
from tests.web.server import Web
from webapp.newsroom.model import StreamSource

SHIFTS = """
  globalThis.shifted = 0;
  new PerformanceObserver((list) => { for (const one of list.getEntries()) globalThis.shifted += one.value; })
    .observe({ type: "layout-shift", buffered: true });
"""


@pytest.fixture(scope="module")
def stream(web: Web, valkey_server: Valkey) -> str:
    """The address of the station's only stream, where nobody answers: what matters is that it is asked for."""
    source = StreamSource(id="main", title="Main", kind="audio", url=f"{web.url}/stream/main")
    make_room(connect(valkey_server.url)).desk.introduce_streams([source], datetime.now(UTC))
    return source.url


@pytest.fixture
def slow(opened: Opening, stream: str, request: pytest.FixtureRequest) -> tuple[Page, list[Route]]:
    """The live page of a listener whose scripts have not come yet, and what will bring them."""
    held: list[Route] = []
    page = opened("/lite", width=request.param)
    page.add_init_script(SHIFTS)

    def hold(route: Route) -> None:  # a method of a list would not do: playwright marks what it calls
        held.append(route)

    page.route("**/app.js", hold)
    page.goto(page.url.removesuffix("lite"), wait_until="commit")
    expect(page.locator("footer")).to_be_visible()
    expect(page.locator("body")).to_have_css("margin", "0px")  # the sheet has come too
    return page, held


def let_scripts_come(page: Page, held: list[Route]) -> None:
    for route in held:
        route.continue_()
    held.clear()
    page.unroute("**/app.js")  # a slow machine asks for it only now
    for control in ("aw-player button.player__play", ".studio button.listen__button"):
        page.locator(control).wait_for(state="attached")


@pytest.mark.parametrize(
    ("slow", "control"),
    [(1440, ".studio .listen__button"), (1440, ".player__play"), (360, ".player__play")],
    indirect=["slow"],
)
def test_a_press_before_the_scripts_plays_once_they_are_there(
    slow: tuple[Page, list[Route]], control: str, web: Web, stream: str
) -> None:
    page, held = slow
    before = page.locator(control).bounding_box()
    page.locator(control).click()
    assert page.url == f"{web.url}/#listen"
    with page.expect_request(lambda request: request.url.startswith(stream), timeout=10_000):
        let_scripts_come(page, held)
    assert page.locator(control).bounding_box() == before
    assert page.evaluate("shifted") < 0.005


@pytest.mark.parametrize("slow", [1440, 360], indirect=True)
def test_controls_keep_their_place_and_nothing_plays_unasked(slow: tuple[Page, list[Route]], stream: str) -> None:
    page, held = slow
    asked: list[Any] = []
    page.on("request", lambda request: asked.append(request) if request.url.startswith(stream) else None)
    let_scripts_come(page, held)
    expect(page.locator("button.player__play")).to_be_enabled()
    assert page.evaluate("shifted") < 0.005
    assert asked == []


def test_an_address_that_was_passed_on_plays_nothing_by_itself(opened: Opening, web: Web, stream: str) -> None:
    page = opened("/robots.txt")
    with page.expect_event("websocket"):  # the scripts run; to ask the page itself would count as a hand on it
        page.goto(f"{web.url}/#listen")
    expect(page.locator("button.player__play")).to_be_enabled()
    expect(page.locator("aw-player")).to_have_attribute("data-state", "idle")


def test_without_script_each_control_that_is_seen_leads_to_the_stream(opened: Opening, stream: str) -> None:
    for width in (360, 1440):
        page = opened("/", width=width, java_script_enabled=False)
        links = [link.get_attribute("href") for link in page.locator("a:visible", has_text="Listen live").all()]
        assert links == [stream]
