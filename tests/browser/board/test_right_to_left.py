"""What scripts write keeps its direction too: a headline in Hebrew on open pages, at the desk, and in a partner's ticker."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import Opening
from tests.web.conftest import Newsroom

HEADLINE = "עוד 1,870 קראו את Rice Watch בעיר."
LEFT_TO_THE_PAGE = """(root) => {
  const found = [];
  const look = (node) => {
    if (node.shadowRoot) look(node.shadowRoot);
    for (const child of node.childNodes) {
      if (child.nodeType === 1 && !child.matches("script, style, template, title, option")) look(child);
      if (child.nodeType !== 3 || !/[\\u0590-\\u08ff]/.test(child.data) || child.data.includes("\\u2068")) continue;
      const around = node.nodeType === 1 ? node : node.host;
      if (getComputedStyle(around).direction !== "rtl") found.push(`${around.outerHTML.slice(0, 80)}: ${child.data}`);
    }
  };
  look(document.body);
  return found;
}"""


def read_from_the_right(page: Page, texts: int) -> None:
    """At least so many texts are in Hebrew, and each has its own direction."""
    expect(page.get_by_text(HEADLINE, exact=False).nth(texts - 1)).to_be_attached()
    assert page.evaluate(LEFT_TO_THE_PAGE) == []


def test_a_headline_from_right_to_left_keeps_its_direction_wherever_scripts_draw_it(
    opened: Opening, at_the_panel: Callable[..., Page], newsroom: Newsroom, partner: tuple[Path, str]
) -> None:
    folder, address = partner
    (folder / "index.html").write_text(
        f'<!doctype html><html lang="he" dir="rtl"><title>Partner</title><script src="{newsroom.url}/embed/ticker.js" async>'
        "</script><airwire-ticker lang=en></airwire-ticker>"
    )
    live, elsewhere, desk = opened("/"), opened("/articles"), at_the_panel()
    ticker = opened("/index.html", base=address)
    ticker.wait_for_function("!!customElements.get('airwire-ticker')")
    story = {"title": HEADLINE, "summary": HEADLINE, "body_html": f"<p>{HEADLINE}</p>", "language": "he"}
    slug = newsroom.call("POST", "/articles", story, role="editor").json()["slug"]
    item = newsroom.push(HEADLINE, body=HEADLINE, article=slug)
    newsroom.call("PUT", "/on-air", {"title": HEADLINE})
    for page, texts in ((live, 2), (elsewhere, 1), (desk, 3), (ticker, 1)):
        read_from_the_right(page, texts)
    assert ticker.locator("airwire-ticker .box").evaluate("(box) => getComputedStyle(box).direction") == "ltr"
    newsroom.call("PATCH", f"/breaking/{item['id']}", {"rev": 1, "reason": HEADLINE, "priority": "flash"})
    expect(live.locator(".headline__note").first).to_contain_text("Corrected")
    expect(elsewhere.locator("aw-flash .headline")).to_be_visible()
    newsroom.call("DELETE", f"/breaking/{item['id']}", {"rev": 2, "reason": HEADLINE})
    expect(live.locator(".withdrawn")).to_contain_text(HEADLINE)
    expect(desk.locator("#log")).to_contain_text("withdrew")
    newsroom.call("PUT", "/on-air", {"auto": True})
    for page in (live, elsewhere, desk):
        assert page.evaluate(LEFT_TO_THE_PAGE) == []
