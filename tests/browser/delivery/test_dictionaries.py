"""Real Chromium keeps the station's dictionary, and gets pages again as a few hundred bytes."""

from __future__ import annotations

from typing import Any

import pytest
import requests
from playwright.sync_api import Page

from tests.browser.conftest import Opening
from tests.web.conftest import Newsroom
from tests.web.server import Web, wait_for


class Wire:
    """What came over the wire for each path, by what the browser itself counted: `coding` and `bytes` of the body."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.coding: dict[str, str] = {}
        self.bytes: dict[str, int] = {}
        self._paths: dict[str, str] = {}
        session = page.context.new_cdp_session(page)
        session.on("Network.requestWillBeSent", self._asked)
        session.on("Network.responseReceivedExtraInfo", self._answered)
        session.send("Network.enable")

    def _asked(self, event: dict[str, Any]) -> None:
        self._paths[event["requestId"]] = event["request"]["url"].split("/", 3)[3]

    def _answered(self, event: dict[str, Any]) -> None:
        headers = {name.lower(): value for name, value in event["headers"].items()}
        if (asked := self._paths.get(event["requestId"])) is None:
            return
        path = asked.partition("/")[0]
        self.coding[path] = headers.get("content-encoding", "")
        self.bytes[path] = int(headers.get("content-length", 0))

    def until(self, path: str) -> None:
        """Waits until something came from there."""
        for _ in range(200):
            if path in self.coding:
                return
            self.page.wait_for_timeout(50)
        raise AssertionError(f"nothing came from /{path}: {self.coding}")


@pytest.fixture
def filled(newsroom: Newsroom) -> Newsroom:
    """With some headlines, and a dictionary, which is made some seconds after the start."""
    for number in range(6):
        newsroom.push(
            f"Headline number {number} of this morning: the ferry, the storm, and what rice costs in Marikina"
        )
    hints = {"Accept-Encoding": "zstd", "Sec-CH-UA": "Chromium"}
    wait_for(lambda: "dictionary" in requests.get(f"{newsroom.url}/api/v1/time", headers=hints, timeout=5).json())
    return newsroom


def test_after_a_headline_the_page_again_and_the_board_are_a_few_hundred_bytes(
    opened: Opening, web: Web, filled: Newsroom
) -> None:
    page = opened("/lite")
    wire = Wire(page)
    page.goto(web.url + "/")
    wire.until("dictionaries")
    assert wire.coding[""] == "br"
    seq = filled.push("Signal number two over Batangas: classes are suspended on all levels")["seq"]
    wait_for(lambda: page.request.get(f"{web.url}/api/v1/snapshot").json()["seq"] >= seq)
    for _ in range(100):  # it is kept in its own time
        page.goto(web.url + "/")
        if wire.coding[""] == "dcz":
            break
        page.wait_for_timeout(100)
    assert wire.coding[""] == "dcz" and wire.bytes[""] <= 400
    assert page.locator(".breaking__list .headline__text").first.inner_text().startswith("Signal number two")
    text = page.evaluate("fetch('/api/v1/snapshot').then((answer) => answer.text())")
    assert "Signal number two" in text and wire.coding["api"] == "dcz" and wire.bytes["api"] <= 300


def test_who_saves_data_is_not_asked_to_fetch_one(opened: Opening, web: Web, filled: Newsroom) -> None:
    page = opened("/lite", extra_http_headers={"Save-Data": "on"})
    wire = Wire(page)
    with page.expect_response("**/api/v1/time") as answered:
        page.goto(web.url + "/")
    assert list(answered.value.json()) == ["now"] and "dictionaries" not in wire.coding
