"""`python -m bench.paint`: how soon the live page is seen on a slow line, straight from gunicorn, in a real Chromium."""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.browser import chromium
from tests.conftest import Valkey
from tests.web.conftest import newsroom_at
from tests.web.server import Web

NETWORKS = {"slow 3G (400 kbit/s, 400 ms)": (400, 400), "3G (1,600 kbit/s, 150 ms)": (1_600, 150)}
"""kbit/s both ways, and ms of latency added to each request: the names are those of the browser's own tools."""

STORIES = 8


def measure(browser: Browser, url: str, kbit: int, latency_ms: int) -> tuple[float, float, int, int]:
    """Seconds to the first paint and until all is loaded, requests, kB; nothing of the page is in the cache."""
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    conditions = {
        "offline": False,
        "latency": latency_ms,
        "downloadThroughput": kbit * 125,
        "uploadThroughput": kbit * 125,
    }
    context.new_cdp_session(page).send("Network.emulateNetworkConditions", conditions)
    began = time.perf_counter()
    page.goto(url, wait_until="load", timeout=60_000)
    loaded = time.perf_counter() - began
    paint = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime") / 1000
    sizes = page.evaluate("performance.getEntriesByType('resource').map((one) => one.transferSize)")
    context.close()
    return paint, loaded, len(sizes) + 1, round(sum(sizes) / 1000)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        store = Valkey(Path(folder)).start()
        web = Web(store).start()
        browser = playwright.chromium.launch(executable_path=chromium.found(), args=["--no-sandbox"])
        try:
            newsroom = newsroom_at(web.url, store.url)
            newsroom.push("Ferry runs again")
            for n in range(STORIES):
                story = {"title": f"What the river did on day {n}", "body_html": "<p>It rose.</p>"}
                newsroom.call("POST", "/articles", story, role="editor")
            for name, network in NETWORKS.items():
                runs = [measure(browser, web.url, *network) for _ in range(3)]
                paint, loaded, requests, kb = (statistics.median(column) for column in zip(*runs, strict=True))
                print(f"{name}: seen after {paint:.2f} s, whole after {loaded:.1f} s; {requests} requests, {kb} kB")
        finally:
            browser.close()
            web.stop()
            store.kill()


if __name__ == "__main__":
    main()
