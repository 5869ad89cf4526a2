"""Wires in the panel, by keyboard: an editor says which story a kill means, and sees where it has been."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from playwright.sync_api import Page, expect

from tests.any_store import connect
from tests.browser.conftest import go_to
from tests.conftest import Valkey, make_room
from tests.web.conftest import Newsroom
from webapp.newsroom.articles.agency_notices import AgencyNotice


def test_an_editor_answers_a_kill_and_sees_the_headline_that_still_stands(
    at_the_panel: Callable[[str], Page], newsroom: Newsroom, valkey_server: Valkey
) -> None:
    slug = newsroom.call("POST", "/articles", {"title": "Mayor hurt", "body_html": "<p>So.</p>"}, role="editor").json()[
        "slug"
    ]
    newsroom.push("Mayor in hospital", article=slug)
    kill = AgencyNotice(
        id="k9", kind="kill", title="KILL: Mayor story", of="PNA", came_at=datetime.now(UTC), candidates=(slug,)
    )
    make_room(connect(valkey_server.url)).articles.agency_notices.put(kill)
    page = at_the_panel("Elena")
    go_to(page, "Wires")
    page.get_by_role("button", name="Withdraw this one").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#settled")).to_contain_text("Elena withdrew “Mayor hurt”")
    page.get_by_text("Where it has been").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("still on the air, without the link")).to_be_visible()
    expect(page.locator("#notices")).to_contain_text("Nothing waits.")
