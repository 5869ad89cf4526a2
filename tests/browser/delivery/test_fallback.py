"""A page behind proxies as they are out there: it finds the way that is left by itself, and back when a better one opens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Request, WebSocket, expect

from tests.browser.conftest import Opening
from tests.browser.nginx import NGINX, UPGRADES, Nginx
from tests.ports import free_port
from tests.web.conftest import Newsroom
from tests.web.server import Web

pytestmark = pytest.mark.skipif(NGINX is None, reason="needs nginx")

NO_UPGRADES = "proxy_set_header Connection '';"
HOLDS_BACK = "proxy_buffering on; proxy_ignore_headers X-Accel-Buffering; gzip on; gzip_types text/event-stream;"
"""As a proxy that nobody has told about event streams: it gathers a good piece before it passes anything on."""


@pytest.fixture
def proxy(tmp_path: Path, web: Web) -> Iterator[Nginx]:
    proxy = Nginx(tmp_path, free_port(), web.url)
    yield proxy
    proxy.stop()


class Lines:
    """By which ways a page has asked for news, and which of them are open."""

    def __init__(self, page: Page) -> None:
        self.polls = 0
        self.streams = 0
        self.open_streams: set[Request] = set()
        self.heard: list[str] = []
        self.sockets = self.failed_questions = 0
        page.on("request", self._asked)
        page.on("requestfailed", self._ended)
        page.on("requestfailed", self._failed)
        page.on("requestfinished", self._ended)
        page.on("websocket", self._opened)

    def _asked(self, request: Request) -> None:
        if "/api/v1/events" in request.url:
            self.streams += 1
            self.open_streams.add(request)
        self.polls += request.url.endswith("/api/v1/snapshot")

    def _ended(self, request: Request) -> None:
        self.open_streams.discard(request)

    def _failed(self, request: Request) -> None:
        self.failed_questions += request.url.endswith("/api/v1/time")

    def _opened(self, socket: WebSocket) -> None:
        self.sockets += 1
        socket.on("framereceived", self._hear)

    def _hear(self, frame: str | bytes) -> None:
        self.heard.append(str(frame))

    @property
    def websocket_is_up(self) -> bool:
        """It has brought the answer to our CONNECT."""
        return any(frame.startswith("40") for frame in self.heard)


def soon(page: Page, true: Callable[[], object], seconds: float) -> None:
    """Until `true()` holds, while the browser's events are taken in."""
    for _ in range(int(seconds * 10)):
        if true():
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"did not happen within {seconds:.0f} s")


def meanwhile(page: Page, true: Callable[[], object], seconds: float) -> None:
    """Until `true()` holds, for a page whose clock goes ten times as fast. It has its `page.clock` installed."""
    for _ in range(int(seconds)):
        if true():
            return
        page.clock.fast_forward(1000)
        page.wait_for_timeout(100)
    raise AssertionError(f"did not happen within {seconds:.0f} s of the page")


def opened_behind(proxy: Nginx, opened: Opening, *, own_clock: bool = False) -> tuple[Page, Lines]:
    page = opened("/robots.txt", base=proxy.url)
    if own_clock:
        page.clock.install()
    lines = Lines(page)
    page.goto(f"{proxy.url}/")
    return page, lines


def test_behind_a_proxy_that_refuses_upgrades_headlines_come_as_server_sent_events(
    proxy: Nginx, opened: Opening, newsroom: Newsroom
) -> None:
    proxy.run(NO_UPGRADES)
    page, lines = opened_behind(proxy, opened)
    soon(page, lambda: lines.open_streams, 20)
    newsroom.push("Said past the refused upgrade")
    expect(page.get_by_text("Said past the refused upgrade").first).to_be_visible(timeout=8_000)
    assert not lines.websocket_is_up and lines.open_streams and not lines.polls


def test_once_the_proxy_lets_upgrades_pass_the_page_climbs_back_to_its_websocket(
    proxy: Nginx, opened: Opening, newsroom: Newsroom
) -> None:
    proxy.run(NO_UPGRADES)
    page, lines = opened_behind(proxy, opened)
    soon(page, lambda: lines.open_streams, 20)
    proxy.run(UPGRADES)
    soon(page, lambda: lines.websocket_is_up, 40)
    soon(page, lambda: not lines.open_streams, 3)  # two ways are one too many
    streams = lines.streams
    newsroom.push("Said by websocket again")
    expect(page.get_by_text("Said by websocket again").first).to_be_visible(timeout=8_000)
    assert any("Said by websocket again" in frame for frame in lines.heard) and lines.streams == streams


def test_behind_a_proxy_that_also_holds_event_streams_back_the_page_asks_by_itself(
    proxy: Nginx, opened: Opening, newsroom: Newsroom
) -> None:
    proxy.run(NO_UPGRADES, HOLDS_BACK)
    page, lines = opened_behind(proxy, opened, own_clock=True)
    newsroom.push("Said into a held-back stream")
    meanwhile(page, page.get_by_text("Said into a held-back stream").first.is_visible, 90)
    assert lines.streams and lines.polls and not lines.websocket_is_up
    newsroom.push("And another")
    meanwhile(page, page.get_by_text("And another").first.is_visible, 50)


def test_while_nobody_answers_no_websocket_is_tried_more_than_once(
    proxy: Nginx, opened: Opening, newsroom: Newsroom
) -> None:
    """Firefox would hold the ones after back for longer each time."""
    proxy.run(UPGRADES)
    page, lines = opened_behind(proxy, opened)
    soon(page, lambda: lines.websocket_is_up, 10)
    proxy.stop()
    tried = lines.sockets
    soon(page, lambda: lines.failed_questions > 1, 20)
    assert lines.sockets <= tried + 1
    lines.heard.clear()
    proxy.run(UPGRADES)
    soon(page, lambda: lines.websocket_is_up, 20)
    newsroom.push("Said once it answers again")
    expect(page.get_by_text("Said once it answers again").first).to_be_visible(timeout=8_000)


def test_a_page_that_is_online_again_does_not_wait_for_its_next_try(opened: Opening, newsroom: Newsroom) -> None:
    page = opened("/robots.txt")
    page.add_init_script("Math.random = () => 0.5")  # tries after 0.75, 2.25, 5.25, 11.25 and 23.25 s
    page.clock.install()
    page.goto(page.url.removesuffix("robots.txt"))
    page.wait_for_timeout(500)
    page.context.set_offline(True)
    page.wait_for_timeout(200)
    for _ in range(12):
        page.clock.fast_forward(1000)
        page.wait_for_timeout(50)
    newsroom.push("Said while offline")
    page.context.set_offline(False)
    expect(page.get_by_text("Said while offline").first).to_be_visible(timeout=7_000)
