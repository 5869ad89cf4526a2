"""A day of one programme with two stories, and the way to its page."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page, expect

from tests.any_store import connect
from tests.browser.conftest import go_to
from tests.conftest import Valkey, make_room
from tests.store.board.test_clock import IMPORT
from tests.store.board.test_desk import story
from tests.web.schedule.test_rundown_api import ALL_DAY


def plan_the_day(valkey_server: Valkey) -> None:
    """Two stories of yesterday, and the grid."""
    room, now = make_room(connect(valkey_server.url)), datetime.now(UTC)
    for slug in ("rice", "taal"):
        room.desk.put_article(story(slug).model_copy(update={"published_at": now - timedelta(days=1)}), IMPORT, now)
    room.desk.set_grid(ALL_DAY, IMPORT, now)


def rundown(page: Page) -> Page:
    """The rundown's page, with its script, from any other of the panel."""
    go_to(page, "Rundown")
    expect(page.get_by_role("heading", name="Rundown", exact=True)).to_be_visible()
    page.wait_for_load_state()
    return page
