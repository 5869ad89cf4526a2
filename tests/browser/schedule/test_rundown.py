"""The rundown in the panel, by keyboard: a date is changed, nobody is overruled unawares, an overrun is held."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from tests.any_store import connect
from tests.browser.the_rundown import plan_the_day, rundown
from tests.conftest import Valkey, make_room
from tests.store.board.test_clock import IMPORT
from tests.store.board.test_desk import story
from tests.web.conftest import Newsroom
from tests.web.schedule.test_rundown_api import ALL_DAY
from webapp.newsroom.drafts import OnAirHoldDraft
from webapp.newsroom.model import Picture
from webapp.newsroom.reads.lift import BUCKET_S
from webapp.newsroom.schedule.as_run import AiredArticles
from webapp.newsroom.schedule.grid.grid import Grid
from webapp.newsroom.schedule.wall_clock import DAYS
from webapp.newsroom.staff import Actor
from webapp.store.core import keys
from webapp.store.schedule.as_run import aired_writes

Panel = Callable[..., Page]


@pytest.fixture(autouse=True)
def a_day(valkey_server: Valkey) -> None:
    plan_the_day(valkey_server)


def change(page: Page) -> None:
    page.get_by_role("button", name="Change The Desk").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Title, on this date")).to_be_focused()


def test_a_producer_adds_an_article_and_moves_it_up_by_keyboard(at_the_panel: Panel, opened: Panel) -> None:
    page = rundown(at_the_panel("Rosa"))
    change(page)
    pick = page.get_by_role("dialog").locator(".editor__segment").get_by_label("Add an article")
    pick.focus()
    page.keyboard.type("Taal")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Up: Taal").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".editor__segment .beside__article").first).to_contain_text("Taal")
    expect(page.locator('[data-f="said"]')).to_have_text("Taal is now number 1.")
    page.get_by_role("button", name="Put it in force").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#rundown-outcome")).to_contain_text("In force since")
    expect(page.locator(".show__articles li").first).to_have_text("Taal")
    expect(opened("/").locator(".rotation__list")).to_contain_text("Taal")
    page.get_by_role("button", name="The Desk: return to schedule").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".show__articles li")).to_have_text(["Rice"])


def test_of_two_producers_the_second_sees_what_the_first_did_and_keeps_what_they_typed(at_the_panel: Panel) -> None:
    one, two = rundown(at_the_panel("Rosa")), rundown(at_the_panel("Rosa"))
    for page, title in ((one, "Typhoon morning"), (two, "Typhoon day")):
        change(page)
        page.get_by_label("Title, on this date").fill(title)
    for page in (one, two):
        page.get_by_role("button", name="Put it in force").click()
    expect(one.locator("#rundown-outcome")).to_contain_text("In force")
    expect(two.locator('[data-f="stale"]')).to_contain_text("Typhoon morning")
    expect(two.get_by_label("Title, on this date")).to_have_value("Typhoon day")
    two.get_by_role("button", name="Put it in force").click()
    expect(two.locator("#rundown-outcome")).to_contain_text("In force")
    expect(two.locator("#plan")).to_contain_text("Typhoon day")
    two.get_by_role("button", name="return to schedule").click()
    expect(two.locator("#plan")).to_contain_text("The Desk")


def test_an_anchor_holds_an_overrun_gives_it_back_and_it_is_in_the_record(at_the_panel: Panel) -> None:
    page = rundown(at_the_panel())
    expect(page.get_by_role("button", name="Change The Desk")).to_have_count(0)
    page.get_by_role("button", name="Hold until I cut").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#now")).to_contain_text("Overridden by Ligaya")
    page.locator("#now").get_by_role("button", name="Return to schedule").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#now")).to_contain_text("As scheduled")
    expect(page.locator("#record")).to_contain_text("Ligaya")


def test_what_is_read_on_air_is_noted_and_fits_a_phone(at_the_panel: Panel) -> None:
    page = rundown(at_the_panel())
    page.set_viewport_size({"width": 360, "height": 800})
    page.get_by_label("Read on air now").fill("Nothing such")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert").filter(has_text="No article has this title")).to_be_visible()
    page.get_by_label("Read on air now").fill("Rice")
    page.keyboard.press("Enter")
    expect(page.locator("#rundown-outcome")).to_contain_text("Noted as read on air")
    expect(page.locator(".rundown__aired")).to_contain_text("Rice")
    page.get_by_role("link", name="Airtime and reads").first.click()
    expect(page.locator("#airtime-chart canvas")).to_be_visible()
    expect(page.get_by_role("row", name="Rice")).to_contain_text("read on air")
    page.get_by_role("link", name="Rice").click()
    plot = page.get_by_role("slider", name="Airtime and reads")
    plot.press("End")
    expect(plot).to_have_attribute("aria-valuetext", re.compile("still being counted.*Rice: read on air"))
    expect(page.locator(".chart__beside")).to_contain_text("Rice: read on air")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_numbers_of_airtime_are_read_on_a_phone_without_moving_them_sideways(
    at_the_panel: Panel, valkey_server: Valkey, scheme: Literal["light", "dark"]
) -> None:
    store, now = connect(valkey_server.url), datetime.now(UTC)
    for hours, articles in ((30, ("taal",)), (20, ("rice", "taal")), (2, ("taal",))):
        at = now - timedelta(hours=hours)
        for write in aired_writes(AiredArticles(at=at, kind="rotation", articles=articles, every_s=15, starts_at=at)):
            store.execute_command(*write)
    for minutes, reads in ((-10, 60), (10, 240)):
        stamp = int((now - timedelta(hours=20) + timedelta(minutes=minutes)).timestamp())
        store.zadd(keys.tally(BUCKET_S, stamp - stamp % BUCKET_S), {"rice": reads})
    page = at_the_panel("Rosa")
    page.emulate_media(color_scheme=scheme)
    page.goto(page.url.split("/panel")[0] + "/panel/rundown/articles/rice")
    row = page.get_by_role("row", name="Rice")
    expect(row.get_by_role("cell")).to_have_count(3)
    expect(page.locator(".compared__column").first).to_be_hidden()
    page.set_viewport_size({"width": 360, "height": 800})
    expect(page.locator(".compared__column")).to_have_text(["On the air", "Shown for", "Half an hour before and after"])
    for part in page.locator(".compared tbody").locator("th, td, .compared__span, time").all():
        box = part.bounding_box()
        assert box and box["x"] >= 0 and box["x"] + box["width"] <= 360, part.inner_text()
    expect(row.get_by_role("cell")).to_have_count(3)
    expect(row.get_by_role("rowheader")).to_have_text("Rice")
    expect(page.get_by_role("columnheader")).to_have_count(4)


def test_a_flash_takes_the_place_beside_the_segment_and_gives_it_back_when_it_is_withdrawn(
    opened: Panel, newsroom: Newsroom, valkey_server: Valkey
) -> None:
    room, now = make_room(connect(valkey_server.url)), datetime.now(UTC)
    picture = Picture(url="https://pictures.example/taal.jpg", width=1280, height=720, alt="The crater")
    room.desk.put_article(story("taal").model_copy(update={"picture": picture}), IMPORT, now, at_slug=True)
    page = opened("/")
    title = page.locator(".slide__title")
    expect(title).to_have_text("Rice")
    told = newsroom.push("Taal is erupting", priority="flash", article="taal", body="Stay away from the lake.")
    expect(title).to_have_text("Taal")  # the article itself, not the headline that stands above it already
    expect(page.locator(".slide__picture img")).to_have_attribute("src", re.compile("/pictures/taal/"))
    expect(page.locator(".slide__flash")).to_be_visible()
    expect(title.get_by_role("link")).to_have_attribute("href", re.compile(r"/articles/taal$"))
    expect(opened("/", java_script_enabled=False).locator(".slide__title")).to_have_text("Taal")
    page.locator(".slide__title").hover()  # what is withdrawn waits for nobody's eye
    newsroom.call("DELETE", f"/breaking/{told['id']}", {"rev": 1, "reason": "False alarm"})
    expect(title).to_have_text("Rice")
    expect(page.locator(".slide__flash")).to_be_hidden()


def test_an_overrun_is_said_to_run_over(opened: Panel, valkey_server: Valkey) -> None:
    room, now = make_room(connect(valkey_server.url)), datetime.now(UTC)
    started = now.astimezone(ALL_DAY.tz) - timedelta(minutes=3)
    short = {**ALL_DAY.programmes[0].dump(), "slots": [
        {"days": list(DAYS), "start": f"{started:%H:%M}", "end": f"{started + timedelta(minutes=2):%H:%M}"}]}  # fmt: skip
    short["segments"] = []
    room.desk.set_grid(Grid.load({"zone": ALL_DAY.zone, "programmes": [short]}), IMPORT, now - timedelta(minutes=2))
    anchor = Actor(name="Ligaya", role="anchor")
    room.desk.hold_on_air(OnAirHoldDraft(programme="desk"), anchor, now - timedelta(minutes=2))
    expect(opened("/").locator('.on-air [data-f="left"]')).to_have_text("running over")
    room.desk.release_on_air(anchor, datetime.now(UTC))
