"""Real Chromium on a real site: listeners, an anchor at the panel, and pages of partners on other origins."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.any_store import connect
from tests.browser import chromium
from tests.conftest import Valkey
from tests.web.conftest import Newsroom, newsroom_at
from tests.web.server import Web
from webapp.store.people.staff import Staff

expect.set_options(timeout=15_000)  # a busy machine: what is there is seen at once all the same

PASSWORD = "three-words-of-nothing"

SENT_AT_ONCE = '[pushing]\nhold_s = 0\nflash_approval = "never"\n'
"""Nothing waits, for tests that are about what comes after."""


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The system's Chromium where there is one, else Playwright's own. `--headed` asks for one that opens windows."""
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking",
             "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"]  # fmt: skip
    headed = browser_type_launch_args.get("headless") is False
    return {**browser_type_launch_args, "args": quiet, "executable_path": chromium.found(headed=headed)}


@pytest.fixture(scope="module")
def web(
    valkey_server: Valkey, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Web]:
    """With the scripts as users get them, in bundles, but where a module of tests says that it `LOOKS_INTO_SCRIPTS`;
    its `STATION` is
    the station's file."""
    connect(valkey_server.url).flushall()
    staff = Staff(connect(valkey_server.url))
    for name, role in (("Ligaya", "anchor"), ("Efren", "anchor"), ("Rosa", "producer"), ("Elena", "editor")):
        staff.set_account(name, role, PASSWORD)
    bundled = "0" if getattr(request.module, "LOOKS_INTO_SCRIPTS", False) else "1"
    station = tmp_path_factory.mktemp("station") / "station.toml"
    station.write_text(getattr(request.module, "STATION", SENT_AT_ONCE))
    server = Web(valkey_server, AIRWIRE_BUNDLED=bundled, AIRWIRE_STATION=str(station)).start()
    yield server
    server.end()


@pytest.fixture
def newsroom(web: Web, valkey_server: Valkey) -> Newsroom:
    return newsroom_at(web.url, valkey_server.url)


Opening = Callable[..., Page]


@pytest.fixture
def opened(browser: Browser, web: Web) -> Iterator[Opening]:
    """`opened("/path", width=360)`: a page of a person of their own. An error in any script fails the test, and so does
    whatever our own Content-Security-Policy had to stop."""
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def ours_stopped(page: Page, said: str) -> bool:
        return "Content Security Policy" in said and page.url.startswith(web.url)

    def open_page(path: str = "/", base: str | None = None, width: int = 1280, **options: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 800}, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda said: errors.append(said.text) if ours_stopped(page, said.text) else None)
        page.goto((base or web.url) + path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not errors


@pytest.fixture
def at_the_panel(opened: Opening) -> Callable[[str], Page]:
    """A signed-in person, by keyboard alone."""

    def sign_in(name: str = "Ligaya") -> Page:
        page = opened("/panel/")
        page.bring_to_front()
        page.locator("[name=name]").focus()
        page.keyboard.type(name)
        page.keyboard.press("Tab")
        page.keyboard.type(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_selector('#link[data-state="live"]')
        return page

    return sign_in


def go_to(page: Page, tab: str) -> None:
    """To a page of the panel by keyboard, in a window too narrow for the menu in one row."""
    page.locator(".panel-bar__menu").press("Enter")
    page.locator("#panel-menu").get_by_role("link", name=tab, exact=True).press("Enter")


@pytest.fixture
def partner(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A folder, and the address of another origin that serves it; its `isolated.html` is a page that isolates itself."""

    class Quiet(SimpleHTTPRequestHandler):
        def __init__(self, *args: Any) -> None:
            super().__init__(*args, directory=str(tmp_path))

        def log_message(self, *args: Any) -> None:
            return

        def end_headers(self) -> None:
            if self.path == "/isolated.html":
                self.send_header("Cross-Origin-Embedder-Policy", "require-corp")
                self.send_header("Cross-Origin-Opener-Policy", "same-origin")
            super().end_headers()

    server = ThreadingHTTPServer(("127.0.0.1", 0), Quiet)
    Thread(target=server.serve_forever, daemon=True).start()
    yield tmp_path, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
