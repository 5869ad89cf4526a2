"""The other embeds on a partner's page: what is on the air, one headline, alerts; and a site that no longer gets the news."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.any_store import connect
from tests.browser.conftest import Opening
from tests.conftest import Room, Valkey, make_room
from tests.web.conftest import Newsroom
from tests.web.server import Web
from webapp.newsroom.embeds.fleet import Revoked
from webapp.newsroom.model import Stream, StreamSource
from webapp.store.embeds.fleet import EmbedFleet

pytestmark = pytest.mark.browser

GLOBALS = "[...Object.keys(window), ...Object.getOwnPropertySymbols(window).map(String)]"
MAIN = StreamSource(id="main", title="Main", kind="audio", url="http://127.0.0.1:9/none.mp3", status="on_air")


@pytest.fixture
def room(web: Web, valkey_server: Valkey) -> Room:
    return make_room(connect(valkey_server.url))


@pytest.fixture
def hosted(opened: Opening, web: Web, partner: tuple[Path, str]) -> Callable[..., Page]:
    folder, address = partner

    def host(*pieces: str, body: str) -> Page:
        scripts = "".join(f'<script src="{web.url}/embed/{piece}.js" async></script>' for piece in pieces)
        (folder / "favicon.ico").touch()
        (folder / "index.html").write_text(
            f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Partner</title>{scripts}<h1>Partner</h1>{body}'
        )
        page = opened("/favicon.ico", base=address)
        page.goto(f"{address}/index.html")
        return page

    return host


def test_one_headline_follows_its_correction_and_leaves_a_tombstone(
    hosted: Callable[..., Page], newsroom: Newsroom, room: Room
) -> None:
    pushed = newsroom.push("Bridge closed for trucks")
    page = hosted("headline", body=f'<airwire-headline headline="{pushed["id"]}"></airwire-headline>')
    headline = page.locator("airwire-headline")
    expect(headline.get_by_role("link", name="Bridge closed for trucks")).to_be_visible()
    newsroom.call(
        "PATCH", f"/breaking/{pushed['id']}", {"rev": 1, "reason": "All traffic", "headline": "Bridge closed"}
    )
    expect(headline.get_by_role("link", name="Bridge closed", exact=True)).to_be_visible()
    expect(headline).to_contain_text("All traffic")
    newsroom.call("DELETE", f"/breaking/{pushed['id']}", {"rev": 2, "reason": "It is open"})
    expect(headline.get_by_role("link", name="This headline was withdrawn")).to_be_visible()
    expect(headline).to_contain_text("It is open")
    expect(headline).not_to_contain_text("Bridge closed")
    page.reload()  # and whoever comes later sees the same
    expect(headline.get_by_role("link", name="This headline was withdrawn")).to_be_visible()


def test_pieces_of_several_scripts_share_one_connection_and_leave_no_name_behind(
    hosted: Callable[..., Page], newsroom: Newsroom, room: Room, web: Web
) -> None:
    now = datetime.now(UTC)
    room.desk.report_stream(Stream(status="on_air", checked_at=now, since=now, streams=(MAIN,)), now)
    page = hosted(body="<p>Nothing of ours</p>")
    before = set(page.evaluate(GLOBALS))
    body = "".join(f"<airwire-{piece}></airwire-{piece}>" for piece in ("ticker", "on-air", "alerts"))
    page = hosted("ticker", "on-air", "alerts", body=body)
    address = page.url
    page.goto("about:blank")  # what that page was still asking for is not counted
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    newsroom.push(f"For all of them {datetime.now(UTC)}")
    expect(page.locator("airwire-ticker").get_by_text("For all of them").first).to_be_visible()
    expect(page.locator("airwire-on-air").get_by_role("button", name=re.compile("Listen live"))).to_be_visible()
    expect(page.locator("airwire-alerts .box")).to_have_count(0)
    assert len([url for url in asked if "/api/v1/events" in url]) == 1
    assert len([url for url in asked if "ticker.json" in url]) == 1
    assert set(page.evaluate(GLOBALS)) == before
    button = page.locator("airwire-on-air").get_by_role("button")
    assert not [url for url in asked if "none.mp3" in url], "no sound before the press"
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator("airwire-on-air").get_by_text("It cannot be played here")).to_be_visible()
    expect(page.locator("airwire-on-air").get_by_role("button")).to_have_attribute("aria-pressed", "false")


def test_a_site_that_is_revoked_shows_nothing_within_seconds_and_again_when_it_may(
    hosted: Callable[..., Page], newsroom: Newsroom, room: Room, valkey_server: Valkey
) -> None:
    newsroom.push("Only for friends")
    page = hosted("ticker", body='<airwire-ticker show="breaking"></airwire-ticker>')
    ticker = page.locator("airwire-ticker")
    expect(ticker.get_by_text("Only for friends")).to_be_visible()
    fleet = EmbedFleet(connect(valkey_server.url))
    fleet.revoke("127.0.0.1", Revoked(by="Elena", at=datetime.now(UTC)))
    try:
        expect(ticker.get_by_text("Its news is not shown on this page")).to_be_visible()
        expect(ticker.get_by_text("Only for friends")).to_have_count(0)
        page.reload()
        expect(ticker.get_by_text("Its news is not shown on this page")).to_be_visible()
    finally:
        fleet.allow("127.0.0.1")
