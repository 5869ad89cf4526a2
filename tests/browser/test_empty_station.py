"""A station with nothing on, no stream and no article: its pages are whole, say so in words, and no script complains."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from tests.any_store import connect
from tests.browser.conftest import Opening
from tests.conftest import ZONE, Room, Valkey, make_room
from tests.web.board_states import NEVER
from tests.web.server import Web
from webapp.newsroom.schedule.grid.grid import Grid
from webapp.newsroom.schedule.grid.toml import parse_grid
from webapp.newsroom.schedule.wall_clock import DAYS
from webapp.newsroom.staff import Actor

BROKEN = re.compile(r"\b(?:null|undefined|NaN|None)\b|\[object")
PAGES = ("/", "/articles", "/schedule", "/most-read", "/lite")
ADMIN = Actor(name="Amado", role="admin")
SHOTS = os.environ.get("SHOTS")


def grid(*days: str) -> Grid:
    """One programme, all day long on `days`."""
    listed = ", ".join(f'"{day}"' for day in days)
    slot = f'[[programme.slot]]\ndays = [{listed}]\nstart = "00:00"\nend = "00:00"\n'
    return parse_grid(f'zone = "{ZONE}"\n[[programme]]\nid = "dawn"\ntitle = "Dawn"\n{slot}'.encode())


def put(room: Room, grid: Grid) -> None:
    now = datetime.now(UTC)
    room.desk.set_grid(grid, ADMIN, now)
    room.desk.settle_on_air(now)


@pytest.fixture
def room(web: Web, valkey_server: Valkey) -> Room:
    return make_room(connect(valkey_server.url))


@pytest.fixture(params=[360, 1440])
def page(opened: Opening, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A listener's page; whatever its console says against it fails the test."""
    page, said = opened("/lite", width=request.param), []
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    yield page
    assert not said


def look(page: Page, name: str) -> None:
    """Nothing broken in any of its texts, what is folded away among them."""
    for summary in page.locator("details:not([open]) > summary:visible").all():
        summary.click()
    expect(page.locator("aw-player:visible")).to_have_count(0)  # nothing to press where there is nothing to play
    found = BROKEN.search(page.locator("body").inner_text())
    assert not found, f"{name} says {found}"
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}-{page.evaluate('innerWidth')}.png", full_page=True)


def test_before_anything_is_set_up_every_page_is_whole(page: Page, web: Web, room: Room) -> None:
    put(room, NEVER)
    for path in PAGES:
        page.goto(web.url + path)
        look(page, path.strip("/") or "live")
        if path == "/most-read":
            expect(page.get_by_role("navigation", name="Period")).to_be_visible()
    page.goto(web.url)
    expect(page.get_by_text("Nothing is scheduled right now").first).to_be_visible()
    expect(page.get_by_text("No stream is set up yet.")).to_be_visible()
    expect(page.get_by_text("There is no schedule yet.")).to_be_visible()


def test_a_hole_of_the_grid_comes_and_goes_on_an_open_page(page: Page, web: Web, room: Room) -> None:
    today = datetime.now(UTC).weekday()
    later = [day for n, day in enumerate(DAYS) if (n - today) % 7 not in (6, 0, 1)]
    put(room, grid(*later))
    page.goto(web.url)
    programme, following = page.locator('aw-on-air [data-f="programme"]'), page.locator('aw-on-air [data-f="next"]')
    expect(programme).to_have_text("Nothing is scheduled right now")
    expect(following).to_contain_text("Dawn")
    expect(page.locator('aw-on-air [data-f="slot"]')).to_be_hidden()
    expect(page.get_by_text("Nothing is scheduled on this day.")).to_be_visible()
    look(page, "hole")
    put(room, grid(*DAYS))
    expect(programme).to_have_text("Dawn")
    expect(page.locator('aw-on-air [data-f="left"]')).to_contain_text("min left")
    expect(following).to_contain_text("tomorrow, 12:00")
    put(room, grid(*later))
    expect(programme).to_have_text("Nothing is scheduled right now")
    expect(page.locator('aw-on-air [data-f="slot"]')).to_be_hidden()
    look(page, "hole-again")
