"""Pictures of programmes and promos in a real browser: asked for here alone, in a size that fits, in a place that is kept."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.any_store import connect
from tests.browser.conftest import Opening
from tests.conftest import Valkey, make_room
from tests.store.board.test_clock import IMPORT
from tests.web.conftest import Newsroom
from tests.web.schedule.test_rundown_api import ALL_DAY
from tests.web.server import Web, wait_for
from webapp.newsroom.articles.picture_paths import PROMO_OWNER, picture_path, programme_owner
from webapp.newsroom.model import Picture
from webapp.newsroom.schedule.grid.grid import Grid
from webapp.web.parts import utc_now

FIESTA, PARADE, DRIVE = (f"https://agency.example/{name}.jpg" for name in ("fiesta", "parade", "drive"))


def advertise(newsroom: Newsroom, title: str, url: str) -> None:
    image = {"url": url, "width": 1200, "height": 400, "alt": "Lanterns"}
    answer = newsroom.call("PUT", "/promo", {"title": title, "link": "/articles", "image": image}, role="producer")
    assert answer.status_code == 200


def asked_outside(page: Page, web: Web) -> list[str]:
    """What is asked of anybody but us from now on."""
    outside: list[str] = []
    here = urlsplit(web.url).netloc
    page.on("request", lambda r: outside.append(r.url) if urlsplit(r.url).netloc not in ("", here) else None)
    return outside


@pytest.mark.parametrize("width", [360, 1280])
def test_a_promo_that_comes_to_an_open_page_shows_its_picture_from_here(
    opened: Opening, newsroom: Newsroom, web: Web, width: int
) -> None:
    advertise(newsroom, "Fiesta tonight", FIESTA)
    page = opened("/", width=width)
    outside = asked_outside(page, web)
    page.reload()
    picture = page.locator(".promo__image")
    drawn = picture.get_attribute("srcset")
    assert drawn and drawn.startswith(picture_path(PROMO_OWNER, FIESTA, 320) + " 320w, ")
    box = page.locator("aw-promo").bounding_box()
    advertise(newsroom, "Parade at noon", PARADE)
    expect(page.get_by_text("Parade at noon")).to_be_visible()
    redrawn = picture.get_attribute("srcset")
    assert redrawn and redrawn.replace(web.url, "") == drawn.replace(
        picture_path(PROMO_OWNER, FIESTA)[:-9], picture_path(PROMO_OWNER, PARADE)[:-9]
    )
    picture.scroll_into_view_if_needed()
    expect(picture).to_be_visible()
    after = page.locator("aw-promo").bounding_box()
    assert box and after and (after["width"], after["height"]) == (box["width"], box["height"])
    assert outside == []


def test_the_lock_screen_shows_the_programmes_picture_in_its_sizes(
    opened: Opening, valkey_server: Valkey, web: Web
) -> None:
    picture = Picture(url=DRIVE, width=900, height=450)
    programme = ALL_DAY.programmes[0].model_copy(update={"picture": picture})
    page, room = opened("/"), make_room(connect(valkey_server.url))
    room.desk.set_grid(Grid.load({"zone": ALL_DAY.zone, "programmes": [programme.dump()]}), IMPORT, utc_now())
    told = "() => navigator.mediaSession.metadata?.artwork.map(({ src, sizes }) => [src, sizes])"
    wait_for(lambda: page.evaluate(told))
    own = programme_owner(programme.id)
    assert page.evaluate(told) == [
        [web.url + picture_path(own, DRIVE, wide), f"{wide}x{wide // 2}"] for wide in (320, 640)
    ]
