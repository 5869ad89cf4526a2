"""Writing a headline: in two languages, from a template, with names as the station writes them, kept as a draft."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, Route, expect

from tests.any_store import connect
from tests.browser.conftest import Opening
from tests.conftest import Valkey
from tests.web.conftest import Newsroom
from webapp.store.core import keys

STATION = """\
[pushing]
hold_s = 0

[[templates]]
name = "Storm signal"
headline = "Signal no. {number} over {area}"
priority = "urgent"
texts.fil.headline = "Signal blg. {number} sa {area}"

[[names]]
name = "PAGASA"
also = ["Pag-asa"]
"""
Panel = Callable[..., Page]


@pytest.fixture(autouse=True)
def an_empty_desk(valkey_server: Valkey) -> Iterator[None]:
    yield
    connect(valkey_server.url).delete(keys.COLLEAGUES, keys.WAITING_HEADLINES, keys.SENT_ALONE)


@contextmanager
def slow(page: Page, address: str) -> Iterator[Callable[[], None]]:
    """What is sent to `address` waits on the line until the given function is called."""
    waiting: list[Route] = []
    page.route(address, lambda route: waiting.append(route))  # noqa: PLW0108 (a builtin method takes no attributes)

    def go() -> None:
        while not waiting:
            page.wait_for_timeout(20)
        waiting.pop().continue_()

    yield go
    page.unroute(address)


def test_each_page_shows_its_own_half_and_both_are_corrected_together(
    at_the_panel: Panel, opened: Opening, newsroom: Newsroom
) -> None:
    english, filipino, page = opened("/?lang=en"), opened("/?lang=fil"), at_the_panel()
    page.locator("#headline").fill("Taal erupts")
    page.locator("summary", has_text="The same in Filipino").press("Enter")
    page.locator("#compose [name='headline.fil']").fill("Pumutok ang Taal")
    page.keyboard.press("Control+Enter")
    expect(english.locator(".breaking__list")).to_contain_text("Taal erupts")
    expect(filipino.locator(".breaking__list")).to_contain_text("Pumutok ang Taal")
    expect(filipino.locator("#polite")).to_contain_text("Pumutok ang Taal")
    row = page.locator("#board .row", has_text="Taal erupts")
    row.get_by_role("button", name="Correct").press("Enter")
    form = row.locator("form")
    form.locator("[name=headline]").fill("Taal is calm")
    form.locator("[name='headline.fil']").fill("Payapa ang Taal")
    form.locator("[name=reason]").fill("Steam only")
    form.locator("[name=reason]").press("Enter")
    expect(english.locator(".breaking__list")).to_contain_text("Taal is calm")
    expect(filipino.locator(".breaking__list")).to_contain_text("Payapa ang Taal")
    item = newsroom.call("GET", "/snapshot").json()["breaking"][0]
    for path, lang in (
        (f"/breaking/{item['id']}", "fil"),
        ("/lite", "fil"),
        ("/breaking.xml", "fil"),
        ("/embed/ticker", "fil"),
    ):
        assert "Payapa ang Taal" in english.request.get(f"{newsroom.url}{path}?lang={lang}").text(), path
    newsroom.call("PATCH", f"/breaking/{item['id']}", {"rev": 2, "reason": "-", "headline": "Taal erupts after all"})
    expect(filipino.locator(".breaking__list")).to_contain_text("Taal erupts after all")
    expect(filipino.locator(".breaking__list .headline__tongue").first).to_have_text("sa Ingles")
    expect(filipino.locator(".breaking__list .headline__text").first).to_have_attribute("lang", "en")
    expect(page.locator("#board .row").first).to_contain_text("not in Filipino")


def test_what_is_typed_while_a_headline_is_on_its_way_stays_and_is_not_taken_for_sent(
    at_the_panel: Panel, newsroom: Newsroom
) -> None:
    page = at_the_panel()
    headline, said = page.locator("#headline"), page.locator("#compose-outcome")
    headline.fill("Mayor resigns")
    page.locator("#compose [name=priority][value=urgent]").check()
    page.locator("summary", has_text="Text, article, time").press("Enter")
    page.locator("#compose [name=body]").first.fill("He says he is tired.")
    with slow(page, "**/api/v1/breaking") as go:
        headline.press("Control+Enter")
        headline.fill("Ferry late at Cebu")
        go()
        expect(said).to_contain_text("What you have typed since is still here, and has not been sent.")
    expect(headline).to_have_value("Ferry late at Cebu")
    expect(headline).to_be_focused()
    expect(page.locator("#compose [name=body]").first).to_have_value("")
    expect(page.locator("#compose [name=priority][value=bulletin]")).to_be_checked()
    page.locator("#board .row", has_text="Mayor resigns").get_by_role("button", name="Correct").press("Enter")
    form = page.locator("#board .row form")
    form.locator("[name=headline]").fill("Mayor is ill")
    form.locator("[name=reason]").fill("His doctor")
    with slow(page, "**/api/v1/breaking/*") as go:
        form.locator("[name=reason]").press("Enter")
        form.locator("[name=headline]").fill("Mayor is ill at home")
        go()
        expect(form).to_contain_text("What you have typed since is still here")
    expect(form.locator("[name=reason]")).to_have_value("")
    form.locator("[name=reason]").fill("His wife")
    form.locator("[name=reason]").press("Enter")
    expect(page.locator("#board .row", has_text="Mayor is ill at home")).to_have_count(1)
    expect(form).to_have_count(0)
    with slow(page, "**/api/v1/drafts") as go:
        page.get_by_role("button", name="Keep as a draft").press("Enter")
        headline.fill("Ferry late at Cebu again")
        go()
        expect(said).to_contain_text("What you have typed since is not in the draft yet")
    page.get_by_role("button", name="Keep as a draft").press("Enter")
    expect(headline).to_have_value("")
    expect(page.locator("#waiting .waits")).to_have_count(1)
    expect(page.locator("#waiting .waits")).to_contain_text("Ferry late at Cebu again")
    note = page.get_by_label("A note to each other")
    note.fill("The mayor calls back")
    with slow(page, "**/api/v1/desk/notes") as go:
        note.press("Enter")
        note.fill("At seven")
        go()
        expect(page.locator("#note .outcome")).to_contain_text("What you have typed since is still here")
    expect(note).to_have_value("At seven")


def test_a_template_asks_for_its_blanks_and_none_goes_out_empty(at_the_panel: Panel, opened: Opening) -> None:
    page = at_the_panel()
    page.locator("#template").select_option(label="Storm signal")
    expect(page.get_by_label("number")).to_be_focused()
    page.keyboard.type("3")
    expect(page.locator("#headline")).to_have_value("Signal no. 3 over {area}")
    page.locator("#headline").press("Control+Enter")
    expect(page.locator("#headline-error")).to_have_text("A blank of the template is not filled in.")
    page.get_by_label("area").fill("Batanes")
    expect(page.locator("[name='headline.fil']").first).to_have_value("Signal blg. 3 sa Batanes")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#board")).to_contain_text("Signal no. 3 over Batanes")


def test_what_a_template_writes_over_can_be_put_back(at_the_panel: Panel) -> None:
    page = at_the_panel()
    headline, template = page.locator("#headline"), page.locator("#template")
    headline.fill("Half a headline of my own")
    template.select_option(label="Storm signal")
    expect(page.locator("#template-kept")).to_contain_text("taken the place of what you had typed")
    page.keyboard.type("3")
    headline.fill("Signal no. 3 over nearly all of Luzon")
    page.get_by_label("area").press_sequentially("Ba")
    expect(headline).to_have_value("Signal no. 3 over Ba")
    back = page.get_by_role("button", name="Put it back")
    back.press("Enter")
    expect(headline).to_have_value("Signal no. 3 over nearly all of Luzon")
    expect(template).to_have_value("")
    back.press("Enter")
    expect(headline).to_have_value("Half a headline of my own")
    expect(page.locator("#template-kept")).to_be_empty()
    headline.fill("")
    template.select_option(label="Storm signal")
    expect(headline).to_have_value("Signal no. {number} over {area}")
    expect(page.locator("#template-kept")).to_be_empty()


def test_a_name_is_put_as_the_station_writes_it(at_the_panel: Panel) -> None:
    page = at_the_panel()
    page.locator("#headline").fill("Pag-asa warns of rain " + "and more rain " * 4)
    advice = page.locator("#wording")
    expect(advice).to_contain_text("The station writes PAGASA, not Pag-asa.")
    expect(advice).to_contain_text("car radios (64 characters)")
    advice.get_by_role("button", name="Write PAGASA").press("Enter")
    expect(page.locator("#headline")).to_have_value("PAGASA warns of rain " + "and more rain " * 4)


def test_a_draft_is_kept_and_somebody_else_pushes_it(at_the_panel: Panel) -> None:
    ligaya, efren = at_the_panel("Ligaya"), at_the_panel("Efren")
    ligaya.locator("#headline").fill("Mayor resigns")
    ligaya.get_by_role("button", name="Keep as a draft").press("Enter")
    expect(ligaya.locator("#compose-outcome")).to_contain_text("Kept.")
    expect(ligaya.locator("#headline")).to_have_value("")
    draft = efren.locator("#waiting .waits", has_text="Mayor resigns")
    expect(draft).to_contain_text("A draft of Ligaya.")
    draft.get_by_role("button", name="Write on: Mayor resigns").press("Enter")
    expect(efren.locator("#headline")).to_be_focused()
    efren.keyboard.press("End")
    efren.keyboard.type(" at noon")
    expect(ligaya.locator("#waiting")).to_contain_text("Efren is writing on it.")
    efren.keyboard.press("Control+Enter")
    expect(ligaya.locator("#board")).to_contain_text("Mayor resigns at noon")
    for page in (ligaya, efren):
        expect(page.locator(".waits")).to_have_count(0)


def test_who_is_slower_at_a_draft_sees_what_changed_and_can_go_on(at_the_panel: Panel, newsroom: Newsroom) -> None:
    page = at_the_panel()
    draft = newsroom.call("POST", "/drafts", {"headline": "Mayor resigns", "priority": "bulletin"}).json()["id"]
    page.locator("#waiting .waits").get_by_role("button", name="Write on").press("Enter")
    newsroom.call("PUT", f"/drafts/{draft}", {"rev": 1, "headline": "Mayor is ill", "priority": "bulletin"})
    page.locator("#headline").fill("Mayor resigns at noon")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#compose-outcome")).to_contain_text("Mayor resigns → Mayor is ill")
    page.get_by_role("button", name="Keep as a draft").press("Enter")
    expect(page.locator("#waiting .waits")).to_contain_text("Mayor resigns at noon")
    page.locator("#waiting .waits").get_by_role("button", name="Write on").press("Enter")
    expect(page.locator("#headline")).to_have_value("Mayor resigns at noon")
    newsroom.call("POST", f"/breaking/{draft}/undo", {})
    page.get_by_role("button", name="Keep as a draft").press("Enter")
    expect(page.locator("#compose-outcome")).to_contain_text("Somebody pushed or discarded this draft meanwhile.")
    expect(page.get_by_role("button", name="Keep as a draft")).to_be_focused()
    page.locator("#headline").press("Control+Enter")
    expect(page.locator("#board")).to_contain_text("Mayor resigns at noon")


def test_a_time_that_is_over_is_told_in_words_that_help(at_the_panel: Panel) -> None:
    page = at_the_panel()
    page.locator("#headline").fill("Too late")
    page.locator("summary", has_text="Text, article, time").press("Enter")
    page.locator("[name=at]").fill("2020-01-01T10:00")
    page.locator("#headline").press("Control+Enter")
    expect(page.locator("#at-error")).to_contain_text("This time is over.")


def test_a_time_at_the_station_is_kept_until_then(at_the_panel: Panel) -> None:
    page = at_the_panel()
    page.locator("#headline").fill("Embargoed until Christmas")
    page.locator("summary", has_text="Text, article, time").press("Enter")
    page.locator("[name=at]").fill("2026-12-24T18:00")
    page.locator("#headline").press("Control+Enter")
    waits = page.locator("#waiting .waits")
    expect(waits).to_contain_text("Goes out on Dec 24, 2026, 6:00")
    expect(page.locator("#waiting-outcome")).to_contain_text("Dec 24, 2026, 6:00")
    waits.get_by_role("button", name="Take it back").press("Enter")
    expect(page.locator("[name=at]")).to_have_value("2026-12-24T18:00")


def test_who_is_at_the_desk_and_what_is_handed_over_is_seen_by_the_others(at_the_panel: Panel) -> None:
    ligaya, efren = at_the_panel("Ligaya"), at_the_panel("Efren")
    expect(ligaya.locator("#people")).to_contain_text("Efren anchor")
    efren.locator("#headline").press("B")
    expect(ligaya.locator("#people")).to_contain_text("Efren is writing a headline")
    ligaya.get_by_label("A note to each other").fill("The mayor calls back at six")
    ligaya.get_by_label("Handover").check()
    ligaya.get_by_label("A note to each other").press("Enter")
    take = efren.get_by_role("button", name="Take over: The mayor calls back at six")
    take.press("Enter")
    expect(ligaya.locator("#notes")).to_contain_text("taken over by Efren")
    expect(take).to_have_count(0)
