"""Two people at the desk, by keyboard: a flash needs both, and what was pushed can be taken back for some seconds."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.any_store import connect
from tests.browser.conftest import Opening
from tests.conftest import Valkey
from tests.web.conftest import Newsroom
from webapp.store.core import keys

STATION = "[pushing]\nhold_s = 5\n"
Panel = Callable[..., Page]


@pytest.fixture(autouse=True)
def an_empty_desk(valkey_server: Valkey) -> Iterator[None]:
    yield
    connect(valkey_server.url).delete(keys.COLLEAGUES, keys.WAITING_HEADLINES, keys.SENT_ALONE)


def write(page: Page, text: str, *, flash: bool = False) -> None:
    page.locator("#headline").fill(text)
    if flash:
        page.locator("#headline").press("Tab")
        page.keyboard.press("ArrowDown")


def push_flash(page: Page, text: str) -> None:
    write(page, text, flash=True)
    page.keyboard.press("Control+Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")


def test_a_flash_goes_out_when_the_second_person_approves_it(at_the_panel: Panel, opened: Opening) -> None:
    listener, ligaya, efren = opened("/"), at_the_panel("Ligaya"), at_the_panel("Efren")
    push_flash(ligaya, "Taal erupts")
    expect(ligaya.locator("#waiting-outcome")).to_contain_text("needs a second person")
    expect(ligaya.locator("#waiting")).to_contain_text("Waits for a second person: Efren")
    expect(ligaya.locator("#waiting").get_by_role("button", name="Approve")).to_have_count(0)
    asked = efren.get_by_role("alert", name="For you to approve")
    expect(asked).to_contain_text("Ligaya wants to send this flash")
    expect(listener.get_by_text("Taal erupts")).to_have_count(0)
    efren.locator("#headline").focus()
    for key in ("Shift+Tab", "Enter"):  # to the row, so that it is read before it is approved
        efren.keyboard.press(key)
    expect(asked.locator(".waits")).to_be_focused()
    for key in ("Tab", "Enter"):
        efren.keyboard.press(key)
    expect(listener.get_by_text("Taal erupts").first).to_be_visible()
    for page in (ligaya, efren):
        expect(page.locator("#board")).to_contain_text("Taal erupts")
        expect(page.locator(".waits")).to_have_count(0)
    expect(efren.locator("#log")).to_contain_text("Efren approved Flash: Taal erupts (Ligaya)")
    expect(efren.locator("#headline")).to_be_focused()


def test_what_was_changed_meanwhile_is_shown_to_who_approves(
    at_the_panel: Panel, newsroom: Newsroom, valkey_server: Valkey
) -> None:
    ligaya, efren = at_the_panel("Ligaya"), at_the_panel("Efren")
    push_flash(ligaya, "Dam breaks")
    asked = efren.get_by_role("alert", name="For you to approve")
    expect(asked).to_contain_text("Dam breaks")
    item = newsroom.call("GET", "/waiting").json()["waiting"][0]
    efren.context.set_offline(True)  # the change has not come to this panel yet
    changed = {"rev": 1, "reason": "-", "headline": "Dam overflows"}
    assert newsroom.call("PATCH", f"/breaking/{item['id']}", changed).status_code == 202
    efren.evaluate(
        """() => {
          const ask = window.fetch;
          window.fetch = (to, more) => (String(to).includes("state.json") ? new Promise(() => {}) : ask(to, more));
        }"""
    )
    efren.context.set_offline(False)
    asked.get_by_role("button", name="Approve and send").press("Enter")
    expect(asked).to_contain_text("Dam breaks → Dam overflows")
    expect(asked).to_contain_text("Look at what changed")
    expect(asked.locator(".waits")).to_be_focused()
    efren.keyboard.press("Enter")  # a second press of the same key approves nothing that was not read
    expect(ligaya.locator("#board")).not_to_contain_text("Dam overflows")
    asked.get_by_role("button", name="Approve and send: Dam overflows").press("Enter")
    expect(ligaya.locator("#board")).to_contain_text("Dam overflows")


def test_after_a_minute_it_is_sent_alone_by_a_deliberate_act_and_everybody_is_told(
    at_the_panel: Panel, valkey_server: Valkey
) -> None:
    ligaya, efren = at_the_panel("Ligaya"), at_the_panel("Efren")
    push_flash(ligaya, "Airport closed")
    row = ligaya.locator("#waiting .waits")
    expect(row).to_contain_text("Airport closed")
    expect(row.get_by_role("button", name="Send it alone")).to_be_hidden()
    store = connect(valkey_server.url)  # a minute passes
    ((item, text),) = store.hgetall(keys.WAITING_HEADLINES).items()
    store.hset(keys.WAITING_HEADLINES, item, text.replace(b'"until":"20', b'"until":"19'))
    alone = row.get_by_role("button", name="Send it alone")
    expect(alone).to_be_visible()
    alone.press("Enter")
    question = ligaya.get_by_role("alertdialog")
    expect(question).to_contain_text("Your name stands by it")
    expect(question.get_by_role("button", name="Not yet")).to_be_focused()
    ligaya.keyboard.press("Tab")
    ligaya.keyboard.press("Enter")
    expect(ligaya.locator("#board")).to_contain_text("Airport closed")
    expect(ligaya.locator("#sent-alone")).to_contain_text("You sent this flash alone")
    told = efren.locator("#sent-alone")
    expect(told).to_contain_text("Ligaya sent this flash alone")
    told.get_by_label("What you found").fill("The authority confirmed it")
    efren.keyboard.press("Enter")
    expect(told).to_be_hidden()
    expect(ligaya.locator("#sent-alone")).to_be_hidden()
    expect(efren.locator("#headline")).to_be_focused()
    expect(efren.locator("#log")).to_contain_text("Airport closed (Ligaya): The authority confirmed it")


def test_alone_at_the_desk_a_flash_is_out_at_once(at_the_panel: Panel) -> None:
    page = at_the_panel()
    push_flash(page, "Quake in Cebu")
    expect(page.locator("#compose-outcome")).to_contain_text("Published")


def test_a_pushed_headline_is_counted_down_and_taken_back_by_a_key(at_the_panel: Panel, opened: Opening) -> None:
    listener, page = opened("/"), at_the_panel()
    write(page, "Polls close")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#waiting").get_by_role("button", name="Take it back: Polls close")).to_contain_text("· ")
    expect(page.locator("#headline")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#waiting-outcome")).to_contain_text("Nobody outside has seen it: Polls close")
    expect(page.locator("#headline")).to_have_value("Polls close")
    expect(page.locator("#log")).to_contain_text("took back before it was out: Bulletin: Polls close")
    assert listener.get_by_text("Polls close").count() == 0


def test_what_is_taken_back_while_the_next_is_written_becomes_a_draft(at_the_panel: Panel) -> None:
    page = at_the_panel()
    write(page, "Bridge closed")
    page.locator("summary", has_text="Text, article, time").press("Enter")
    page.locator("#compose [name=body]").fill("Lorries go by the old road.")
    page.locator("#headline").press("Control+Enter")
    take_back = page.locator("#waiting").get_by_role("button", name="Take it back: Bridge closed")
    expect(take_back).to_be_visible()
    page.keyboard.type("Schools open")
    take_back.press("Enter")
    draft = page.locator("#waiting .waits", has_text="A draft of Ligaya.")
    expect(draft).to_contain_text("Bridge closed")
    expect(draft).to_contain_text("Lorries go by the old road.")
    expect(page.locator("#headline")).to_have_value("Schools open")
    expect(page.locator("#headline")).to_be_focused()


def test_a_second_press_of_another_kind_sends_it_before_its_time(at_the_panel: Panel) -> None:
    page = at_the_panel()
    write(page, "Ferry back")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#waiting")).to_contain_text("Ferry back")
    page.keyboard.press("Control+Enter")  # the same press again changes nothing
    expect(page.locator("#headline-error")).to_contain_text("Write the headline first")
    page.keyboard.press("Control+Shift+Enter")
    expect(page.locator("#waiting-outcome")).to_contain_text("Out at")
    expect(page.locator("#board .row", has_text="Ferry back")).to_have_count(1)


def test_without_a_clock_the_panel_sends_it_when_its_time_is_over(at_the_panel: Panel) -> None:
    page = at_the_panel()
    page.locator("#compose").evaluate("(form) => (form.dataset.holdS = '1')")
    write(page, "Road open")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#board .row", has_text="Road open")).to_have_count(1)
    expect(page.locator("#waiting-outcome")).to_contain_text("Road open")


def test_taken_back_too_late_the_withdrawal_is_offered(
    at_the_panel: Panel, newsroom: Newsroom, valkey_server: Valkey
) -> None:
    page = at_the_panel()
    write(page, "Strike over")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#waiting")).to_contain_text("Strike over")
    item = newsroom.call("GET", "/waiting").json()["waiting"][0]["id"]
    page.route("**/undo", lambda route: (newsroom.call("POST", f"/breaking/{item}/release"), route.continue_()))
    page.keyboard.press("Escape")
    outcome = page.locator("#waiting-outcome")
    expect(outcome).to_contain_text("Too late: it is out.")
    expect(outcome.get_by_role("button", name="Withdraw it: Strike over")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.type("It goes on")
    page.keyboard.press("Enter")
    expect(page.locator("#board")).not_to_contain_text("Strike over")


def test_a_flash_is_rehearsed_as_it_would_be_pushed(at_the_panel: Panel, newsroom: Newsroom) -> None:
    newsroom.call("DELETE", "/rehearsal")
    ligaya, efren = at_the_panel("Ligaya"), at_the_panel("Efren")
    for page in (ligaya, efren):
        page.goto(f"{newsroom.url}/panel/rehearsal")
        page.wait_for_selector('#link[data-state="live"]')
    expect(ligaya.locator("#people")).to_contain_text("Efren")
    push_flash(ligaya, "Drill: Taal erupts")
    expect(ligaya.locator("#waiting")).to_contain_text("Waits for a second person: Efren")
    asked = efren.get_by_role("alert", name="For you to approve")
    asked.get_by_role("button", name="Approve and send: Drill: Taal erupts").press("Enter")
    for page in (ligaya, efren):
        expect(page.locator("#board")).to_contain_text("Drill: Taal erupts")
    expect(efren.locator("#log")).to_contain_text("Rehearsal Efren approved Flash: Drill: Taal erupts (Ligaya)")
    row = ligaya.locator("#board .row")
    row.get_by_role("button", name="Withdraw").press("Enter")
    row.locator("[name=reason]").fill("the drill is over")
    row.locator("[name=reason]").press("Enter")
    expect(efren.locator("#board-empty")).to_be_visible()
