"""The other embeds on a partner's page: what is on the air, one headline, alerts; and a site that no longer gets the news."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.any_store import connect
from tests.browser.alerts.posting import post
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

    def host(*pieces: str, body: str, width: int = 1280) -> Page:
        scripts = "".join(f'<script src="{web.url}/embed/{piece}.js" async></script>' for piece in pieces)
        (folder / "favicon.ico").touch()
        (folder / "index.html").write_text(
            f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Partner</title>{scripts}<h1>Partner</h1>{body}'
        )
        page = opened("/favicon.ico", base=address, width=width)
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


LONG = "The river at the old bridge " + "Sampaloc-" * 12 + "rises"
AREA = "".join(f"<area><areaDesc>Barangay {n} of {'Kapalangan' * 4}</areaDesc></area>" for n in range(9))
DO = "Leave the banks now and take the road that leads up to the school. " * 8


def test_the_bar_of_alerts_shows_what_where_and_until_when_on_a_phone_and_goes_with_its_time(
    hosted: Callable[..., Page], newsroom: Newsroom
) -> None:
    ends = (datetime.now(UTC) + timedelta(minutes=20)).replace(microsecond=0)
    post(newsroom, "bar-1", headline=LONG, severity="Extreme", area=AREA, instruction=DO, expires=ends.isoformat())
    page = hosted("alerts", body='<airwire-alerts lang="en"></airwire-alerts>', width=320)
    page.clock.install()
    page.reload()
    bar = page.locator("airwire-alerts [role=region]")
    expect(bar.get_by_role("link", name=LONG)).to_be_visible()
    expect(bar).to_contain_text("Extreme")
    expect(bar).to_contain_text("Barangay 0 of Kapalangan")
    expect(bar.locator("time")).to_have_attribute("datetime", ends.strftime("%Y-%m-%dT%H:%M:%S.000Z"))
    expect(bar.locator("li p").last).to_have_text(re.compile(r"^Leave the banks now .+…$"))
    assert page.evaluate("document.documentElement.scrollWidth") <= 320, "nothing is cut off or pushes the page wide"
    assert page.locator("airwire-alerts").evaluate(
        "one => [...one.shadowRoot.querySelectorAll('.box *')].every((it) => it.scrollWidth <= it.clientWidth + 1"
        " || getComputedStyle(it).display === 'inline')"
    )

    post(newsroom, "bar-2", "bar-1", headline="The river falls", severity="Minor", expires=ends.isoformat())
    expect(bar.get_by_role("link")).to_have_text(["The river falls", "Airwire"])
    page.route("**/embed/ticker.json*", lambda route: route.abort())  # nobody but its own clock can say that it is over
    page.clock.fast_forward(21 * 60 * 1000)
    expect(bar).to_have_count(0)
    post(newsroom, "bar-5", "bar-2")


def test_the_bar_of_alerts_is_gone_when_they_are_cancelled(hosted: Callable[..., Page], newsroom: Newsroom) -> None:
    post(newsroom, "bar-3", headline="Ash falls")
    frame = f'<iframe src="{newsroom.url}/embed/alerts" title="Alerts"></iframe>'
    page = hosted("alerts", body=f"<airwire-alerts></airwire-alerts>{frame}", width=320)
    bar, framed = page.locator("airwire-alerts"), page.frame_locator("iframe").get_by_text("Ash falls")
    expect(bar.get_by_role("link", name="Ash falls")).to_be_visible()
    expect(framed).to_be_visible()
    post(newsroom, "bar-4", "bar-3")
    expect(bar.locator("[role=region]")).to_have_count(0)
    expect(framed).to_have_count(0)
    assert bar.evaluate("one => one.getBoundingClientRect().height") <= 1, "not even a line is left"


def test_a_frame_that_is_sent_without_the_address_of_its_page_is_named_by_its_script_where_the_browser_tells_it(
    hosted: Callable[..., Page], newsroom: Newsroom
) -> None:
    frame = f'<iframe src="{newsroom.url}/embed/ticker" title="News" referrerpolicy="no-referrer"></iframe>'
    page = hosted(body="")
    with page.expect_request("**/embed/ticker.json*") as asked:
        page.set_content(frame)
    assert f"within={urlsplit(page.url).hostname}" in asked.value.url


def test_a_site_that_is_revoked_shows_nothing_within_seconds_and_again_when_it_may(
    hosted: Callable[..., Page], newsroom: Newsroom, room: Room, valkey_server: Valkey
) -> None:
    newsroom.push("Only for friends")
    frame = f'<iframe src="{newsroom.url}/embed/ticker" title="News" style="height:400px"></iframe>'
    page = hosted("ticker", body=f'<airwire-ticker show="breaking"></airwire-ticker>{frame}')
    ticker, framed = page.locator("airwire-ticker"), page.frame_locator("iframe").get_by_text("Only for friends")
    expect(ticker.get_by_text("Only for friends")).to_be_visible()
    expect(framed.first).to_be_visible()
    fleet = EmbedFleet(connect(valkey_server.url))
    fleet.revoke("127.0.0.1", Revoked(by="Elena", at=datetime.now(UTC)))
    try:
        expect(ticker.get_by_text("Its news is not shown on this page")).to_be_visible()
        expect(ticker.get_by_text("Only for friends")).to_have_count(0)
        expect(framed).to_have_count(0)
        page.reload()
        expect(ticker.get_by_text("Its news is not shown on this page")).to_be_visible()
    finally:
        fleet.allow("127.0.0.1")
