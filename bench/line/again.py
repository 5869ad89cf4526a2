"""`python -m bench.line.again`: bytes of pages that come again, in a Chromium that has the station's dictionary. A minute.

The demo station: the live page and the board as they have become meanwhile, then articles one after the other; beside the
same in brotli and in gzip. Bytes are those of bodies, as `Content-Length` says.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
import urllib.request

from playwright.sync_api import Page, sync_playwright

from bench.page.quiet import IntoDocs
from bench.paint import demo
from bench.rig.docs_table import machine, table, verdict_at_most, write_between
from bench.rig.previous import THIS
from bench.rig.processes import BUILD
from tests.browser import chromium

STORIES = 8
GOALS = {"the live page": 400, "the board (snapshot)": 300, "an article after another (median)": 1_600}


def bytes_of(url: str, coding: str) -> int:
    """The body's length in `coding`."""
    asked = urllib.request.Request(url, headers={"Accept-Encoding": coding})
    with urllib.request.urlopen(asked, timeout=20) as answer:
        return len(answer.read())


def again(page: Page, url: str) -> int:
    """The body's length as this browser gets it, which has to be a difference."""
    with page.expect_response(url) as answered:
        page.goto(url)
    headers = answered.value.all_headers()
    assert headers["content-encoding"] == "dcz", headers
    return int(headers["content-length"])


def board_again(page: Page, url: str) -> int:
    with page.expect_response(f"{url}/api/v1/snapshot") as answered:
        page.evaluate("fetch('/api/v1/snapshot').then((answer) => answer.text())")
    return int(answered.value.all_headers()["content-length"])


def main() -> int:
    parse = argparse.ArgumentParser(prog="python -m bench.line.again", description=__doc__)
    parse.add_argument("--docs", action=IntoDocs, help="into docs/explain/performance.md too")
    asked = parse.parse_args()
    BUILD.mkdir(parents=True, exist_ok=True)
    os.chdir(BUILD.parent)
    with demo(THIS) as url, sync_playwright() as playwright:
        time.sleep(30)  # the first dictionary is made of a station that has just begun
        browser = playwright.chromium.launch(executable_path=chromium.found(), args=["--no-sandbox"])
        page = browser.new_context().new_page()
        page.goto(f"{url}/articles")
        stories = page.eval_on_selector_all(".card__title a", "links => links.map((link) => link.href)")[-STORIES:]
        page.goto(url)
        page.wait_for_timeout(8_000)  # it fetches the dictionary when all is quiet
        found = {
            "the live page": [again(page, f"{url}/")],
            "the board (snapshot)": [board_again(page, url)],
            "an article after another (median)": [again(page, story) for story in stories],
        }
        browser.close()
        paths = {"the live page": [f"{url}/"], "the board (snapshot)": [f"{url}/api/v1/snapshot"]}
        rows, verdicts = [], []
        for what, sizes in found.items():
            urls = paths.get(what, stories)
            others = [statistics.median(bytes_of(one, coding) for one in urls) for coding in ("br", "gzip")]
            median = statistics.median(sizes)
            rows.append([what, f"{median:,.0f}", *(f"{other:,.0f}" for other in others)])
            verdicts.append(verdict_at_most(f"{what}, bytes", median, GOALS[what]))
    text = f"Machine: {machine()}. Bytes.\n\n" + table(["", "with the dictionary", "brotli", "gzip"], rows)
    text += "\n\n" + "\n".join(verdicts)
    print(text)
    if asked.docs:
        write_between("bench.line.again", text)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
