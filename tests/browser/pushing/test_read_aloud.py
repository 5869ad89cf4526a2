"""The card beside the microphone: in words, red at once, and never silently out of date."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.web.conftest import Newsroom

STATION = """\
[pushing]
hold_s = 0
flash_approval = "never"
[[names]]
name = "PAGASA"
said = "pag-AH-sa"
"""
RED = "rgb(168, 15, 36)"
VIOLET = "rgb(42, 13, 82)"
"""Of a card that is only rehearsed."""


def test_the_card_is_in_words_and_red_the_moment_it_is_corrected_or_withdrawn(
    at_the_panel: Callable[..., Page], newsroom: Newsroom
) -> None:
    texts = {"fil": {"headline": "Signal blg. 3 sa 12 lalawigan"}}
    item = newsroom.push("PAGASA: Signal no. 3 over 12 provinces", texts=texts)["id"]
    page = at_the_panel()
    page.goto(f"{newsroom.url}/panel/read")
    card = page.locator("#aloud")
    expect(card).to_contain_text("pag-AH-sa: Signal number three over twelve provinces")
    expect(card).to_contain_text("4 s")
    page.get_by_role("link", name="Filipino").press("Enter")
    expect(card).to_contain_text("Signal bilang tatlo sa labindalawa lalawigan")
    page.get_by_role("link", name="English").press("Enter")
    expect(page.locator("#link")).to_be_empty()
    newsroom.call(
        "PATCH", f"/breaking/{item}", {"rev": 1, "reason": "Two more", "headline": "Signal no. 3 over 14 provinces"}
    )
    expect(card).to_have_css("background-color", RED)
    expect(card.get_by_role("alert")).to_have_text("Corrected. Read this:")
    expect(card).to_contain_text("Signal number three over fourteen provinces")
    page.get_by_role("button", name="I have seen it").press("Enter")
    expect(card).not_to_have_css("background-color", RED)
    newsroom.push("Roads open")
    expect(card).to_contain_text("Roads open")
    page.goto(f"{newsroom.url}/panel/read/{item}")
    newsroom.call("DELETE", f"/breaking/{item}", {"rev": 2, "reason": "It was a drill"})
    expect(card).to_have_css("background-color", RED)
    expect(card).to_contain_text("Do not read it")
    expect(card).not_to_contain_text("fourteen")
    pushed = newsroom.call("POST", "/rehearsal/breaking", {"headline": "Drill: Signal no. 4", "priority": "urgent"})
    drill = pushed.json()["id"]
    page.goto(f"{newsroom.url}/panel/rehearsal/read/{drill}")
    expect(card).to_contain_text("Signal number four")
    expect(card).to_have_css("background-color", VIOLET)
    expect(page.locator("#link")).to_be_empty()
    newsroom.call("DELETE", f"/rehearsal/breaking/{drill}", {"rev": 1, "reason": "The drill is over"})
    expect(card).to_have_css("background-color", RED)
