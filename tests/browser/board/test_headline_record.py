"""A headline's own page, open while the newsroom corrects and withdraws it, also after it has left the front page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page, expect

from tests.any_store import connect
from tests.browser.conftest import Opening
from tests.conftest import Valkey, make_room
from tests.web.conftest import Newsroom


def test_an_open_page_of_a_headline_follows_its_correction_and_loses_it_when_it_is_withdrawn(
    opened: Opening, newsroom: Newsroom
) -> None:
    receipt = newsroom.push("Bridge closed to trucks")
    page = opened(f"/breaking/{receipt['id']}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Bridge closed to trucks")
    expect(page.get_by_role("button", name="Share")).to_be_visible()
    title = page.title()
    change = {"rev": 1, "reason": "Cars too.", "headline": "Bridge closed"}
    newsroom.call("PATCH", f"/breaking/{receipt['id']}", change)
    expect(page.get_by_role("heading", level=1)).to_have_text("Bridge closed")
    expect(page).to_have_title(title.replace("Bridge closed to trucks", "Bridge closed"))
    expect(page.locator("aw-share")).to_have_attribute("data-title", "Bridge closed")
    newsroom.call("DELETE", f"/breaking/{receipt['id']}", {"rev": 2, "reason": "It is open."})
    expect(page.get_by_text("It is open.")).to_be_visible()
    expect(page.locator("main")).not_to_contain_text("Bridge closed")
    expect(page.get_by_role("heading", level=1)).to_have_text("This headline was withdrawn")
    expect(page).to_have_title(title.replace("Bridge closed to trucks", "This headline was withdrawn"))
    expect(page.get_by_role("button", name="Share")).to_have_count(0)
    times = page.locator("aw-headline-record time").evaluate_all("(all) => all.map((one) => one.dateTime)")
    assert len(times) == 2 and times[0] < times[1], "when it was published, and when it was withdrawn"


def test_one_that_is_over_is_taken_from_open_pages_of_the_record_too(opened: Opening, newsroom: Newsroom) -> None:
    receipt = newsroom.push("Quake off Mindoro", expires_in=30)
    page = opened("/breaking")
    row = page.locator(f"aw-headline-record[data-id='{receipt['id']}']")
    expect(row).to_contain_text("Quake off Mindoro")
    newsroom.call("DELETE", f"/breaking/{receipt['id']}", {"rev": 1, "reason": "No quake."})
    expect(row).to_contain_text("No quake.")
    expect(row).not_to_contain_text("Mindoro")


def test_the_time_of_a_headline_leads_to_its_own_page(opened: Opening, newsroom: Newsroom) -> None:
    receipt = newsroom.push("Ferry runs again")
    page = opened("/")
    page.locator(f".headline[data-id='{receipt['id']}'] .headline__address").click()
    expect(page).to_have_url(f"{newsroom.url}/breaking/{receipt['id']}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ferry runs again")


def test_an_anchor_withdraws_a_wrong_headline_that_has_left_the_page(
    opened: Opening, at_the_panel: Callable[..., Page], newsroom: Newsroom, valkey_server: Valkey
) -> None:
    receipt = newsroom.push("Quake off Mindoro", expires_in=3600)
    listener, desk = opened(f"/breaking/{receipt['id']}"), at_the_panel()
    make_room(connect(valkey_server.url)).desk.expire_breaking(datetime.now(UTC) + timedelta(hours=2))
    expect(desk.locator("#board")).not_to_contain_text("Quake off Mindoro")
    desk.get_by_text("Earlier headlines").click()
    row = desk.locator("#earlier .row", has_text="Quake off Mindoro")
    row.get_by_role("button", name="Withdraw").click()
    row.get_by_label("Why it is withdrawn").fill("There was no quake.")
    desk.keyboard.press("Control+Enter")
    expect(row).to_have_count(0)
    expect(listener.get_by_text("There was no quake.")).to_be_visible()
    expect(listener.locator("main")).not_to_contain_text("Mindoro")


def test_the_light_page_says_to_screen_readers_alone_where_a_headline_s_time_leads(
    opened: Opening, newsroom: Newsroom
) -> None:
    newsroom.push("Ferry stays in port")
    said = opened("/lite", width=360).get_by_text("This headline's page").first
    box = said.bounding_box()
    assert box and box["width"] <= 1 and box["height"] <= 1


def test_a_flash_lies_over_every_page_but_its_own(opened: Opening, newsroom: Newsroom) -> None:
    told = newsroom.push("Taal erupts", priority="flash")
    page = opened(f"/breaking/{told['id']}")
    banner = page.get_by_role("region", name="Flash")
    expect(page.locator("main h1")).to_have_text("Taal erupts")
    expect(banner).to_be_hidden()
    newsroom.push("Mayon too", priority="flash")
    expect(banner).to_contain_text("Mayon too")


def test_who_comes_back_after_an_hour_is_told_what_was_missed_until_they_close_it(
    opened: Opening, newsroom: Newsroom
) -> None:
    newsroom.push("Ferry stays in port")
    page = opened("/lite", width=360)
    page.evaluate("localStorage.setItem('airwire.left', JSON.stringify(Date.now() - 3_600_000))")
    page.goto(newsroom.url + "/")
    missed = page.locator("aw-since")
    expect(missed).to_contain_text("Ferry stays in port")
    missed.get_by_role("button", name="Close").click()
    expect(missed).to_be_hidden()
    page.reload()
    expect(page.get_by_text("Ferry stays in port").first).to_be_visible()
    expect(missed).to_be_hidden()
