"""The ticker on a partner's page, which is another origin and may be hostile, slow, strict or offline."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.any_store import connect
from tests.browser.conftest import Opening
from tests.conftest import Room, Valkey, make_room
from tests.ports import free_port
from tests.web.conftest import Newsroom
from tests.web.server import Web
from webapp.newsroom.model import Article, MostRead, MostReadItem
from webapp.newsroom.staff import Actor

pytestmark = pytest.mark.browser

Hosting = Callable[..., Page]
EDITOR = Actor(name="Efren", role="editor")
HOSTILE = (
    "*,*::before,*::after{all:unset!important;font-size:0!important;line-height:0!important;color:transparent!important;"
    "letter-spacing:9px!important;text-transform:uppercase!important;visibility:visible;opacity:.1!important;"
    "max-height:1px!important;text-indent:-999px!important;white-space:nowrap!important;background:red!important}"
)
TICKER = "<airwire-ticker></airwire-ticker>"
READABLE = """(ticker) => {
  const links = [...ticker.shadowRoot.querySelectorAll("li a")];
  return links.length > 0 && links.every((link) => {
    const style = getComputedStyle(link);
    const { width, height } = link.getBoundingClientRect();
    return parseFloat(style.fontSize) >= 14 && parseFloat(style.lineHeight) >= 16 && width > 40 && height >= 14
      && style.color === "rgb(15, 22, 32)" && style.textTransform === "none" && style.letterSpacing === "normal"
      && style.textIndent === "0px" && style.whiteSpace.startsWith("normal");
  }) && getComputedStyle(ticker).opacity === "1" && ticker.getBoundingClientRect().height > 100;
}"""


@pytest.fixture
def room(web: Web, valkey_server: Valkey) -> Room:
    """The same newsroom, from behind; its list has two stories."""
    room = make_room(connect(valkey_server.url))
    now = datetime.now(UTC)
    for slug in ("rice-is-cheaper", "ferry-runs-again"):
        article = Article(slug=slug, title=slug.replace("-", " ").capitalize(), published_at=now, source=slug)
        room.desk.put_article(article, EDITOR, now)
    rank(room, ("rice-is-cheaper", 1200), ("ferry-runs-again", 800))
    return room


def rank(room: Room, *reads: tuple[str, int]) -> None:
    items = [
        MostReadItem(article=slug, title=slug.replace("-", " ").capitalize(), reads=n, rank=rank)
        for rank, (slug, n) in enumerate(reads, start=1)
    ]
    now = datetime.now(UTC)
    room.desk.rank_most_read(MostRead(window="24h", as_of=now, items=tuple(items)), now)


@pytest.fixture
def hosted(opened: Opening, web: Web, partner: tuple[Path, str]) -> Iterator[Hosting]:
    """A partner's page; a word in its console fails the test, unless `noisy`. `asked`: what it asks the station for."""
    folder, address = partner
    said: list[str] = []

    def host(
        body: str = TICKER,
        head: str = "",
        at: str = "",
        noisy: bool = False,
        asked: list[str] | None = None,
        **options: Any,
    ) -> Page:
        script = f'<script src="{at or web.url}/embed/ticker.js" async></script>'
        (folder / "index.html").write_text(
            f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Partner</title>{head}{script}<h1>Partner</h1>{body}'
        )
        (folder / "favicon.ico").touch()
        page = opened("/favicon.ico", base=address, **options)
        if asked is not None:
            page.on(
                "request", lambda request: asked.append(urlsplit(request.url).path) if web.url in request.url else None
            )
        if not noisy:
            page.on("console", lambda message: said.append(message.text))
        page.goto(f"{address}/index.html")
        return page

    yield host
    assert said == []


def test_a_partner_page_shows_the_ticker_and_follows_every_change(
    hosted: Hosting, newsroom: Newsroom, room: Room
) -> None:
    page = hosted()
    ticker = page.locator("airwire-ticker")
    expect(ticker.get_by_role("link", name="Rice is cheaper")).to_have_attribute(
        "href", f"{newsroom.url}/articles/rice-is-cheaper?via=ticker"
    )
    pushed = newsroom.push("Bridge closed for trucks")
    expect(ticker.get_by_role("link", name="Bridge closed for trucks")).to_be_visible()
    correction = {"rev": 1, "reason": "All traffic", "headline": "Bridge closed for all"}
    newsroom.call("PATCH", f"/breaking/{pushed['id']}", correction)
    expect(ticker.get_by_text("Bridge closed for all")).to_be_visible()
    expect(ticker.get_by_text("Corrected")).to_be_visible()
    newsroom.call("DELETE", f"/breaking/{pushed['id']}", {"rev": 2, "reason": "It is open"})
    expect(ticker.get_by_text("Bridge closed")).to_have_count(0)
    rank(room, ("ferry-runs-again", 1300), ("rice-is-cheaper", 1200))
    expect(ticker.locator("ol a").first).to_have_text("Ferry runs again")
    expect(ticker.locator("ol li").first).to_contain_text("1,300 reads ▲ 1")
    now = datetime.now(UTC)
    room.desk.put_article(Article(slug="a-mistake", title="A mistake", published_at=now, source="x"), EDITOR, now)
    rank(room, ("ferry-runs-again", 1300), ("rice-is-cheaper", 1200), ("a-mistake", 9))
    expect(ticker.get_by_text("A mistake")).to_be_visible()
    room.desk.withdraw_article("a-mistake", "Wrong", EDITOR, now)
    expect(ticker.get_by_text("A mistake")).to_have_count(0)


def test_a_hostile_reset_keeps_it_readable(hosted: Hosting, newsroom: Newsroom, room: Room) -> None:
    newsroom.push("Bridge closed")
    page = hosted(head=f"<style>{HOSTILE}</style>", color_scheme="light")
    expect(page.locator("airwire-ticker").get_by_text("Bridge closed")).to_have_count(1)
    assert page.locator("airwire-ticker").evaluate(READABLE)


def test_the_page_still_decides_whether_and_where_it_stands(hosted: Hosting, room: Room) -> None:
    page = hosted("<airwire-ticker hidden></airwire-ticker><airwire-ticker style='width:300px'></airwire-ticker>")
    expect(page.locator("airwire-ticker").nth(1).locator("ol")).to_be_visible()
    assert page.locator("airwire-ticker").nth(1).bounding_box()["width"] == 300  # type: ignore[index]
    expect(page.locator("airwire-ticker").nth(0)).to_be_hidden()


@pytest.mark.parametrize(
    "layout", ["display:flex", "display:flex;flex-direction:column;align-items:start", "display:grid", "float:left"]
)
def test_it_has_a_width_of_its_own_in_any_layout(hosted: Hosting, room: Room, layout: str) -> None:
    page = hosted(f'<div style="{layout}"><airwire-ticker></airwire-ticker></div>')
    expect(page.locator("airwire-ticker ol")).to_be_visible()
    assert page.locator("airwire-ticker").bounding_box()["width"] >= 300  # type: ignore[index]


def test_a_narrow_column_is_enough(hosted: Hosting, newsroom: Newsroom, room: Room) -> None:
    newsroom.push("Incomprehensibilities " * 3 + "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch")
    page = hosted(width=320)
    expect(page.locator("airwire-ticker li").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_with_the_station_down_the_partners_page_is_as_if_we_were_not_there(hosted: Hosting) -> None:
    nobody = f"http://127.0.0.1:{free_port()}"
    page = hosted('<airwire-ticker><a href="/news">Our news</a></airwire-ticker><p>The rest</p>', at=nobody, noisy=True)
    expect(page.get_by_text("The rest")).to_be_visible()
    expect(page.get_by_role("link", name="Our news")).to_be_visible()
    assert page.evaluate("customElements.get('airwire-ticker')") is None


def test_with_the_station_gone_the_last_list_stays_with_its_age_and_then_leaves(
    opened: Opening, partner: tuple[Path, str], own_valkey: Valkey
) -> None:
    folder, address = partner
    station = Web(own_valkey).start()
    try:
        room = make_room(connect(own_valkey.url))
        room.desk.put_article(
            Article(slug="rice", title="Rice", published_at=datetime.now(UTC)), EDITOR, datetime.now(UTC)
        )
        rank(room, ("rice", 7))
        (folder / "index.html").write_text(
            f'<script src="{station.url}/embed/ticker.js"></script><airwire-ticker lang="en"><i>Our own</i></airwire-ticker>'
        )
        (folder / "favicon.ico").touch()
        page = opened("/favicon.ico", base=address)
        page.clock.install()
        page.goto(f"{address}/index.html")
        ticker = page.locator("airwire-ticker")
        expect(ticker.get_by_text("Rice")).to_be_visible()
        expect(page.get_by_text("Our own")).to_be_hidden()
    finally:
        station.end()
    page.clock.fast_forward(60_000)
    expect(ticker.get_by_text("Rice")).to_be_visible()
    expect(ticker.get_by_text("As of")).to_have_count(0)
    page.clock.fast_forward(180_000)
    expect(ticker.get_by_text("As of")).to_be_visible()
    expect(ticker.get_by_text("Rice")).to_be_visible()
    page.clock.fast_forward(3_600_000)
    expect(ticker.get_by_text("Rice")).to_have_count(0)
    expect(page.get_by_text("Our own")).to_be_visible()


def test_several_tickers_share_one_line(hosted: Hosting, newsroom: Newsroom, room: Room) -> None:
    asked: list[str] = []
    page = hosted(
        "<airwire-ticker></airwire-ticker>" * 3 + '<airwire-ticker show="breaking"></airwire-ticker>', asked=asked
    )
    expect(page.locator("airwire-ticker ol")).to_have_count(3)
    newsroom.push("For all four")
    expect(page.locator("airwire-ticker").get_by_text("For all four")).to_have_count(4)
    assert sorted(asked) == ["/api/v1/events", "/embed/ticker.js", "/embed/ticker.json"]


def test_it_asks_for_nothing_until_somebody_could_see_it(hosted: Hosting, newsroom: Newsroom, room: Room) -> None:
    asked: list[str] = []
    page = hosted('<div style="height:4000px"></div><airwire-ticker></airwire-ticker>', asked=asked)
    page.wait_for_timeout(500)
    assert asked == ["/embed/ticker.js"]
    page.locator("airwire-ticker").scroll_into_view_if_needed()
    expect(page.locator("airwire-ticker ol")).to_be_visible()


def test_a_page_that_isolates_itself_shows_element_and_frame(
    hosted: Hosting, partner: tuple[Path, str], newsroom: Newsroom, room: Room
) -> None:
    """Such pages (COEP) may only show what says that it may be shown, and frames that isolate themselves too."""
    folder, address = partner
    page = hosted(body=f'{TICKER}<iframe src="{newsroom.url}/embed/ticker" title="Ticker"></iframe>')
    (folder / "index.html").rename(folder / "isolated.html")
    page.goto(f"{address}/isolated.html")
    assert page.evaluate("window.crossOriginIsolated")
    for ticker in (page.frame_locator("iframe").locator("airwire-ticker"), page.locator("airwire-ticker")):
        expect(ticker.get_by_role("list", name="Most read")).to_be_visible()


def test_a_strict_policy_that_names_us_is_enough(hosted: Hosting, newsroom: Newsroom, room: Room) -> None:
    """No inline script, no inline style, no trusted type: the policy of a careful partner."""
    policy = (
        f"default-src 'none'; script-src {newsroom.url}; connect-src {newsroom.url}; require-trusted-types-for 'script'"
    )
    page = hosted(head=f'<meta http-equiv="Content-Security-Policy" content="{policy}">')
    expect(page.locator("airwire-ticker ol")).to_be_visible()
    assert page.locator("airwire-ticker .box").evaluate("(box) => getComputedStyle(box).borderTopWidth") == "1px"


def test_a_policy_that_forbids_us_is_not_worn_down(hosted: Hosting, newsroom: Newsroom, room: Room) -> None:
    policy = f"default-src 'none'; script-src {newsroom.url}"
    page = hosted(head=f'<meta http-equiv="Content-Security-Policy" content="{policy}">', noisy=True)
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text))
    page.clock.install()
    page.reload()
    page.wait_for_function("!!customElements.get('airwire-ticker')")
    refused.clear()
    for _ in range(10):
        page.clock.fast_forward(60_000)
        page.wait_for_timeout(50)
    assert len([text for text in refused if text.startswith("Connecting")]) <= 1, refused


def test_the_page_chooses_what_is_shown_and_how(hosted: Hosting, newsroom: Newsroom, room: Room) -> None:
    newsroom.push("Tulay sarado")
    page = hosted('<airwire-ticker lang="fil" theme="dark" limit="1" show="most-read"></airwire-ticker>')
    ticker = page.locator("airwire-ticker")
    expect(ticker.get_by_text("Pinakabinabasa")).to_be_visible()
    expect(ticker.locator("li")).to_have_count(1)
    expect(ticker.get_by_text("Tulay sarado")).to_have_count(0)
    assert ticker.locator(".box").evaluate("(box) => getComputedStyle(box).backgroundColor") == "rgb(10, 15, 23)"
    ticker.evaluate(
        "(t) => { t.setAttribute('lang', 'en'); t.setAttribute('show', 'breaking'); t.setAttribute('theme', 'light') }"
    )
    expect(ticker.get_by_text("Tulay sarado")).to_be_visible()
    expect(ticker.get_by_text("Most read")).to_have_count(0)


def test_whoever_stands_on_a_link_stays_there_when_the_list_changes(
    hosted: Hosting, newsroom: Newsroom, room: Room
) -> None:
    page = hosted()
    page.locator("airwire-ticker ol a").first.focus()
    newsroom.push("Something else")
    expect(page.locator("airwire-ticker").get_by_text("Something else")).to_be_visible()
    assert page.evaluate("document.activeElement.shadowRoot.activeElement.textContent") == "Rice is cheaper"


def test_the_frame_tells_its_height_and_is_never_clipped(hosted: Hosting, newsroom: Newsroom, room: Room) -> None:
    listener = (
        "addEventListener('message', (e) => { const f = document.querySelector('iframe');"
        "if (e.source === f.contentWindow && e.data?.airwire === 'resize') f.height = e.data.height })"
    )
    frame = f'<iframe src="{newsroom.url}/embed/ticker" width="360" height="50" title="News"></iframe><script>{listener}</script>'
    page = hosted(frame)
    inside = page.frame_locator("iframe")
    expect(inside.locator("airwire-ticker .box").get_by_text("Rice is cheaper")).to_be_visible()
    page.wait_for_function("document.querySelector('iframe').clientHeight > 150")
    wide = page.locator("iframe").bounding_box()
    page.locator("iframe").evaluate("(frame) => { frame.width = 180 }")
    page.wait_for_function(f"document.querySelector('iframe').clientHeight > {wide and wide['height']}")
    assert inside.locator("html").evaluate("(html) => html.scrollHeight <= html.clientHeight")


@pytest.mark.parametrize(
    ("head", "device", "ground"),
    [
        ("<style>:root { color-scheme: dark }</style>", "light", "rgb(10, 15, 23)"),
        ("<style>:root { color-scheme: light }</style>", "dark", "rgb(255, 255, 255)"),
        ('<meta name="color-scheme" content="light dark">', "dark", "rgb(10, 15, 23)"),
        ("", "dark", "rgb(255, 255, 255)"),
    ],
)
def test_a_ticker_is_as_light_or_dark_as_the_page_around_it(
    hosted: Hosting, newsroom: Newsroom, room: Room, head: str, device: str, ground: str
) -> None:
    page = hosted(head=head, color_scheme=device)
    box = page.locator("airwire-ticker .box")
    expect(box).to_have_css("background-color", ground)
    page.evaluate("document.documentElement.style.colorScheme = 'dark'")
    expect(box).to_have_css("background-color", "rgb(10, 15, 23)")
    page.locator("airwire-ticker").evaluate("(ticker) => ticker.setAttribute('theme', 'light')")
    expect(box).to_have_css("background-color", "rgb(255, 255, 255)")
