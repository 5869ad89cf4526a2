"""What plays HLS is here when somebody presses Play, and nobody pays for it who does not listen."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, Request, Route

from tests.any_store import connect
from tests.browser.conftest import Opening
from tests.conftest import Valkey, make_room
from tests.web.server import Web
from webapp.newsroom.model import StreamSource

LINE = """Object.defineProperty(navigator, "connection", {
  value: Object.assign(new EventTarget(), { downlink: %s, rtt: 50, saveData: false, type: "%s" }),
})"""
PLAYLIST = """#EXTM3U
#EXT-X-VERSION:7
#EXT-X-TARGETDURATION:4
#EXT-X-MEDIA-SEQUENCE:7
#EXT-X-MAP:URI="init.mp4"
#EXTINF:4.0,
7.m4s
#EXTINF:4.0,
8.m4s
#EXTINF:4.0,
9.m4s
#EXTINF:4.0,
10.m4s
"""
LIBRARY, PLAYER = "hls.light.min.js", ".player__play"


@pytest.fixture(scope="module")
def stream(web: Web, valkey_server: Valkey) -> str:
    source = StreamSource(id="main", title="Main", kind="hls", url=f"{web.url}/stream/live.m3u8")
    make_room(connect(valkey_server.url)).desk.introduce_streams([source], datetime.now(UTC))
    return source.url


class Visit:
    """The live page on a line of so many Mbit/s; `asked` has the names of the files of the sound, in order."""

    def __init__(self, opened: Opening, mbit: float, kind: str = "wifi") -> None:
        self.asked: list[str] = []
        self.held: list[Route] = []
        self.page: Page = opened("/lite", width=1280)
        self.page.add_init_script(LINE % (mbit, kind))
        self.page.on("request", self._note)
        self.page.route("**/stream/live.m3u8", self._give)
        self.page.route("**/stream/*.m*4*", lambda route: route.fulfill(status=404))
        self.page.goto(self.page.url.removesuffix("lite"))
        self.page.locator(f"button{PLAYER}").wait_for()

    def hold_library(self) -> None:
        def hold(route: Route) -> None:
            self.held.append(route)

        self.page.route(f"**/{LIBRARY}", hold)

    def _note(self, request: Request) -> None:
        name = request.url.rpartition("/")[2]
        if name == LIBRARY or "/stream/" in request.url:
            self.asked.append(name)

    @staticmethod
    def _give(route: Route) -> None:
        route.fulfill(body=PLAYLIST, content_type="application/vnd.apple.mpegurl")


def test_the_library_comes_with_the_pointer_on_a_slow_line_and_is_not_run(opened: Opening, stream: str) -> None:
    visit = Visit(opened, mbit=0.4)
    visit.page.mouse.move(640, 120)
    visit.page.wait_for_load_state("networkidle")
    assert visit.asked == []
    with visit.page.expect_request(f"**/{LIBRARY}"):
        visit.page.locator(PLAYER).hover()
    visit.page.locator(".studio").hover()
    visit.page.wait_for_load_state("networkidle")
    assert visit.asked == [LIBRARY] and visit.page.evaluate("typeof Hls") == "undefined"


def test_the_library_comes_with_the_focus_too(opened: Opening, stream: str) -> None:
    visit = Visit(opened, mbit=0.4)
    with visit.page.expect_request(f"**/{LIBRARY}"):
        visit.page.locator(PLAYER).focus()


def test_on_a_fast_line_it_comes_beforehand_and_where_bytes_are_paid_for_it_does_not(
    opened: Opening, stream: str
) -> None:
    fast, paid = Visit(opened, mbit=10), Visit(opened, mbit=10, kind="cellular")
    if not fast.asked:
        fast.page.wait_for_event("request", lambda request: request.url.endswith(LIBRARY))
    paid.page.wait_for_load_state("networkidle")
    assert (fast.asked, paid.asked) == ([LIBRARY], [])


def test_what_the_sound_begins_with_is_asked_for_once_and_while_the_library_comes(opened: Opening, stream: str) -> None:
    visit = Visit(opened, mbit=0.4)
    visit.hold_library()
    with visit.page.expect_request("**/8.m4s"):
        visit.page.locator(PLAYER).click()
    assert visit.asked == [LIBRARY, "live.m3u8", "init.mp4", "8.m4s"] and visit.held
    with visit.page.expect_request("**/init.mp4"):  # the engine's own, as that one was not there
        for route in visit.held:
            route.continue_()
    assert visit.asked.count("live.m3u8") == 1
