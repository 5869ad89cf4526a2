"""Pictures as a page asks for them: of what pages show, and of nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine

from tests.any_store import Store
from tests.conftest import NOON, Valkey
from tests.unit.articles.test_pictures import photo
from tests.web.in_process_site import IMPORT, InProcessSite, open_site
from webapp.fetch import client
from webapp.newsroom.articles.picture_paths import PROMO_OWNER, STATION_OWNER, picture_path, programme_owner
from webapp.newsroom.drafts import PromoDraft
from webapp.newsroom.model import Picture
from webapp.newsroom.schedule.grid.toml import parse_grid
from webapp.newsroom.staff import Actor

PRODUCER = Actor(name="Rosa", role="producer")
URL = "https://agency.example/rice.jpg"
PATH = picture_path("rice", URL)

LOGO, FIESTA, DRIVE = (f"https://agency.example/{name}-of-rice.png" for name in ("logo", "fiesta", "drive"))
PROMO_PATH, DRIVE_PATH = picture_path(PROMO_OWNER, FIESTA), picture_path(programme_owner("drive"), DRIVE)
PATHS = {"logo": picture_path(STATION_OWNER, LOGO, 320), "promo": PROMO_PATH, "programme": DRIVE_PATH}

STATION_TOML = f"""
name = "Radyo Halimbawa"
[logo]
url = "{LOGO}"
width = 512
height = 512
"""
GRID_TOML = f"""
zone = "Asia/Manila"
[[programme]]
id = "drive"
title = "The Drive"
  [programme.picture]
  url = "{DRIVE}"
  width = 900
  height = 900
  [[programme.slot]]
  days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
  start = "00:00"
  end = "00:00"
"""


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was asked of the outside, which is not there in a test; it answers with a photograph."""
    asked: list[str] = []

    def get(url: str, **how: Any) -> client.Fetched:
        assert how["max_bytes"] and how["deadline_s"] and not how["allow_private"]
        asked.append(url)
        return client.Fetched(200 if "rice" in url else 404, url, {}, photo())

    monkeypatch.setattr(client, "get", get)
    return asked


@pytest.fixture
def site(valkey_server: Valkey, store: Store, tmp_path: Path, asked: list[str]) -> Iterator[InProcessSite]:
    with time_machine.travel(NOON, tick=False) as clock:
        site = open_site(valkey_server, clock, tmp_path, STATION_TOML)
        site.room.desk.set_grid(parse_grid(GRID_TOML), PRODUCER, site.now)
        advertise(site, url=FIESTA)
        site.put_out("rice", picture=Picture(url=URL, width=1600, height=900, alt="A market"))
        site.put_out("lost", picture=Picture(url="https://agency.example/lost.jpg", width=1600, height=900))
        yield site


def advertise(site: InProcessSite, title: str = "Fiesta", **image: Any) -> None:
    picture = Picture.load({"width": 1200, "height": 400, **image}) if image else None
    site.room.desk.set_promo(PromoDraft(title=title, link="/", image=picture), PRODUCER, site.now)
    site.follow()


@pytest.mark.parametrize(
    "path",
    ["/", "/articles", "/articles/rice", "/schedule", "/most-read", "/lite", "/panel/", "/feed.xml", "/feed.json", "/oembed",
     "/embed/ticker", "/embed/ticker.json", "/api/v1/articles", "/api/v1/articles/rice", "/api/v1/snapshot", "/api/v1/schedule"],
)  # fmt: skip
def test_no_page_and_no_feed_sends_a_reader_to_a_strangers_server(site: InProcessSite, path: str) -> None:
    query = {"url": "http://localhost/articles/rice"} if path == "/oembed" else {}
    answer = site.client().get(path, query_string=query, follow_redirects=True)
    assert answer.status_code == 200 and "agency.example" not in answer.text
    if answer.mimetype == "text/html":
        assert "img-src 'self' data:;" in answer.headers["Content-Security-Policy"]


def test_a_page_names_a_picture_in_every_size_with_its_shape(site: InProcessSite) -> None:
    page = site.client().get("/articles/rice").text
    assert PATH in page and f"{PATH.replace('-640', '-1280')} 1280w" in page and 'width="1600" height="900"' in page
    assert f"{PROMO_PATH.replace('-640', '-960')} 960w" in page and 'width="1200" height="400"' in page
    assert f'src="{PATHS["logo"].replace("-320", "-96")}" width="512" height="512"' in page


def test_what_is_told_of_promo_and_programme_names_their_pictures_here(site: InProcessSite) -> None:
    board = site.client().get("/api/v1/snapshot").get_json()
    assert board["promo"]["image"] == {"url": PROMO_PATH, "width": 1200, "height": 400, "alt": ""}
    assert board["on_air"]["programme"]["picture"]["url"] == DRIVE_PATH
    planned = site.client().get("/api/v1/schedule").get_json()["broadcasts"]
    assert {show["programme"]["picture"]["url"] for show in planned} == {DRIVE_PATH}
    assert site.client().get("/feed.json").get_json()["icon"].startswith("http://localhost/pictures/_station/")


@pytest.mark.parametrize(("whose", "url"), [("logo", LOGO), ("promo", FIESTA), ("programme", DRIVE)])
def test_pictures_of_station_promo_and_programme_are_fetched_and_resized_as_articles_are(
    site: InProcessSite, asked: list[str], whose: str, url: str
) -> None:
    answer = site.client().get(PATHS[whose])
    assert (answer.status_code, answer.mimetype, asked) == (200, "image/webp", [url])


def test_a_picture_comes_in_the_size_asked_for_and_may_be_kept_for_good(site: InProcessSite, asked: list[str]) -> None:
    answer = site.client().get(PATH)
    assert (answer.status_code, answer.mimetype) == (200, "image/webp")
    assert "immutable" in answer.headers["Cache-Control"]
    assert site.client(if_none_match=answer.headers["ETag"]).get(PATH).status_code == 304
    assert site.client().get(PATH.replace("640.webp", "1280.jpg")).mimetype == "image/jpeg"
    assert asked == [URL]


@pytest.mark.parametrize(
    "path",
    [
        PATH.replace("640", "641"), PATH.replace("640", "99999"), PATH.replace("webp", "png"), PATH.replace("rice", "fish"),
        re.sub("[0-9a-f]{16}", "0" * 16, PATH), "/pictures/rice/https://evil.example-640.webp", "/pictures/../x-640.webp",
        PATH.replace("rice", PROMO_OWNER), PROMO_PATH.replace(PROMO_OWNER, STATION_OWNER), DRIVE_PATH.replace("drive", "dawn"),
        DRIVE_PATH.replace("_programme-drive", "drive"), picture_path(PROMO_OWNER, "https://evil.example/rice.jpg"),
    ],
)  # fmt: skip
def test_nothing_else_can_be_asked_for(site: InProcessSite, asked: list[str], path: str) -> None:
    assert site.client().get(path).status_code == 404 and asked == []


def test_where_a_picture_cannot_be_had_its_place_stays_and_is_asked_for_again_later(site: InProcessSite) -> None:
    answer = site.client().get(picture_path("lost", "https://agency.example/lost.jpg"))
    assert (answer.status_code, answer.mimetype) == (503, "image/svg+xml")
    assert answer.headers["Cache-Control"] == "no-store" and int(answer.headers["Retry-After"]) > 0


def test_with_its_article_the_picture_is_withdrawn(site: InProcessSite, tmp_path: Path) -> None:
    site.client().get(PATH)
    assert list((tmp_path / "pictures").glob("*/*"))
    site.room.desk.withdraw_article("rice", "wrong", IMPORT, site.now)
    site.follow()
    assert site.client().get(PATH).status_code == 410
    assert not list((tmp_path / "pictures").glob("*/*"))


@pytest.mark.parametrize("after", [None, "https://agency.example/next-rice.jpg"], ids=["none", "another"])
def test_with_its_promo_the_picture_goes(site: InProcessSite, tmp_path: Path, after: str | None) -> None:
    site.client().get(PROMO_PATH)
    assert list((tmp_path / "pictures").glob("*/*"))
    if after:
        advertise(site, url=after)
    else:
        site.room.desk.set_promo(None, PRODUCER, site.now)
        site.follow()
    assert site.client().get(PROMO_PATH).status_code == 404
    assert not list((tmp_path / "pictures").glob("*/*"))


def test_a_promo_sent_back_as_it_was_told_keeps_its_picture(site: InProcessSite) -> None:
    told = site.client().get("/api/v1/snapshot").get_json()["promo"]
    advertise(site, "Fiesta, one more night", **{**told["image"], "alt": "Lanterns"})
    again = site.client().get("/api/v1/snapshot").get_json()["promo"]
    assert again == {**told, "title": "Fiesta, one more night", "image": {**told["image"], "alt": "Lanterns"}}
    assert site.client().get(PROMO_PATH).status_code == 200


def test_an_article_sent_back_as_it_was_told_keeps_its_picture(site: InProcessSite) -> None:
    told = site.client().get("/api/v1/articles/rice").get_json()["picture"]
    assert told["url"] == PATH
    site.put_out("rice", title="Rice again", picture=Picture(**{**told, "credit": "Rosa"}))
    again = site.client().get("/api/v1/articles/rice").get_json()
    assert (again["title"], again["picture"]) == ("Rice again", {**told, "credit": "Rosa"})
    assert site.client().get(PATH).status_code == 200
