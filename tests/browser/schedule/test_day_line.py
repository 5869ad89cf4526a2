"""The day as a picture: programmes are moved and stretched by mouse, finger and keyboard, and nothing is in force by a slip."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.any_store import connect
from tests.browser.conftest import PASSWORD, Opening
from tests.browser.test_access import serious
from tests.conftest import ZONE, Room, Valkey, make_room
from tests.store.board.test_clock import IMPORT
from tests.store.board.test_desk import story
from webapp.newsroom.model import Picture
from webapp.newsroom.schedule.grid.grid import Grid
from webapp.newsroom.schedule.wall_clock import DAYS

Panel = Callable[..., Page]
TOMORROW = (datetime.now(UTC).astimezone(ZoneInfo(ZONE)) + timedelta(days=1)).date()


def programme(name: str, start: str, end: str, **more: Any) -> dict[str, Any]:
    return {"id": name.lower(), "title": name, "slots": [{"days": DAYS, "start": start, "end": end}], **more}


NEWS = {"id": "news", "title": "News", "start": "05:00", "articles": ["rice"]}
GRID = Grid.load(
    {
        "zone": ZONE,
        "programmes": [
            programme("Dawn", "05:00", "08:00", segments=[NEWS]),
            programme("Morning", "08:00", "12:00"),
            programme("Noon", "12:00", "13:00", segments=[{"id": "sea", "title": "At sea", "start": "12:30"}]),
        ],
    }
)  # fmt: skip


@pytest.fixture(autouse=True)
def room(valkey_server: Valkey) -> Room:
    room, now = make_room(connect(valkey_server.url)), datetime.now(UTC)
    picture = Picture(url="/static/icon.png", width=640, height=360)
    room.desk.put_article(story("rice").model_copy(update={"published_at": now, "picture": picture}), IMPORT, now)
    for entry in room.rundown.entries().values():
        room.store.hdel("{airwire}:dated", entry.id)
    room.desk.set_grid(GRID, IMPORT, now)
    return room


def line(page: Page) -> Locator:
    page.goto(page.url.split("/panel/")[0] + f"/panel/rundown?date={TOMORROW}")
    shown = page.locator("#line")
    expect(shown.locator(".line__show")).to_have_count(3)
    return shown


def drag(page: Page, grip: Locator, across: float) -> None:
    """From 24 pixels into what is dragged, so many hours across: an hour is 144 pixels."""
    grip.scroll_into_view_if_needed()
    box = grip.bounding_box()
    assert box
    x, y = box["x"] + min(24, box["width"] / 2), box["y"] + 30
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + across * 72, y, steps=3)
    page.mouse.move(x + across * 144, y, steps=3)
    page.mouse.up()


def times(room: Room) -> list[str]:
    """`noon 12:00–13:00` for each dated entry."""
    tz = GRID.tz
    return [
        f"{one.override.programme} {one.override.starts_at.astimezone(tz):%H:%M}–{one.override.ends_at.astimezone(tz):%H:%M}"
        for one in room.rundown.entries().values()
        if one.override.starts_at and one.override.ends_at
    ]


def test_a_programme_is_moved_by_mouse_and_in_force_after_a_word(at_the_panel: Panel, room: Room) -> None:
    page = at_the_panel("Rosa")
    day = line(page)
    expect(day.locator(".line__hole")).to_have_count(2)
    drag(page, day.get_by_role("button", name="Noon"), 1.5)
    expect(day.locator("[role=status]")).to_have_text("Noon: 1:30 PM – 2:30 PM?")
    assert times(room) == []
    day.get_by_role("button", name="Put it in force").click()
    expect(page.locator("#rundown-outcome")).to_contain_text("In force since")
    expect(day.get_by_role("button", name="Noon")).to_contain_text("1:30 PM – 2:30 PM")
    assert times(room) == ["noon 13:30–14:30"]
    (entry,) = room.rundown.entries().values()
    assert [(one.id, one.start) for one in entry.override.segments] == [("sea", 14 * 3600)], "its segments go with it"
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_an_end_is_stretched_by_mouse_and_it_says_whom_it_takes_time_from(at_the_panel: Panel, room: Room) -> None:
    page = at_the_panel("Rosa")
    day = line(page)
    drag(page, day.get_by_role("button", name="Dawn").locator(".line__grip--end"), 0.5)
    expect(day.locator("[role=status]")).to_have_text("Dawn: 5:00 AM – 8:30 AM? It takes time from Morning.")
    day.get_by_role("button", name="Put it in force").click()
    expect(day.get_by_role("button", name="Morning")).to_contain_text("8:30 AM – 12:00 PM")
    assert times(room) == ["dawn 05:00–08:30"]


def test_by_keyboard_alone_and_escape_leaves_it_as_it_was(at_the_panel: Panel, room: Room) -> None:
    page = at_the_panel("Rosa")
    day = line(page)
    day.get_by_role("button", name="Noon").focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft", "Shift+ArrowRight"):
        page.keyboard.press(key)
    expect(day.locator("[role=status]")).to_have_text("Noon: 12:05 PM – 1:10 PM?")
    page.keyboard.press("Escape")
    expect(day.get_by_role("button", name="Noon")).to_contain_text("12:00 PM – 1:00 PM")
    expect(day.get_by_role("button", name="Noon")).to_be_focused()
    assert times(room) == []
    page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("Enter")
    expect(page.locator("#rundown-outcome")).to_contain_text("In force since")
    assert times(room) == ["noon 12:00–12:55"]
    expect(day.get_by_role("button", name="Noon")).to_be_focused()


def test_pressed_a_programme_opens_in_the_form(at_the_panel: Panel) -> None:
    page = at_the_panel("Rosa")
    day = line(page)
    day.get_by_role("button", name="Noon").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    expect(page.get_by_label("Title, on this date")).to_have_value("Noon")


def test_what_a_colleague_changed_meanwhile_is_not_overruled(at_the_panel: Panel, room: Room) -> None:
    page = at_the_panel("Rosa")
    day = line(page)
    day.get_by_role("button", name="Noon").focus()
    page.keyboard.press("ArrowRight")
    other = at_the_panel("Rosa")
    theirs = line(other)
    theirs.get_by_role("button", name="Noon").focus()
    for key in ("Shift+ArrowRight", "Enter"):
        other.keyboard.press(key)
    expect(other.locator("#rundown-outcome")).to_contain_text("In force since")
    day.get_by_role("button", name="Put it in force").click()
    expect(page.locator("#rundown-outcome")).to_have_class("outcome outcome--bad")
    expect(day.get_by_role("button", name="Noon")).to_contain_text("12:00 PM – 1:05 PM")
    assert times(room) == ["noon 12:00–13:05"]


def test_an_anchor_sees_the_day_and_moves_nothing(at_the_panel: Panel) -> None:
    page = at_the_panel("Ligaya")
    day = line(page)
    day.get_by_role("button", name="Noon").focus()
    page.keyboard.press("ArrowRight")
    expect(day.locator(".line__ask")).to_be_hidden()
    expect(day.locator(".line__grip")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_a_finger_moves_by_the_grip_and_scrolls_by_the_rest(
    opened: Opening, room: Room, scheme: str
) -> None:
    page = opened("/panel/", width=360, has_touch=True, is_mobile=True, color_scheme=scheme, bypass_csp=True)
    page.fill("[name=name]", "Rosa")
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/panel/")
    day = line(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert serious(page) == []
    noon = day.get_by_role("button", name="Noon")
    noon.scroll_into_view_if_needed()
    touch = page.context.new_cdp_session(page)

    def swipe(box: Any, across: float) -> None:
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        for kind, points in (
            ("touchStart", [{"x": x, "y": y}]),
            *(("touchMove", [{"x": x + across * part / 4, "y": y}]) for part in range(1, 5)),
            ("touchEnd", []),
        ):
            touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    swipe(noon.locator(".line__title").bounding_box(), -40)
    expect(day.locator(".line__ask")).to_be_hidden()
    noon.scroll_into_view_if_needed()
    swipe(noon.locator(".line__grip--move").bounding_box(), 72)
    expect(day.locator("[role=status]")).to_have_text("Noon: 12:30 PM – 1:30 PM?")
    assert times(room) == []


def test_today_has_a_line_where_now_is_and_what_ran(at_the_panel: Panel, room: Room) -> None:
    now = datetime.now(UTC)
    all_day = Grid.load({"zone": ZONE, "programmes": [programme("Always", "00:00", "24:00")]})
    room.desk.set_grid(all_day, IMPORT, now)
    page = at_the_panel("Rosa")
    page.goto(page.url + "rundown")
    day = page.locator("#line")
    expect(day.locator(".line__now")).to_be_visible()
    expect(day.locator(".line__ran").last).to_have_attribute("title", re.compile(r"^Always: "))
    expect(day.locator(".line__show--on")).to_have_count(1)


def test_a_picture_stands_for_what_is_beside_a_segment(at_the_panel: Panel) -> None:
    day = line(at_the_panel("Rosa"))
    picture = day.get_by_role("button", name="Dawn").locator("img")
    expect(picture).to_have_count(1)
    expect(picture).to_have_attribute("src", re.compile(r"rice|icon"))
