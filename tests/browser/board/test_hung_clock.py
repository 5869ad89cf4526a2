"""No clock runs here: what is over leaves every open page by itself, and the air turns."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.any_store import connect
from tests.browser.conftest import Opening
from tests.conftest import Room, Valkey, make_room
from tests.web.server import Web
from webapp.newsroom.drafts import BreakingDraft, OnAirHoldDraft, PromoDraft
from webapp.newsroom.headlines.push_rules import PushRules
from webapp.newsroom.schedule.grid.toml import parse_grid
from webapp.newsroom.staff import Actor

pytestmark = pytest.mark.browser

ADMIN = Actor(name="Efren", role="admin")
ALL_DAY = b"""
zone = "Asia/Manila"
[[programme]]
id = "radyo"
title = "Radyo Maghapon"
[[programme.slot]]
days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
start = "00:00"
end = "24:00"
"""
SHORTLY = timedelta(seconds=4)


@pytest.fixture
def room(web: Web, valkey_server: Valkey) -> Room:
    room = make_room(connect(valkey_server.url), PushRules(flash_approval="never"))
    room.desk.set_grid(parse_grid(ALL_DAY), ADMIN, datetime.now(UTC))
    return room


def ends_shortly(room: Room, headline: str, priority: str = "urgent") -> None:
    """A headline of a minute that has stood for most of it."""
    pushed_at = datetime.now(UTC) - timedelta(seconds=60) + SHORTLY
    draft = BreakingDraft.load({"headline": headline, "priority": priority, "expires_in": 60})
    room.desk.publish_breaking(draft, ADMIN, pushed_at)


def test_a_headline_whose_time_is_over_leaves_open_pages_embeds_and_the_desk(
    opened: Opening, at_the_panel: Callable[[str], Page], partner: tuple[Path, str], room: Room, web: Web
) -> None:
    folder, address = partner
    ticker = f'<script src="{web.url}/embed/ticker.js" async></script><airwire-ticker></airwire-ticker>'
    (folder / "index.html").write_text(f"<!doctype html><title>Partner</title>{ticker}")
    embeds = [opened("/", base=address), opened("/embed/ticker")]
    pages = [opened("/"), opened("/articles"), *embeds]
    places = [*[page.locator("html") for page in pages], at_the_panel("Ligaya").locator("#board")]
    for embed in embeds:
        expect(embed.locator("airwire-ticker .box")).to_be_visible()
    ends_shortly(room, "Bridge closed for a minute", "flash")
    for place in places:
        expect(place.get_by_text("Bridge closed for a minute").first).to_be_visible()
    for place in places:
        expect(place.get_by_text("Bridge closed for a minute")).to_have_count(0, timeout=10_000)


def test_a_hold_and_a_promo_end_on_an_open_page_which_asks_for_what_it_does_not_know(
    opened: Opening, room: Room
) -> None:
    now = datetime.now(UTC)
    until = now + SHORTLY
    room.desk.hold_on_air(OnAirHoldDraft(title="Bagyong Marikit", until=until), ADMIN, now)
    room.desk.set_promo(PromoDraft(title="Parada bukas", link="/articles", until=until), ADMIN, now)
    page = opened("/")
    page.evaluate("Math.random = () => 0")  # of all pages that ask, the first
    card = page.locator("aw-on-air")
    expect(card.get_by_text("Bagyong Marikit").first).to_be_visible()
    expect(page.get_by_text("Parada bukas").first).to_be_visible()
    expect(card.get_by_text("Bagyong Marikit")).to_have_count(0, timeout=10_000)
    expect(card.locator('[data-f="programme"]')).to_have_text("Radyo Maghapon")
    expect(page.get_by_text("Parada bukas").first).to_be_hidden()
    # When the programme ends is in the grid alone, which the server has.
    expect(card.locator('[data-f="ends_at"]')).to_have_text("12:00 AM", timeout=10_000)


def test_a_page_on_a_device_whose_clock_is_a_day_ahead_hides_no_news(opened: Opening, room: Room) -> None:
    room.desk.publish_breaking(BreakingDraft(headline="Still true", priority="bulletin"), ADMIN, datetime.now(UTC))
    page = opened("/articles")
    page.context.add_init_script("const now = Date.now; Date.now = () => now() + 86_400_000;")
    page.goto(page.url.replace("/articles", "/"))
    page.wait_for_function("document.querySelector('aw-connection')?.hidden")
    room.desk.publish_breaking(BreakingDraft(headline="Newer still", priority="bulletin"), ADMIN, datetime.now(UTC))
    expect(page.get_by_text("Newer still").first).to_be_visible()
    expect(page.get_by_text("Still true").first).to_be_visible()
