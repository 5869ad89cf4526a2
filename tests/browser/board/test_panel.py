"""The control panel, by keyboard alone: nothing goes out twice, nothing is lost, nobody is overruled unawares."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import Opening
from tests.conftest import Valkey
from tests.web.conftest import Newsroom, newsroom_at
from tests.web.server import Web

Panel = Callable[..., Page]


def push(page: Page, text: str) -> None:
    page.locator("#headline").focus()
    page.keyboard.type(text)
    page.keyboard.press("Control+Enter")


def test_a_wrong_password_is_told_and_the_name_kept(opened: Opening) -> None:
    page = opened("/panel/")
    expect(page.locator("[name=name]")).to_be_focused()
    page.keyboard.type("Ligaya")
    page.keyboard.press("Tab")
    page.keyboard.type("a wrong one")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Wrong name or password")
    expect(page.locator("[name=name]")).to_have_value("Ligaya")


def test_an_anchor_pushes_a_headline_and_sees_that_it_is_out(at_the_panel: Panel, opened: Opening) -> None:
    listener, page = opened("/"), at_the_panel()
    page.keyboard.type("Dam gates open at noon")
    expect(page.locator("#preview")).to_contain_text("Dam gates open at noon")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#compose-outcome")).to_contain_text("Published")
    expect(page.locator("#board")).to_contain_text("Dam gates open at noon")
    expect(page.locator("#headline")).to_have_value("")
    expect(listener.get_by_text("Dam gates open at noon").first).to_be_visible()
    expect(page.locator("#log")).to_contain_text("Ligaya pushed Bulletin: Dam gates open at noon")


def write_a_flash(page: Page, text: str) -> None:
    page.locator("#headline").fill(text)
    page.locator("#headline").press("Tab")
    page.keyboard.press("ArrowDown")


def test_a_flash_asks_once_more_and_the_answer_is_another_act(at_the_panel: Panel) -> None:
    page = at_the_panel()
    write_a_flash(page, "A flash")
    page.keyboard.press("Control+Enter")
    page.keyboard.press("Control+Enter")
    question = page.get_by_role("alertdialog")
    expect(question).to_contain_text("A flash")
    expect(question.get_by_role("button", name="Not yet")).to_be_focused()
    page.keyboard.press("Enter")
    expect(question).to_be_hidden()
    page.keyboard.press("Control+Enter")
    expect(question).to_be_visible()
    page.keyboard.press("Escape")
    expect(question).to_be_hidden()
    expect(page.locator("#headline")).to_have_value("A flash")
    expect(page.locator("#compose-outcome")).to_be_empty()
    page.keyboard.press("Control+Enter")
    expect(question.get_by_role("button", name="Not yet")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#board")).to_contain_text("A flash")


def test_a_question_put_away_and_asked_again_at_once_is_answered_by_its_own_button(at_the_panel: Panel) -> None:
    page = at_the_panel()
    write_a_flash(page, "Asked twice")
    page.keyboard.press("Control+Enter")
    question = page.get_by_role("alertdialog")
    expect(question).to_be_visible()
    question.evaluate(  # the browser tells of the closing only after the second asking
        """(dialog) => {
          dialog.close();
          const again = { key: "Enter", ctrlKey: true, bubbles: true, cancelable: true };
          document.querySelector("#headline").dispatchEvent(new KeyboardEvent("keydown", again));
        }"""
    )
    question.get_by_role("button", name="Push the flash").click()
    expect(page.locator("#board")).to_contain_text("Asked twice")


def test_a_key_that_is_held_down_asks_once_and_answers_nothing(at_the_panel: Panel) -> None:
    page = at_the_panel()
    write_a_flash(page, "Held down")
    page.keyboard.down("Control")
    for _ in range(8):  # without an up between them, a key repeats
        page.keyboard.down("Enter")
    expect(page.get_by_role("alertdialog")).to_be_visible()
    for _ in range(8):
        page.keyboard.down("Enter")
    page.keyboard.up("Enter")
    page.keyboard.up("Control")
    expect(page.get_by_role("alertdialog").get_by_role("button", name="Not yet")).to_be_focused()
    expect(page.locator("#compose-outcome")).to_be_empty()
    page.keyboard.press("Escape")
    row = page.locator("#board .row").first
    row.get_by_role("button", name="Withdraw").focus()
    for _ in range(8):
        page.keyboard.down("Enter")
    page.keyboard.up("Enter")
    expect(row.locator("form [name=reason]")).to_be_focused()
    expect(row.locator("form [role=status]")).to_be_empty()


def test_a_correction_that_makes_a_headline_a_flash_asks_too(at_the_panel: Panel) -> None:
    page = at_the_panel()
    push(page, "Ash over Batangas")
    row = page.locator("#board .row", has_text="Ash over Batangas")
    row.get_by_role("button", name="Correct").click()
    form = row.locator("form")
    form.locator("[name=priority]").select_option("flash")
    form.locator("[name=reason]").fill("It spreads")
    form.locator("[name=reason]").press("Enter")
    page.get_by_role("alertdialog").get_by_role("button", name="Not yet").click()
    expect(form.locator("[name=reason]")).to_have_value("It spreads")
    form.get_by_role("button", name="Put the correction out").click()
    page.get_by_role("alertdialog").get_by_role("button", name="Push the flash").click()
    expect(page.locator("#board-outcome")).to_contain_text("Correction published")


def test_an_empty_headline_is_told_where_it_is_wrong(at_the_panel: Panel) -> None:
    page = at_the_panel()
    page.keyboard.press("Control+Enter")
    expect(page.locator("#headline-error")).to_contain_text("Write the headline first")
    expect(page.locator("#headline")).to_be_focused()


def test_what_is_wrong_is_told_where_it_is_and_in_the_panels_language(at_the_panel: Panel) -> None:
    page = at_the_panel()
    page.goto(f"{page.url}?lang=fil")
    page.wait_for_selector('#link[data-state="live"]')
    page.locator("#headline").fill("Two lines\nare one")
    page.keyboard.press("Control+Enter")
    row = page.locator("#board .row", has_text="Two lines are one")
    row.locator('[data-act="withdraw"]').click()
    page.keyboard.press("Enter")
    expect(row.locator("form .field__error")).to_have_text("Isulat muna ang dahilan.")
    row.locator("form [name=reason]").fill("\x07 rang")
    page.keyboard.press("Enter")
    expect(row.locator("form .field__error")).to_have_text("Simpleng teksto lamang ang puwede rito.")
    expect(row.locator("form [role=status]")).to_have_text("Hindi naipadala. Tingnan ang mga may marka.")
    page.locator("#cut button").click()
    expect(page.locator("#cut-error")).to_have_text("Pumili ng pag-ka-cut-an, o isulat kung ano ito.")
    page.goto(f"{page.url.split('?')[0]}?lang=en")


def test_a_headline_is_corrected_and_withdrawn_where_it_stands(at_the_panel: Panel) -> None:
    page = at_the_panel()
    push(page, "Bus strike on Monday")
    row = page.locator("#board .row", has_text="Bus strike on Monday")
    row.get_by_role("button", name="Correct").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#board form.inline [name=headline]")).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.type("Bus strike on Tuesday")
    for _ in range(3):
        page.keyboard.press("Tab")
    page.keyboard.type("Wrong day")
    page.keyboard.press("Enter")
    expect(page.locator("#board")).to_contain_text("Bus strike on Tuesday")
    expect(page.locator("#board")).to_contain_text("Wrong day")
    expect(page.locator("#board-outcome")).to_contain_text("Correction published")  # only then does the focus come back
    row = page.locator("#board .row", has_text="Bus strike on Tuesday")
    row.get_by_role("button", name="Withdraw").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#board form.inline [name=reason]")).to_be_focused()
    page.keyboard.type("Called off")
    page.keyboard.press("Enter")
    expect(page.locator("#board")).not_to_contain_text("Bus strike")
    expect(page.locator("#board-outcome")).to_contain_text("Withdrawn everywhere")


def test_who_was_slower_sees_what_changed_and_keeps_what_was_typed(at_the_panel: Panel) -> None:
    first, second = at_the_panel("Ligaya"), at_the_panel("Efren")
    push(first, "Fire in Tondo")
    for page in (first, second):
        page.locator("#board .row", has_text="Fire in Tondo").get_by_role("button", name="Correct").click()
    for page, text in ((first, "Fire in Tondo out"), (second, "Fire in Tondo spreads")):
        form = page.locator("#board form.inline")
        form.locator("[name=headline]").fill(text)
        form.locator("[name=reason]").fill("News from the scene")
        form.get_by_role("button", name="Put the correction out").click()
        if page is first:
            expect(first.locator("#board-outcome")).to_contain_text("Correction published")
    form = second.locator("#board form.inline")
    expect(form.locator(".outcome--changed")).to_contain_text("Ligaya was faster")
    expect(form.locator(".outcome--changed")).to_contain_text("Fire in Tondo out")
    expect(form.locator("[name=headline]")).to_have_value("Fire in Tondo spreads")
    form.get_by_role("button", name="Put the correction out").click()
    expect(first.locator("#board")).to_contain_text("Fire in Tondo spreads")


def test_what_a_role_may_not_do_is_not_offered(at_the_panel: Panel) -> None:
    page = at_the_panel("Elena")  # an editor
    expect(page.get_by_role("button", name="Push", exact=True)).to_be_visible()
    expect(page.get_by_role("heading", name="On the air")).to_be_visible()
    for name in ("Cut now", "Override", "Return to schedule", "Return to automatic"):
        expect(page.get_by_role("button", name=name, include_hidden=True)).to_have_count(0)


def test_a_cut_to_special_coverage_and_back(at_the_panel: Panel, newsroom: Newsroom) -> None:
    page = at_the_panel()
    page.locator("#cut [name=title]").focus()
    page.keyboard.type("Typhoon watch")
    page.keyboard.press("Enter")
    expect(page.locator("#air-programme")).to_have_text("Typhoon watch")
    expect(page.locator("#air-by")).to_contain_text("Overridden by Ligaya")
    page.locator("#air-auto").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#air-auto")).to_be_hidden()
    expect(page.locator("#cut [name=segment]")).to_be_focused()


def test_a_store_that_is_away_loses_nothing_and_doubles_nothing(own_valkey: Valkey, opened: Opening) -> None:
    from tests.any_store import connect
    from tests.browser.conftest import PASSWORD
    from webapp.store.people.staff import Staff

    Staff(connect(own_valkey.url)).set_account("Ligaya", "anchor", PASSWORD)
    web = Web(own_valkey).start()
    try:
        page = opened("/panel/sign-in", base=web.url)
        page.fill("[name=name]", "Ligaya")
        page.fill("[name=password]", PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_selector('#link[data-state="live"]')
        own_valkey.kill()
        push(page, "Said into the dark")
        expect(page.locator("#compose-outcome")).to_contain_text("Not confirmed", timeout=15_000)
        expect(page.locator("#headline")).to_have_value("Said into the dark")
        expect(page.get_by_role("button", name="Send again")).to_be_focused()
        expect(page.locator("#link")).to_have_text("The newsroom's server does not answer.", timeout=15_000)
        own_valkey.start()
        expect(page.locator("#compose-outcome")).to_contain_text("answers again", timeout=15_000)
        expect(page.locator("#link")).to_have_text("Live")
        page.keyboard.press("Enter")
        expect(page.locator("#waiting-outcome")).to_contain_text("Out at", timeout=15_000)
        board = newsroom_at(web.url, own_valkey.url)
        assert board is not None
        expect(page.locator("#board .row", has_text="Said into the dark")).to_have_count(1)
    finally:
        web.end()


def test_enter_in_the_reason_does_not_choose_between_pin_and_keep_off(at_the_panel: Panel, newsroom: Newsroom) -> None:
    slug = newsroom.call("POST", "/articles", {"title": "A rumour", "summary": "x"}, role="editor").json()["slug"]
    page = at_the_panel("Elena")
    page.goto(page.url.split("/panel")[0] + f"/panel/reads/{slug}")
    page.get_by_label("Reason").focus()
    page.keyboard.type("legal looks at it")
    page.keyboard.press("Enter")
    page.wait_for_timeout(200)
    expect(page.get_by_label("Reason")).to_have_value("legal looks at it")
    page.get_by_role("button", name="Keep off the list").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("Kept off the list")
