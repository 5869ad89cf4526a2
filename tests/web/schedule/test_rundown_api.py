"""The rundown over HTTP: a day as planned and as run for staff, and changes of single dates."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.conftest import Room
from tests.store.board.test_clock import IMPORT
from tests.store.board.test_desk import story
from tests.web.conftest import Newsroom
from webapp.newsroom.schedule.grid.grid import Grid

ALL_DAY = Grid.load(
    {
        "zone": "Asia/Manila",
        "programmes": [
            {
                "id": "desk",
                "title": "The Desk",
                "slots": [
                    {"days": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], "start": "00:00", "end": "24:00"}
                ],
                "segments": [{"id": "news", "title": "News", "start": "00:00", "articles": ["rice"]}],
            }
        ],
    }
)


@pytest.fixture(autouse=True)
def a_day(back_room: Room) -> None:
    now = datetime.now(UTC)
    back_room.store.flushdb()
    for slug in ("rice", "taal"):
        article = story(slug).model_copy(update={"published_at": now - timedelta(days=1)})
        back_room.desk.put_article(article, IMPORT, now)
    back_room.desk.set_grid(ALL_DAY, IMPORT, now)


@pytest.fixture
def newsroom(a_day: None, newsroom: Newsroom) -> Newsroom:
    return newsroom


def today(newsroom: Newsroom) -> Any:
    answer = newsroom.call("GET", "/rundown")
    assert answer.status_code == 200, answer.text
    return answer.json()


def change(broadcast: Any, **more: Any) -> dict[str, Any]:
    span = {"starts_at": broadcast["starts_at"], "ends_at": broadcast["ends_at"]}
    return {"rev": broadcast["entry"]["rev"] if broadcast["entry"] else 0, **span, "programme": "desk", **more}


def test_a_producer_changes_todays_articles_and_gives_the_day_back(newsroom: Newsroom) -> None:
    broadcast = today(newsroom)["broadcasts"][0]
    segment = {"id": "news", "title": "News", "start": "00:00", "articles": ["taal"]}
    path = f"/rundown/{broadcast['id']}"
    done = newsroom.call("PUT", path, change(broadcast, segments=[segment]), role="producer")
    assert done.status_code == 200 and done.json()["rev"] == 1, done.text
    after = today(newsroom)["broadcasts"][0]
    assert after["id"] == broadcast["id"] and after["segments"][0]["articles"] == ["taal"]
    stale = newsroom.call("PUT", path, change(broadcast, articles=["rice"]), role="admin")
    assert stale.status_code == 409 and stale.json()["by"] == "the producer's system"
    assert newsroom.call("DELETE", path, {"rev": 1}, role="producer").status_code == 200
    assert today(newsroom)["broadcasts"][0]["entry"] is None


def test_the_record_of_the_day_is_there_as_json_and_as_a_table(newsroom: Newsroom) -> None:
    held = newsroom.call("PUT", "/on-air", {"title": "=Typhoon"})
    assert held.status_code == 200
    rows = today(newsroom)["compared"]
    assert [row["spans"][0]["ran"]["programme"]["title"] for row in rows] == ["The Desk", "=Typhoon"]
    assert newsroom.call("GET", "/as-run").json()["as_run"][-1]["ran"]["who"] == "the anchor's system"
    table = newsroom.call("GET", "/as-run?format=csv")
    assert table.headers["Content-Type"].startswith("text/csv")
    assert table.text.splitlines()[0].startswith("starts_at,ends_at") and "'=Typhoon" in table.text


@pytest.mark.parametrize("path", ["/rundown", "/as-run"])
def test_the_record_is_for_staff_alone(newsroom: Newsroom, path: str) -> None:
    newsroom.tokens["nobody"] = "wrong"
    assert newsroom.call("GET", path, role="nobody").status_code == 401


@pytest.mark.parametrize(
    ("call", "status"),
    [
        (("GET", "/rundown?date=tomorrow", None), 422),
        (("GET", "/as-run?from=2026-01-01&to=2026-12-31", None), 422),
        (("GET", "/as-run?from=2026-02-01&to=2026-01-01", None), 422),
        (("GET", "/as-run?format=xlsx", None), 422),
        (("PUT", "/rundown/Not%20an%20id", {}), 422),
        (("PUT", "/rundown/x", {"rev": -1, "title": "X", "starts_at": "now", "ends_at": "later"}), 422),
        (("PUT", "/rundown/x", []), 422),
        (("DELETE", "/rundown/x", {"rev": 1}), 404),
        (("POST", "/on-air/read", {"article": "no-such-story"}), 422),
    ],
)
def test_what_cannot_be_is_refused_with_words(newsroom: Newsroom, call: tuple[str, str, Any], status: int) -> None:
    method, path, body = call
    answer = newsroom.call(method, path, body, role="producer")
    assert answer.status_code == status, answer.text
    assert answer.headers["Content-Type"] == "application/problem+json" and answer.json()["detail"]


def test_an_anchor_may_note_what_is_read_and_not_change_the_plan(newsroom: Newsroom) -> None:
    assert newsroom.call("POST", "/on-air/read", {"article": "rice"}).status_code == 200
    assert [row["articles"] for row in today(newsroom)["aired"]] == [["rice"]]
    broadcast = today(newsroom)["broadcasts"][0]
    assert newsroom.call("PUT", f"/rundown/{broadcast['id']}", change(broadcast, articles=["taal"])).status_code == 403
