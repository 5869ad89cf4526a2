"""The ticker on a partner's page of another origin: it shows, follows, and never harms its host."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from tests.browser.conftest import Opening
from tests.conftest import free_port
from tests.web.conftest import Newsroom
from tests.web.server import Web

HOSTILE = "* { all: unset !important; display: inline !important; color: lime !important; font-size: 4px !important }"


def page_with_ticker(folder: Path, station: str, style: str = "", count: int = 1) -> str:
    tickers = "<airwire-ticker lang='en'></airwire-ticker>" * count
    script = f'<script src="{station}/embed/ticker.js" async></script>'
    html = f"<!doctype html><title>Partner</title><style>{style}</style><h1>Partner</h1>{tickers}{script}"
    (folder / "index.html").write_text(html)
    return "/index.html"


def test_a_partners_page_shows_breaking_and_most_read_and_follows(
    opened: Opening, web: Web, newsroom: Newsroom, partner: tuple[Path, str]
) -> None:
    item = newsroom.push("On the partner's page")
    page = opened(page_with_ticker(partner[0], web.url, count=2), base=partner[1])
    tickers = page.locator("airwire-ticker")
    for n in range(2):
        expect(tickers.nth(n)).to_contain_text("On the partner's page")
    newsroom.call("PATCH", f"/breaking/{item['id']}", {"rev": 1, "reason": "Slip", "headline": "Corrected there too"})
    expect(tickers.first).to_contain_text("Corrected there too")
    newsroom.call("DELETE", f"/breaking/{item['id']}", {"rev": 2, "reason": "Wrong"})
    expect(tickers.first).not_to_contain_text("Corrected there too")


def test_several_tickers_share_one_line(
    opened: Opening, web: Web, newsroom: Newsroom, partner: tuple[Path, str]
) -> None:
    newsroom.push("Once")
    page = opened("/", base=web.url)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(partner[1] + page_with_ticker(partner[0], web.url, count=5))
    expect(page.locator("airwire-ticker").last).to_contain_text("Once")
    assert sum("/embed/ticker.json" in url for url in asked) <= 2
    assert sum("/api/v1/events" in url for url in asked) == 1


def test_a_partners_hostile_styles_do_not_reach_it(
    opened: Opening, web: Web, newsroom: Newsroom, partner: tuple[Path, str]
) -> None:
    newsroom.push("Still readable")
    page = opened(page_with_ticker(partner[0], web.url, style=HOSTILE), base=partner[1])
    link = page.locator("airwire-ticker a", has_text="Still readable")
    expect(link).to_be_visible()
    size = link.evaluate("node => parseFloat(getComputedStyle(node).fontSize)")
    colour = link.evaluate("node => getComputedStyle(node).color")
    assert size >= 14 and colour != "rgb(0, 255, 0)"


def test_a_station_that_is_down_leaves_the_partners_page_alone(opened: Opening, partner: tuple[Path, str]) -> None:
    nobody = f"http://127.0.0.1:{free_port()}"
    page = opened(page_with_ticker(partner[0], nobody), base=partner[1])
    expect(page.get_by_role("heading", name="Partner")).to_be_visible()


def test_the_iframe_form_tells_how_high_it_is(
    opened: Opening, web: Web, newsroom: Newsroom, partner: tuple[Path, str]
) -> None:
    newsroom.push("In a frame")
    html = f"""<!doctype html><title>Partner</title><iframe src="{web.url}/embed/ticker" title="News"></iframe>
    <script>addEventListener("message", (e) => document.body.dataset.height = e.data.height)</script>"""
    (partner[0] / "frame.html").write_text(html)
    page = opened("/frame.html", base=partner[1])
    expect(page.frame_locator("iframe").locator("airwire-ticker")).to_contain_text("In a frame")
    page.wait_for_function("Number(document.body.dataset.height) > 80")
