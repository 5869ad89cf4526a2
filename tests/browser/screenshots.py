"""What a listener and an anchor see, into build/screenshots: `make screenshots`. Look at them after each larger change."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser import chromium
from tests.ports import free_port
from tests.web.server import wait_for

ROOT = Path(__file__).parents[2]
OUT = ROOT / "build" / "screenshots"
PASSWORD = "screenshots-only"
PAGES = {
    "live": "/", "articles": "/articles", "article": "/articles/edsa-rail-longer-trains", "schedule": "/schedule",
    "most-read": "/most-read", "lite": "/lite", "ticker": "/embed/ticker", "not-found": "/nowhere",
}  # fmt: skip
WIDTHS = (360, 768, 1440)


def main() -> None:
    OUT.mkdir(parents=True, exist_ok=True)
    with demo() as (browser, url):
        take_all(browser, url)
    sys.stdout.write(f"{len(list(OUT.glob('*.png')))} pictures in {OUT.relative_to(ROOT)}\n")


@contextmanager
def demo() -> Iterator[tuple[Browser, str]]:
    """A browser, and the address of a demo station whose `admin` has `PASSWORD`."""
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        settings = {"AIRWIRE_DEMO": "1", "AIRWIRE_DATA": folder, "AIRWIRE_ADMIN_PASSWORD": PASSWORD, "PORT": str(port)}
        up = subprocess.Popen([sys.executable, "-m", "webapp.cli", "up"], cwd=ROOT, env=os.environ | settings)
        try:
            url = f"http://127.0.0.1:{port}"
            wait_for(lambda: requests.get(f"{url}/readyz", timeout=2).status_code == 200, 60)
            wait_for(lambda: requests.get(f"{url}/api/v1/snapshot", timeout=2).json()["most_read"], 60)
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(
                    executable_path=chromium.found(), args=["--no-sandbox", "--disable-gpu"]
                )
                yield browser, url
                browser.close()
        finally:
            up.send_signal(signal.SIGINT)
            up.wait(20)


def take_all(browser: Browser, url: str) -> None:
    for scheme in ("light", "dark"):
        for width in WIDTHS:
            context = browser.new_context(
                viewport={"width": width, "height": 900}, color_scheme=scheme, timezone_id="Asia/Manila"
            )
            page = context.new_page()
            for name, path in PAGES.items():
                page.goto(url + path)
                take(page, f"{name}-{width}-{scheme}")
            page.goto(f"{url}/panel/sign-in")
            take(page, f"sign-in-{width}-{scheme}")
            sign_in(page)
            page.keyboard.type("Ferry to Batangas suspended until further notice")
            take(page, f"panel-{width}-{scheme}")
            context.close()


def sign_in(page: Page) -> None:
    """On the sign-in page, until the desk is there."""
    page.fill("[name=name]", "admin")
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector('#link[data-state="live"]')


def take(page: Page, name: str) -> None:
    page.wait_for_timeout(800)
    page.screenshot(path=OUT / f"{name}.png", full_page=True)


if __name__ == "__main__":
    main()
