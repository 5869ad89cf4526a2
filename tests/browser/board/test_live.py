"""The live page in open browsers: headlines come, change and go, and nothing is missed while the line was down."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Opening
from tests.web.conftest import Newsroom


def breaking(page: Page) -> object:
    return page.locator("aw-breaking")


def test_a_pushed_headline_reaches_two_open_pages(opened: Opening, newsroom: Newsroom) -> None:
    pages = [opened("/"), opened("/", width=360)]
    for page in pages:
        page.wait_for_timeout(300)
    newsroom.push("Bridge open to light vehicles")
    for page in pages:
        expect(page.get_by_text("Bridge open to light vehicles").first).to_be_visible()


def test_a_corrected_headline_is_marked_on_open_pages(opened: Opening, newsroom: Newsroom) -> None:
    page = opened("/")
    item = newsroom.push("Ferry at noon")
    expect(page.get_by_text("Ferry at noon").first).to_be_visible()
    newsroom.call("PATCH", f"/breaking/{item['id']}", {"rev": 1, "reason": "Wrong hour", "headline": "Ferry at one"})
    expect(page.get_by_text("Ferry at one").first).to_be_visible()
    expect(page.get_by_text("Ferry at noon")).to_have_count(0)
    expect(page.get_by_text("Wrong hour").first).to_be_visible()


def test_a_withdrawn_headline_leaves_every_open_page(opened: Opening, newsroom: Newsroom) -> None:
    pages = [opened("/"), opened("/articles")]
    item = newsroom.push("Never happened", priority="flash")
    for page in pages:
        expect(page.get_by_text("Never happened").first).to_be_visible()
    newsroom.call("DELETE", f"/breaking/{item['id']}", {"rev": 1, "reason": "Not confirmed"})
    for page in pages:
        expect(page.get_by_text("Never happened")).to_have_count(0)


def test_a_page_that_lost_its_line_catches_up_by_itself(opened: Opening, newsroom: Newsroom) -> None:
    page = opened("/")
    gone = newsroom.push("Withdrawn while away")
    expect(page.get_by_text("Withdrawn while away").first).to_be_visible()
    page.context.set_offline(True)
    newsroom.push("Said while away")
    newsroom.call("DELETE", f"/breaking/{gone['id']}", {"rev": 1, "reason": "Wrong"})
    page.context.set_offline(False)
    expect(page.get_by_text("Said while away").first).to_be_visible(timeout=15_000)
    expect(page.get_by_text("Withdrawn while away")).to_have_count(0)


def test_the_page_reads_well_without_script(opened: Opening, newsroom: Newsroom) -> None:
    newsroom.push("Readable as it comes")
    page = opened("/", java_script_enabled=False)
    expect(page.get_by_text("Readable as it comes").first).to_be_visible()
    expect(page.get_by_role("main")).to_be_visible()


def test_an_article_withdrawn_says_so_on_its_page(opened: Opening, newsroom: Newsroom) -> None:
    story = {"title": "Water is back", "body_html": "<p>Since noon.</p>"}
    slug = newsroom.call("POST", "/articles", story, role="editor").json()["slug"]
    newsroom.call("DELETE", f"/articles/{slug}", {"reason": "Too early"}, role="editor")
    page = opened(f"/articles/{slug}")
    expect(page.get_by_text("Too early").first).to_be_visible()
    expect(page.get_by_text("Since noon.")).to_have_count(0)


def test_a_read_is_counted_once_the_article_was_in_view_for_five_seconds(opened: Opening, newsroom: Newsroom) -> None:
    story = {"title": "Read me", "body_html": "<p>" + "Text. " * 200 + "</p>"}
    slug = newsroom.call("POST", "/articles", story, role="editor").json()["slug"]
    page = opened(f"/articles/{slug}")
    with page.expect_response("**/api/v1/reads", timeout=15_000) as told:
        pass
    assert told.value.status == 204


def test_a_title_of_the_most_read_says_its_language_however_the_list_changes(opened: Opening) -> None:
    page = opened("/")
    heard = """async (stories) => {
      await customElements.whenDefined("aw-most-read");
      const list = document.querySelector("aw-most-read");
      const items = stories.map(([article, language], n) => ({article, language, title: article, reads: 9, rank: n + 1}));
      list.render({window: "24h", as_of: new Date().toISOString(), items});
      return [...list.querySelectorAll("a")].map((link) => link.getAttribute("lang"));
    }"""
    assert page.evaluate(heard, [["ulan", "fil"], ["rain", "en"]]) == ["fil", None]
    assert page.evaluate(heard, [["rain", "en"], ["ulan", "fil"]]) == [None, "fil"]
    assert page.evaluate(heard, [["rain", "fil"], ["ulan"]]) == ["fil", "fil"]  # corrected; and by an older build


def test_a_flash_that_was_closed_stays_closed_on_every_page_until_it_is_corrected(
    opened: Opening, newsroom: Newsroom
) -> None:
    told = newsroom.push("Taal erupts", priority="flash")
    page = opened("/articles")
    flash = page.get_by_role("region", name="Flash")
    other = page.context.new_page()
    other.goto(page.url.replace("/articles", "/schedule"))
    expect(other.get_by_role("region", name="Flash")).to_contain_text("Taal erupts")
    flash.get_by_role("button", name="Close").click()
    expect(flash).to_be_hidden()
    expect(other.get_by_role("region", name="Flash")).to_be_hidden()
    page.get_by_role("navigation").get_by_role("link", name="Most read").click()
    expect(page).to_have_url(re.compile("/most-read$"))
    expect(flash).to_be_hidden()
    served = page.context.request.get(page.url).text()
    assert "Taal erupts" not in served.split("<main")[0]  # nothing that the script would have to take away again
    page.reload()
    expect(flash).to_be_hidden()
    correction = {"rev": told["rev"], "reason": "More is known", "headline": "Taal erupts, Batangas is cleared"}
    newsroom.call("PATCH", f"/breaking/{told['id']}", correction)
    expect(flash).to_contain_text("Batangas is cleared")
    page.reload()
    expect(flash).to_contain_text("Batangas is cleared")
    newsroom.call("DELETE", f"/breaking/{told['id']}", {"rev": 2, "reason": "Test"})
    expect(flash).to_be_hidden()


def test_who_reads_an_article_is_told_the_headline_itself_and_can_close_it(opened: Opening, newsroom: Newsroom) -> None:
    newsroom.call("PUT", "/articles/ferry", {"title": "Ferry runs again", "body_html": "<p>x</p>"}, role="editor")
    page = opened("/articles/ferry", width=360)
    page.wait_for_selector("aw-newer button", state="attached")
    newest = page.get_by_role("group", name="New headline")
    first = newsroom.push("Bridge closed until Friday")
    expect(newest).to_contain_text("Bulletin Bridge closed until Friday")
    correction = {"rev": first["rev"], "reason": "Longer", "headline": "Bridge closed until Sunday"}
    newsroom.call("PATCH", f"/breaking/{first['id']}", correction)
    expect(newest).to_contain_text("until Sunday")
    second = newsroom.push("Trains run late", priority="urgent", article="ferry")
    expect(newest).to_contain_text("Urgent Trains run late")
    expect(newest.get_by_role("link", name="2 new headlines")).to_be_visible()
    expect(page).to_have_title(re.compile(r"^\(2\) "))
    newsroom.call("DELETE", f"/breaking/{second['id']}", {"rev": 1, "reason": "Wrong"})
    expect(newest).to_contain_text("Bridge closed until Sunday")
    newest.get_by_role("button", name="Close").click()
    expect(newest).to_be_hidden()
    expect(page).to_have_url(re.compile("/articles/ferry$"))
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
