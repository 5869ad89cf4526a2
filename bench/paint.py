"""`python -m bench.paint`: the live page's first visit on a slow line, in a real Chromium, beside the release before. 2 minutes.

Straight from gunicorn (HTTP/1.1), with the demo station. Everything is counted: the document, pictures, and the time until the
websocket is open. Both builds run all the time and take turns.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import statistics
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from bench.page.quiet import IntoDocs
from bench.rig.docs_table import machine, table, write_between
from bench.rig.previous import THIS, Build, previous
from bench.rig.processes import BUILD, running
from tests.browser import chromium
from tests.ports import free_port

NETWORKS = {"slow 3G (400 kbit/s, 400 ms)": (400, 400), "3G (1,600 kbit/s, 150 ms)": (1_600, 150)}
"""kbit/s both ways, and ms of latency added to each request: the names are those of the browser's own tools."""

ROUNDS = 3
MAX_TIME_RATIO, MAX_REQUESTS, MAX_KB = 0.45, 10, 60
"""Goals on the slow line: time until the websocket is open beside the release before; requests; kB without pictures."""

Row = dict[str, float]


@contextlib.contextmanager
def demo(build: Build) -> Iterator[str]:
    """The demo station of `build`; its address."""
    port = free_port()
    with tempfile.TemporaryDirectory() as data:
        env = {"PORT": str(port), "AIRWIRE_DATA": data, "AIRWIRE_DEMO": "1", "LOG_LEVEL": "WARNING"}
        with running([build.python, "-m", "webapp.cli", "up"], port, env, False, build.root):
            url, deadline = f"http://127.0.0.1:{port}", time.monotonic() + 90
            while time.monotonic() < deadline:
                with (
                    contextlib.suppress(OSError, ValueError),
                    urllib.request.urlopen(f"{url}/api/v1/snapshot", timeout=5) as answer,
                ):
                    if b'"most_read":{' in answer.read():
                        yield url
                        return
                time.sleep(0.3)
            raise RuntimeError("the demo station did not come up")


def measure(browser: Browser, url: str, kbit: int, latency_ms: int) -> Row:
    """One first visit: seconds to the first paint and to the open websocket, requests, kB in all and without pictures."""
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    session = context.new_cdp_session(page)
    kinds: dict[str, str] = {}
    sizes: dict[str, float] = {}
    opened: list[float] = []

    def sent(event: dict[str, Any]) -> None:
        kinds[event["requestId"]] = event["type"]

    def loaded(event: dict[str, Any]) -> None:
        sizes[event["requestId"]] = event["encodedDataLength"]

    session.on("Network.requestWillBeSent", sent)
    session.on("Network.loadingFinished", loaded)
    session.on("Network.webSocketHandshakeResponseReceived", lambda _: opened.append(time.perf_counter()))
    session.send("Network.enable")
    limits = {"latency": latency_ms, "downloadThroughput": kbit * 125, "uploadThroughput": kbit * 125}
    session.send("Network.emulateNetworkConditions", {"offline": False, **limits})
    began = time.perf_counter()
    page.goto(url, wait_until="load", timeout=60_000)
    deadline = time.monotonic() + 30
    while not opened and time.monotonic() < deadline:
        page.wait_for_timeout(20)
    page.wait_for_timeout(500)  # what is asked for just then is counted too
    paint = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime") / 1000
    context.close()
    words = sum(size for name, size in sizes.items() if kinds.get(name) not in ("Image", "Media"))
    return {
        "paint_s": paint,
        "socket_s": opened[0] - began if opened else float("inf"),
        "requests": len(kinds) + 1,  # the websocket's own is not among them
        "kb": sum(sizes.values()) / 1000,
        "kb_without_pictures": words / 1000,
    }


def main() -> int:
    parse = argparse.ArgumentParser(prog="python -m bench.paint", description=__doc__)
    parse.add_argument("--docs", action=IntoDocs, help="into docs/explain/performance.md too")
    asked = parse.parse_args()
    BUILD.mkdir(parents=True, exist_ok=True)
    os.chdir(BUILD.parent)
    builds = [previous(), THIS]
    found: dict[tuple[str, str], Row] = {}
    with contextlib.ExitStack() as stack, sync_playwright() as playwright:
        urls = {build.name: stack.enter_context(demo(build)) for build in builds}
        browser = playwright.chromium.launch(executable_path=chromium.found(), args=["--no-sandbox"])
        for network, conditions in NETWORKS.items():
            rows: dict[str, list[Row]] = {name: [] for name in urls}
            for _ in range(ROUNDS):
                for name, url in urls.items():
                    rows[name].append(measure(browser, url, *conditions))
            for name, each in rows.items():
                found[network, name] = {what: statistics.median(row[what] for row in each) for what in each[0]}
        browser.close()
    text = _report(found, [build.name for build in builds])
    print(text)
    if asked.docs:
        write_between("bench.paint", text)
    return 0


def _report(found: dict[tuple[str, str], Row], names: list[str]) -> str:
    head = ["", "first paint, s", "websocket open, s", "requests", "kB", "kB without pictures"]
    rows = [
        [f"{network}: {name}", f"{row['paint_s']:.2f}", f"{row['socket_s']:.2f}", f"{row['requests']:.0f}",
         f"{row['kb']:.0f}", f"{row['kb_without_pictures']:.0f}"]
        for (network, name), row in found.items()
    ]  # fmt: skip
    old, new = (found[next(iter(NETWORKS)), name] for name in names)
    ratio, kb = new["socket_s"] / old["socket_s"], new["kb_without_pictures"]
    goals = [
        ("websocket open on the slow line, beside the release before", f"{ratio:.2f} × (goal ≤ {MAX_TIME_RATIO})",
         ratio <= MAX_TIME_RATIO),
        ("requests", f"{new['requests']:.0f} (goal ≤ {MAX_REQUESTS})", new["requests"] <= MAX_REQUESTS),
        ("kB without pictures", f"{kb:.0f} (goal ≤ {MAX_KB})", kb <= MAX_KB),
        ("first paint no later", f"{new['paint_s']:.2f} s, before {old['paint_s']:.2f} s", new["paint_s"] <= old["paint_s"]),
    ]  # fmt: skip
    verdicts = [f"- {'met' if met else 'MISSED'}: {what}: {value}" for what, value, met in goals]
    return "\n".join([f"Machine: {machine()}. Medians of {ROUNDS} visits.\n", table(head, rows), "", *verdicts])


if __name__ == "__main__":
    raise SystemExit(main())
