"""axe-core finds nothing serious on any page, in light and dark, wide and narrow."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Page

from tests.browser.alerts.posting import post
from tests.browser.conftest import Opening
from tests.web.conftest import Newsroom

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
PAGES = [
    "/",
    "/articles",
    "/articles/{slug}",
    "/schedule",
    "/most-read",
    "/lite",
    "/panel/sign-in",
    "/embed/ticker",
    "/nowhere",
]
Scheme = Literal["light", "dark"]


@pytest.fixture(scope="module")
def slug() -> dict[str, str]:
    return {}


IMPACTS = ["minor", "moderate", "serious", "critical"]


def serious(page: Page, at_least: str = "serious") -> list[str]:
    """What is wrong, with the elements it is wrong with."""
    page.add_script_tag(content=AXE.read_text("utf-8")) if not page.evaluate("'axe' in window") else None
    found: list[dict[str, Any]] = page.evaluate("axe.run().then((result) => result.violations)")
    return [
        f"{rule['id']}: {[node['html'][:120] for node in rule['nodes'][:3]]}"
        for rule in found
        if rule["impact"] in IMPACTS[IMPACTS.index(at_least) :]
    ]


def furnish(newsroom: Newsroom) -> str:
    story = {
        "title": "Water is back in Marikina", "body_html": "<p>Since <a href='https://example.org'>noon</a>.</p>",
        "topics": ["Water"], "byline": "Ana Reyes", "summary": "Taps run again.",
    }  # fmt: skip
    slug: str = newsroom.call("POST", "/articles", story, role="editor").json()["slug"]
    for priority in ("urgent", "bulletin", "flash"):
        item = newsroom.push(f"A {priority} of today", priority=priority, body="More to follow.")
    for severity in ("Extreme", "Minor"):
        post(newsroom, f"{severity}-{slug}", headline=f"A {severity} alert", severity=severity)
    correction = {"rev": 1, "reason": "Slip", "headline": "A flash, corrected"}
    newsroom.call("PATCH", f"/breaking/{item['id']}", correction)
    return slug


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1440, "light")])
def test_listeners_pages_have_no_barrier(
    opened: Opening, newsroom: Newsroom, slug: dict[str, str], scheme: Scheme, width: int
) -> None:
    slug.setdefault("is", furnish(newsroom)) if not slug else None
    for path in PAGES:
        page = opened(path.format(slug=slug["is"]), width=width, color_scheme=scheme, bypass_csp=True)
        page.wait_for_load_state("networkidle") if "embed" in path else page.wait_for_timeout(300)
        assert serious(page, at_least="moderate") == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{path} is wider than the screen"


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1280, "light")])
def test_the_pages_of_numbers_have_no_barrier(
    at_the_panel: Callable[..., Page], newsroom: Newsroom, scheme: Scheme, width: int
) -> None:
    slug = furnish(newsroom)
    page = at_the_panel()
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 800})
    for path in (
        "reads",
        f"reads/{slug}",
        f"rundown/articles/{slug}",
        "sources",
        "streams",
        "listeners",
        "outlets",
        "alerts",
        "wires",
        "checks",
    ):
        page.goto(page.url.split("/panel")[0] + f"/panel/{path}")
        page.evaluate("for (const more of document.querySelectorAll('details')) more.open = true")
        page.evaluate(AXE.read_text("utf-8"))
        assert serious(page, at_least="moderate") == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{path} is wider than the screen"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_panel_has_no_serious_barrier(
    at_the_panel: Callable[..., Page], newsroom: Newsroom, scheme: Scheme
) -> None:
    page = at_the_panel()
    page.emulate_media(color_scheme=scheme)
    newsroom.push("Something to correct")
    row = page.locator("#board .row", has_text="Something to correct").first
    row.locator("[data-act=correct]").click()
    page.context.add_init_script("")
    page.evaluate(AXE.read_text("utf-8"))
    assert serious(page) == []
