"""The desk and the listeners' pages are drawn of one board: the same events leave the same headlines on both."""

from __future__ import annotations

from collections.abc import Callable

import requests
from playwright.sync_api import Page, WebSocketRoute, expect

from tests.browser.conftest import Opening
from tests.web.conftest import Newsroom

BOARD = """async () => {
  const loaded = performance.getEntriesByType("resource").map(({ name }) => name);
  const { board } = await import(loaded.find((name) => name.endsWith("/js/page/site.js")));
  return board.state.breaking.map(({ headline, article }) => [headline, article ?? null]);
}"""
"""What a page holds: each headline, and the article that it leads to."""

LOOKS_INTO_SCRIPTS = True

Panel = Callable[..., Page]


def lose_what_says(page: Page, words: str) -> list[str]:
    """A network that loses the message with `words` on its way to `page`, and nothing else; what was lost."""
    lost: list[str] = []

    def between(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()

        def pass_on(message: str | bytes) -> None:
            if words in str(message) and not lost:
                lost.append(str(message))
            else:
                socket.send(message)

        server.on_message(pass_on)

    page.route_web_socket("**/socket.io/**", between)
    page.reload()
    return lost


def headlines(page: Page, rows: str) -> list[str]:
    return [text.strip() for text in page.locator(f"{rows} .headline__text").all_text_contents()]


def test_desk_and_page_show_the_same_headlines_after_the_same_events(
    opened: Opening, at_the_panel: Panel, newsroom: Newsroom
) -> None:
    listener, desk = opened("/"), at_the_panel()
    slug = newsroom.call("POST", "/articles", {"title": "Rice runs short", "summary": "x"}, role="editor").json()[
        "slug"
    ]
    first = newsroom.push("Ferries stay in port", article=slug)
    newsroom.push("Schools close at noon", priority="flash", article=slug)
    third = newsroom.push("Bridge open again")
    newsroom.call(
        "PATCH", f"/breaking/{first['id']}", {"rev": 1, "reason": "More ports", "headline": "Ferries and boats stay"}
    )
    newsroom.call("DELETE", f"/breaking/{third['id']}", {"rev": 1, "reason": "Not so"})
    newsroom.call("DELETE", f"/articles/{slug}", {"reason": "Wrong"}, role="editor")
    newsroom.push("Last of all")
    for page in (listener, desk):
        expect(page.get_by_text("Last of all").first).to_be_visible()
    said = [item["headline"] for item in requests.get(f"{newsroom.url}/api/v1/snapshot", timeout=10).json()["breaking"]]
    assert said[:3] == ["Last of all", "Schools close at noon", "Ferries and boats stay"]
    assert headlines(desk, "#board") == said
    assert headlines(listener, "aw-breaking li") == said
    for page in (listener, desk):
        assert page.evaluate(BOARD) == [[headline, None] for headline in said]


def test_a_desk_that_missed_an_event_asks_for_it_when_the_next_one_comes(
    at_the_panel: Panel, newsroom: Newsroom
) -> None:
    desk = at_the_panel()
    lost = lose_what_says(desk, "Lost on the way")
    desk.wait_for_selector('#link[data-state="live"]')
    newsroom.push("Lost on the way")
    newsroom.push("Came through")
    expect(desk.locator("#board")).to_contain_text("Came through")
    expect(desk.locator("#board")).to_contain_text("Lost on the way")
    assert lost


def test_what_an_element_remembers_is_not_written_on_the_page(opened: Opening, newsroom: Newsroom) -> None:
    page = opened("/")
    slug = newsroom.call("POST", "/articles", {"title": "Ash over the lake", "summary": "x"}, role="editor").json()[
        "slug"
    ]
    newsroom.push("Volcano awake", priority="flash", article=slug)
    expect(page.locator("aw-rotation .slide")).to_contain_text("Ash over the lake")
    own = """elements => elements.flatMap((node) => node.getAttributeNames().map((name) => `${node.localName} ${name}`))"""
    names = page.locator("main *, .dock *").evaluate_all(own)
    tooltips = {name for name in names if name.startswith("aw-") and name.endswith((" title", " part", " lang"))}
    assert tooltips == set()
