"""`python -m bench.line.sound`: from the press of Play to the first sound on a slow line, in Chromium, beside the release before.

The demo station's HLS, straight from gunicorn, a first visit. The pointer comes onto the button, as a hand does, and presses
`AIM_S` later; once more without that. Sound is when the audio's position moves.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import statistics

from playwright.sync_api import Browser, sync_playwright

from bench.page.quiet import IntoDocs
from bench.paint import NETWORKS, demo
from bench.rig.docs_table import machine, table, write_between
from bench.rig.previous import THIS, previous
from bench.rig.processes import BUILD
from tests.browser import chromium

AIM_S = 1.0
"""From the pointer's coming to the press."""

ROUNDS = 3
MAX_RATIO = 0.55
LINE = next(iter(NETWORKS))
SOUND = """() => new Promise((done) => {
  const audio = document.querySelector("audio"), began = performance.now();
  (function look() {
    const { played } = audio;
    if (played.length && played.end(0) > played.start(0)) done((performance.now() - began) / 1000);
    else setTimeout(look, 10);
  })();
})"""


def measure(browser: Browser, url: str, aim_s: float) -> float:
    """Seconds from one press to the sound."""
    kbit, latency_ms = NETWORKS[LINE]
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    limits = {"latency": latency_ms, "downloadThroughput": kbit * 125, "uploadThroughput": kbit * 125}
    session.send("Network.emulateNetworkConditions", {"offline": False, **limits})
    page.goto(url, wait_until="load", timeout=60_000)
    page.wait_for_selector("button.player__play", timeout=60_000)
    page.wait_for_timeout(6_000)  # the page's own requests are over
    box = page.locator(".player__play").bounding_box()
    assert box
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    if aim_s:
        page.mouse.move(*middle)
        page.wait_for_timeout(aim_s * 1000)
    page.mouse.click(*middle)
    took: float = page.evaluate(SOUND)
    context.close()
    return took


def main() -> int:
    parse = argparse.ArgumentParser(prog="python -m bench.line.sound", description=__doc__)
    parse.add_argument("--docs", action=IntoDocs, help="into docs/explain/performance.md too")
    asked = parse.parse_args()
    BUILD.mkdir(parents=True, exist_ok=True)
    os.chdir(BUILD.parent)
    builds, found = [previous(), THIS], {}
    with contextlib.ExitStack() as stack, sync_playwright() as playwright:
        urls = {build.name: stack.enter_context(demo(build)) for build in builds}
        options = ["--no-sandbox", "--autoplay-policy=no-user-gesture-required"]
        browser = playwright.chromium.launch(executable_path=chromium.found(), args=options)
        for url in urls.values():
            measure(browser, url, 0)  # the demo's sound is made on first use
        for aim_s in (AIM_S, 0.0):
            for name, url in urls.items():
                found[aim_s, name] = statistics.median(measure(browser, url, aim_s) for _ in range(ROUNDS))
        browser.close()
    names = [build.name for build in builds]
    rows = [
        [f"the pointer comes {aim_s:.0f} s before" if aim_s else "pressed at once",
         *(f"{found[aim_s, name]:.2f}" for name in names), f"{found[aim_s, names[1]] / found[aim_s, names[0]]:.2f}"]
        for aim_s in (AIM_S, 0.0)
    ]  # fmt: skip
    ratio = found[AIM_S, names[1]] / found[AIM_S, names[0]]
    verdict = "met" if ratio <= MAX_RATIO else "MISSED"
    text = (
        f"Machine: {machine()}. {LINE}, medians of {ROUNDS} presses, seconds.\n\n"
        + table(["first sound after the press", *names, "×"], rows)
        + f"\n\n- {verdict}: with the pointer before it, beside the release before: {ratio:.2f} × (goal ≤ {MAX_RATIO})"
    )
    print(text)
    if asked.docs:
        write_between("bench.line.sound", text)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
