"""What is read first stands first, at every width and on paper: nothing is left empty, nothing has to be scrolled past."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.any_store import connect
from tests.browser.conftest import Opening
from tests.conftest import ZONE, Room, Valkey, make_room
from tests.web.board_states import HLS
from tests.web.conftest import Newsroom
from webapp.newsroom.model import Stream
from webapp.newsroom.schedule.grid.toml import parse_grid
from webapp.newsroom.staff import Actor

ADMIN = Actor(name="Amado", role="admin")
NO_OVERFLOW = "document.documentElement.scrollWidth <= innerWidth"


def hours() -> str:
    """A grid with a programme every hour, each with two segments."""
    days = 'days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]'
    rows = [f'zone = "{ZONE}"']
    for hour in range(24):
        end = f"{hour + 1:02}:00" if hour < 23 else "00:00"
        rows.append(f'[[programme]]\nid = "hour-{hour}"\ntitle = "Hour {hour}"\n[[programme.slot]]\n{days}')
        rows.append(f'start = "{hour:02}:00"\nend = "{end}"')
        for name, at, to in (("News", f"{hour:02}:00", f"{hour:02}:30"), ("Talk", f"{hour:02}:30", end)):
            rows.append(f'[[programme.segment]]\nid = "{name.lower()}-{hour}"\ntitle = "{name} {hour}"')
            rows.append(f'start = "{at}"\nend = "{to}"')
    return "\n".join(rows)


@pytest.fixture
def room(valkey_server: Valkey) -> Room:
    room, now = make_room(connect(valkey_server.url)), datetime.now(UTC)
    room.desk.set_grid(parse_grid(hours().encode()), ADMIN, now)
    room.desk.settle_on_air(now)
    return room


def manila() -> datetime:
    return datetime.now(UTC) + timedelta(hours=8)


def test_a_withdrawn_headline_leaves_a_word_and_no_hole(opened: Opening, newsroom: Newsroom) -> None:
    page = opened("/", width=360)
    item = newsroom.push("Bridge closed " + "and closed " * 20, body="Both lanes. " * 20)
    row = page.locator(".breaking__list > li").first
    expect(row).to_contain_text("Bridge closed")
    tall = row.evaluate("(row) => row.offsetHeight")
    newsroom.call("DELETE", f"/breaking/{item['id']}", {"rev": 1, "reason": "It is open"})
    expect(row).to_contain_text("It is open")
    assert row.evaluate("(row) => row.offsetHeight") < tall / 3


def test_the_schedule_and_the_rundown_open_at_what_is_on_now(
    opened: Opening, at_the_panel: Callable[..., Page], room: Room
) -> None:
    hour = manila().hour
    schedule, rundown = opened("/schedule", width=360), at_the_panel("Rosa")
    on = schedule.locator(".week__day--chosen .slot[data-phase=now]")
    expect(on).to_contain_text(f"Hour {hour}")
    assert on.evaluate("(slot) => slot.getBoundingClientRect().top + scrollY") < 600
    rundown.set_viewport_size({"width": 360, "height": 800})
    rundown.goto(rundown.url.replace("/panel/", "/panel/rundown"))
    plan = rundown.locator("#plan")
    expect(plan.locator(".show--on")).to_be_visible()
    assert plan.evaluate("(p) => p.querySelector('.show--on').offsetTop - p.offsetTop") < 100
    assert plan.locator(".rundown__over .show").count() == hour
    assert rundown.evaluate(NO_OVERFLOW)
    expect(rundown.locator(".compared td").first).to_contain_text("Planned")
    wide = rundown.locator("#record").evaluate("(one) => one.querySelector('table').scrollWidth > one.clientWidth")
    assert not wide


def test_what_one_can_cut_to_is_grouped_with_its_times_and_begins_at_now(
    at_the_panel: Callable[..., Page], room: Room
) -> None:
    page, hour = at_the_panel(), manila().hour
    groups = page.locator("#cut optgroup")
    expect(groups).to_have_count(24)
    labels = [label or "" for label in groups.evaluate_all("(all) => all.map((one) => one.label)")]
    assert labels[0].endswith(f"Hour {hour}")
    assert "–" in labels[0]
    options = groups.first.locator("option").all_inner_texts()
    clock = (f"{(hour - 1) % 12 + 1}:00", f"{(hour - 1) % 12 + 1}:30")
    assert [text.startswith(at) for text, at in zip(options[1:], clock, strict=True)] == [True, True]
    after = [int(label.rsplit(" ", 1)[1]) for label in labels]
    assert after == [*range(hour, 24), *range(hour)]


def test_a_long_flash_is_advised_against_and_may_go_out(at_the_panel: Callable[..., Page]) -> None:
    page = at_the_panel()
    page.locator("#headline").fill("x" * 101)
    expect(page.locator("#advice")).to_be_empty()
    page.locator("#compose [value=flash]").check()
    expect(page.locator("#advice")).to_contain_text("more than 100 characters")
    page.locator("#compose [data-act=push]").click()
    expect(page.get_by_role("alertdialog")).to_contain_text("fills a phone")
    page.keyboard.press("Escape")
    page.locator("#headline").fill("x" * 100)
    expect(page.locator("#advice")).to_be_empty()
    page.locator("#compose [value=urgent]").check()
    page.locator("#compose [data-act=push]").click()
    row = page.locator("#board .row", has_text="x" * 100)
    row.get_by_role("button", name="Correct").click()
    row.locator("[name=headline]").fill("x" * 101)
    expect(row.locator("[data-f=advice]")).to_be_empty()
    row.locator("[name=priority]").select_option("flash")
    expect(row.locator("[data-f=advice]")).to_contain_text("more than 100 characters")


@pytest.mark.parametrize("device", ["light", "dark"])
def test_each_press_of_light_or_dark_is_seen(opened: Opening, device: Any) -> None:
    page = opened("/", color_scheme=device)
    button, grounds = page.locator("aw-theme button"), []
    for _ in range(3):
        grounds.append(page.evaluate("getComputedStyle(document.body).backgroundColor"))
        button.click()
    assert grounds[0] == grounds[2] != grounds[1]
    page.reload()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == grounds[1], "and it is kept"


def colour(page: Page, selector: str) -> Any:
    return page.locator(selector).first.evaluate("(one) => getComputedStyle(one).color")


def test_paper_is_black_on_white_whatever_the_screen_has(
    opened: Opening, at_the_panel: Callable[..., Page], newsroom: Newsroom, room: Room
) -> None:
    newsroom.push("A flash for the paper", priority="flash")
    page = opened("/", color_scheme="dark")
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    page.emulate_media(media="print", color_scheme="dark")
    for selector in ("body", ".on-air__programme", ".breaking .headline__text", ".slot[data-phase=now] .slot__title"):
        assert colour(page, selector) == "rgb(0, 0, 0)", selector
    for gone in (".masthead", ".dock", ".rotation__bar", ".listen"):
        expect(page.locator(gone).first).to_be_hidden()
    desk = at_the_panel("Rosa")
    desk.goto(desk.url.replace("/panel/", "/panel/rundown"))
    desk.emulate_media(media="print")
    expect(desk.locator(".panel-bar")).to_be_hidden()
    expect(desk.locator(".show__acts").first).to_be_hidden()
    expect(desk.locator("#plan .show").first).to_be_visible()


def test_a_running_sleep_timer_is_seen(opened: Opening, room: Room) -> None:
    now = datetime.now(UTC)
    room.desk.report_stream(Stream(status="on_air", since=now, checked_at=now, streams=(HLS,)), now)
    page = opened("/", width=360)
    expect(page.locator(".player__sleep")).to_be_hidden()
    page.locator(".player__more summary").click()
    timer = page.get_by_label("Sleep timer")
    timer.select_option("15 min")
    expect(page.locator(".player__sleep")).to_have_text("Stops in 15 min")
    assert page.evaluate(NO_OVERFLOW)
    timer.select_option("Off")
    expect(page.locator(".player__sleep")).to_be_hidden()


CONTACT = """main => {
  main.innerHTML = `<dl class="contact"><dt>Mag-text sa studio</dt><dd><a href="sms:09005550777">0900 555 0777</a></dd>
    <dt>Email</dt><dd><a href="mailto:balita@parola.example">balita@parola.example</a></dd></dl>`;
  document.documentElement.dataset.text = "larger";
}"""


def test_a_number_and_an_address_to_write_to_stand_in_one_line_on_a_phone_in_large_text(opened: Opening) -> None:
    page = opened("/articles", width=360)
    page.locator("main").evaluate(CONTACT)
    for link in page.locator(".contact a").all():
        assert link.evaluate("(it) => it.getClientRects().length") == 1
