"""An editor writes an article on a phone, by keyboard, from the first word to its withdrawal; two editors write at one."""

from __future__ import annotations

import os
from collections.abc import Callable
from io import BytesIO

from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.conftest import PASSWORD, Opening, go_to
from tests.web.conftest import Newsroom


def signed_in(opened: Opening, name: str, width: int = 360) -> Page:
    page = opened("/panel/", width=width)
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator('#link[data-state="live"]')).to_be_attached()
    return page


def photo() -> bytes:
    file = BytesIO()
    Image.new("RGB", (1200, 800), "teal").save(file, "JPEG")
    return file.getvalue()


def look(page: Page, name: str) -> None:
    """Into the folder that `AIRWIRE_LOOK` names, for people."""
    if folder := os.environ.get("AIRWIRE_LOOK"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "it scrolls sideways"


def test_an_article_from_its_first_word_to_its_withdrawal_on_a_phone(opened: Opening) -> None:
    page = signed_in(opened, "Elena")
    go_to(page, "Articles")
    look(page, "list-empty")
    page.get_by_role("link", name="Write an article").press("Enter")
    title, text = page.get_by_label("Title"), page.locator("#text")
    expect(title).to_be_focused()
    page.get_by_role("button", name="Publish").press("Enter")
    expect(page.locator("#title-error")).to_have_text("Write the title first.")
    page.keyboard.type("Ferries sail again")
    text.fill("They sail <script>alert(1)</script>")
    text.select_text()
    text.press("Control+b")
    expect(text).to_have_value("**They sail <script>alert(1)</script>**")
    expect(page.locator("#left-out")).to_have_text("Not taken into the article: <script>")
    text.fill("They **sail** from *Batangas*.")
    page.get_by_text("As readers will see it").press("Enter")
    expect(page.locator("#preview em")).to_have_text("Batangas")
    page.locator("#picture-file").set_input_files({"name": "a.txt", "mimeType": "image/png", "buffer": b"none"})
    expect(page.locator("#picture-error")).to_contain_text("This file is no picture")
    page.locator("#picture-file").set_input_files({"name": "a.jpg", "mimeType": "image/jpeg", "buffer": photo()})
    expect(page.get_by_label("What it shows")).to_be_focused()
    page.keyboard.type("A ferry")
    page.reload()
    expect(page.locator("#write-outcome")).to_have_text("What you had typed here is back.")
    expect(text).to_have_value("They **sail** from *Batangas*.")
    expect(page.locator("#picture img")).to_be_visible()
    page.get_by_role("button", name="Keep as a draft").press("Enter")
    expect(page.locator("#write-outcome")).to_contain_text("Kept as a draft")
    page.get_by_role("button", name="Publish").press("Enter")
    expect(page.locator("#credit-error")).to_have_text("Say whose picture it is.")
    page.keyboard.type("Ana Cruz")
    fits(page)
    look(page, "draft")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/edit?done=published")
    page.get_by_label("A correction: readers are told what was wrong").check()
    text.fill("They **sail** from *Lucena*.")
    page.get_by_role("button", name="Publish the change").press("Enter")
    expect(page.locator("#correction-error")).to_have_text("Write what was wrong, for readers.")
    page.keyboard.type("It is Lucena, not Batangas.")
    page.get_by_role("button", name="Publish the change").press("Enter")
    expect(page.locator("#write-outcome")).to_contain_text("Corrected, ")
    look(page, "corrected")
    reader = opened(page.get_by_role("link", name="the article", exact=True).get_attribute("href"))
    expect(reader.locator(".article__correction")).to_contain_text("It is Lucena, not Batangas.")
    expect(reader.locator(".article__body")).to_contain_text("from Lucena")
    page.get_by_label("Reason, for readers").fill("No ferry sails.")
    page.get_by_role("button", name="Withdraw").press("Enter")
    page.wait_for_url("**/edit?done=withdrawn")
    expect(reader.locator(".article__title")).to_have_text("This article was withdrawn")
    reader.reload()
    expect(reader.get_by_text("No ferry sails.")).to_be_visible()
    look(page, "withdrawn")


def test_the_slower_of_two_editors_sees_what_the_other_changed_and_loses_nothing(
    opened: Opening, newsroom: Newsroom, at_the_panel: Callable[[str], Page]
) -> None:
    article = {"title": "Rice at 50", "text": "It is 50.", "byline": "Ana"}
    slug = newsroom.call("POST", "/articles", article, role="editor").json()["slug"]
    page = at_the_panel("Elena")
    page.goto(f"{page.url.split('/panel')[0]}/panel/articles/{slug}/edit")
    page.locator("#text").fill("It is 52.")
    page.get_by_label("Title").fill("Rice at 52")
    newsroom.call("PATCH", f"/articles/{slug}", {"rev": 1, "text": "It is 51.", "byline": "Ben"}, role="editor")
    page.get_by_role("button", name="Publish the change").press("Enter")
    expect(page.locator("#write-outcome")).to_contain_text("Somebody changed it meanwhile.")
    expect(page.get_by_label("Author")).to_have_value("Ben")
    expect(page.locator("#text")).to_have_value("It is 52.")
    expect(page.locator(".write__theirs")).to_contain_text("It is 51.")
    look(page, "two-editors")
    page.context.clear_cookies()
    page.get_by_role("button", name="Publish the change").press("Enter")
    expect(page.get_by_role("link", name="Sign in in another tab, then send again here.")).to_be_visible()
    other = page.context.new_page()
    other.goto(f"{page.url.split('/panel')[0]}/panel/sign-in")
    other.get_by_label("Name").fill("Elena")
    other.get_by_label("Password").fill(PASSWORD)
    other.keyboard.press("Enter")
    expect(other.locator('#link[data-state="live"]')).to_be_attached()
    page.get_by_role("button", name="Publish the change").press("Enter")
    expect(page.locator("#write-outcome")).to_contain_text("Changed, ")
    found = newsroom.call("GET", f"/articles/{slug}").json()
    assert (found["title"], found["body_html"], found["byline"]) == ("Rice at 52", "<p>It is 52.</p>\n", "Ben")
