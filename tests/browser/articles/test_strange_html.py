"""A real browser is shown what is left of hostile HTML: nothing runs, nothing is fetched."""

from __future__ import annotations

import pytest
from playwright.sync_api import Dialog, Page

from tests.browser.conftest import Opening
from tests.unit.intake.hostile_html import VECTORS
from tests.web.conftest import Newsroom
from webapp.newsroom.articles.sanitize import clean_html

pytestmark = pytest.mark.browser

ACTIVE = """() => {
  const wrong = [];
  for (const element of document.querySelectorAll('article *')) {
    for (const attribute of element.attributes)
      if (/^on/i.test(attribute.name) || /^\\s*(javascript|data|vbscript):/i.test(attribute.value)) wrong.push(element.outerHTML);
    for (const type of ['mouseover', 'focus', 'blur', 'click', 'toggle']) element.dispatchEvent(new Event(type));
  }
  const again = document.createElement('div');  // what a script of ours would do with it
  again.innerHTML = document.querySelector('article').innerHTML;
  document.body.append(again);
  return wrong;
}"""


def happenings(page: Page, htmls: list[str]) -> list[str]:
    """What went on while `htmls` were shown one after another: dialogs, requests, active attributes."""
    seen: list[str] = []

    def on_dialog(dialog: Dialog) -> None:
        seen.append(f"dialog {dialog.message}")
        dialog.dismiss()

    page.on("dialog", on_dialog)
    page.on("request", lambda request: seen.append(f"request {request.url}"))
    for html in htmls:
        page.set_content(f"<!doctype html><title>t</title><article>{html}</article>", wait_until="domcontentloaded")
        if page.locator("article").count():
            seen += page.evaluate(ACTIVE)
    page.wait_for_timeout(100)
    return seen


def test_nothing_of_hostile_html_runs_in_a_real_browser(page: Page) -> None:
    assert happenings(page, [clean_html(vector) for vector in VECTORS]) == []


def test_this_browser_would_have_run_it(page: Page) -> None:
    raw = happenings(page, ["<img src=x: onerror=alert(1)>", "<details open ontoggle=alert(2)>x</details>"])
    assert "dialog 1" in raw and "dialog 2" in raw


def test_no_page_is_wider_than_a_phone_whatever_strangers_write(opened: Opening, newsroom: Newsroom) -> None:
    picture = {"url": "/static/icon.svg", "width": 64, "height": 64, "caption": "A light", "credit": "credit/" * 40}
    nested = "<ul><li>" * 40 + "far in" + "</li></ul>" * 40 + "<blockquote>" * 40 + "deep"
    story = {"title": "T" * 290, "summary": "s" * 500, "body_html": f"<p>{'w' * 2000}</p><pre>{'x' * 2000}</pre>{nested}",
             "byline": "A" * 180, "topics": ["B" * 80], "picture": picture}  # fmt: skip
    slug = newsroom.call("POST", "/articles", story, role="editor").json()["slug"]
    for path in (f"/articles/{slug}", "/articles", "/", "/lite"):
        page = opened(path, width=390)
        page.wait_for_selector("text=TTTT")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, path
