"""Pictures as a page asks for them: of articles that are out, and of nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine

from tests.conftest import NOON, Valkey
from tests.unit.test_pictures import photo
from tests.web.doors import IMPORT, Doors, open_doors
from webapp.intake import fetch
from webapp.newsroom.model import Picture
from webapp.newsroom.picture_paths import picture_path
from webapp.store.connection import Store

URL = "https://agency.example/rice.jpg"
PATH = picture_path("rice", URL)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was asked of the outside, which is not there in a test; it answers with a photograph."""
    asked: list[str] = []

    def get(url: str, **how: Any) -> fetch.Fetched:
        assert how["max_bytes"] and how["deadline_s"] and not how["allow_private"]
        asked.append(url)
        return fetch.Fetched(200 if "rice" in url else 404, url, {}, photo())

    monkeypatch.setattr(fetch, "get", get)
    return asked


@pytest.fixture
def doors(valkey_server: Valkey, store: Store, tmp_path: Path, asked: list[str]) -> Iterator[Doors]:
    with time_machine.travel(NOON, tick=False) as clock:
        doors = open_doors(valkey_server, clock, tmp_path)
        doors.put_out("rice", picture=Picture(url=URL, width=1600, height=900, alt="A market"))
        doors.put_out("lost", picture=Picture(url="https://agency.example/lost.jpg", width=1600, height=900))
        yield doors


def test_no_page_and_no_feed_sends_a_reader_to_the_agencys_server(doors: Doors) -> None:
    for path in ("/", "/articles", "/articles/rice", "/lite", "/feed.xml", "/feed.json", "/api/v1/articles", "/oembed"):
        query = {"url": "http://localhost/articles/rice"} if path == "/oembed" else {}
        answer = doors.client().get(path, query_string=query)
        assert answer.status_code == 200 and "agency.example" not in answer.text, path
    page = doors.client().get("/articles/rice").text
    assert PATH in page and f"{PATH.replace('-640', '-1280')} 1280w" in page and 'width="1600" height="900"' in page


def test_a_picture_comes_in_the_size_asked_for_and_may_be_kept_for_good(doors: Doors, asked: list[str]) -> None:
    answer = doors.client().get(PATH)
    assert (answer.status_code, answer.mimetype) == (200, "image/webp")
    assert "immutable" in answer.headers["Cache-Control"]
    assert doors.client(if_none_match=answer.headers["ETag"]).get(PATH).status_code == 304
    assert doors.client().get(PATH.replace("640.webp", "1280.jpg")).mimetype == "image/jpeg"
    assert asked == [URL]


@pytest.mark.parametrize(
    "path",
    [
        PATH.replace("640", "641"), PATH.replace("640", "99999"), PATH.replace("webp", "png"), PATH.replace("rice", "fish"),
        re.sub("[0-9a-f]{16}", "0" * 16, PATH), "/pictures/rice/https://evil.example-640.webp", "/pictures/../x-640.webp",
    ],
)  # fmt: skip
def test_nothing_else_can_be_asked_for(doors: Doors, asked: list[str], path: str) -> None:
    assert doors.client().get(path).status_code == 404 and asked == []


def test_where_a_picture_cannot_be_had_its_place_stays_and_is_asked_for_again_later(doors: Doors) -> None:
    answer = doors.client().get(picture_path("lost", "https://agency.example/lost.jpg"))
    assert (answer.status_code, answer.mimetype) == (503, "image/svg+xml")
    assert answer.headers["Cache-Control"] == "no-store" and int(answer.headers["Retry-After"]) > 0


def test_with_its_article_the_picture_is_withdrawn(doors: Doors, tmp_path: Path) -> None:
    doors.client().get(PATH)
    assert list((tmp_path / "pictures").glob("*/*"))
    doors.room.desk.withdraw_article("rice", "wrong", IMPORT, doors.now)
    doors.follow()
    assert doors.client().get(PATH).status_code == 410
    assert not list((tmp_path / "pictures").glob("*/*"))
