"""A most-read list that nobody ranks any more: first with its age, then not at all; the page around it stands."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine

from tests.conftest import NOON, Valkey
from tests.web.doors import IMPORT, Doors, open_doors
from tests.web.test_panel_reads import sign_in
from webapp.newsroom.choices import ChoiceDraft
from webapp.newsroom.ranking import HIDDEN
from webapp.newsroom.staff import Actor
from webapp.store.connection import connect

GONE = "This list has not been made anew for hours"


@pytest.fixture
def doors(valkey_server: Valkey, tmp_path: Path) -> Iterator[Doors]:
    connect(valkey_server.url).flushall()
    with time_machine.travel(NOON, tick=False) as clock:
        doors = open_doors(valkey_server, clock, tmp_path)
        doors.put_out("rice")
        doors.room.reads.seed({"rice": 240}, doors.room.articles.newest(9), doors.now)
        doors.room.desk.rank_most_read(doors.room.reads.rank(doors.now), doors.now)
        doors.room.reads.ranked_at(doors.now)
        doors.follow()
        yield doors


def text(doors: Doors, path: str) -> str:
    answer = doors.client().get(path)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_with_the_leader_frozen_the_last_list_stands_with_its_age(doors: Doors) -> None:
    doors.wait(minutes=45)
    for path in ("/", "/most-read", "/articles/rice"):
        page = text(doors, path)
        assert "45 minutes ago" in page and GONE in page.split('data-f="old" hidden')[1], path
    assert doors.client().get("/embed/ticker.json").get_json()["most_read"]["as_of"].startswith("2026-03-02T04:00")


def test_nights_without_a_reader_and_a_leader_that_is_well_leave_the_empty_list_young(doors: Doors) -> None:
    for _ in range(6):
        doors.wait(days=1)
        doors.room.desk.rank_most_read(doors.room.reads.rank(doors.now), doors.now)
    doors.wait(minutes=8)
    doors.follow()
    listed = doors.client().get("/api/v1/most-read").get_json()
    assert (listed["items"], listed["as_of"]) == ([], "2026-03-08T04:00:00.000Z")
    assert GONE in text(doors, "/most-read").split('data-f="old" hidden')[1]


def test_a_list_too_old_to_say_anything_is_hidden_and_its_page_is_not(doors: Doors) -> None:
    doors.wait(seconds=HIDDEN["24h"].total_seconds() + 1)
    for path in ("/", "/most-read", "/articles/rice"):
        page = text(doors, path)
        assert 'data-f="old" hidden' not in page and GONE in page, path
        assert 'class="rank"' not in page, path
    assert doors.client().get("/embed/ticker.json").get_json()["most_read"] is None


def test_the_small_page_keeps_to_the_same_and_says_what_an_editor_chose(doors: Doors) -> None:
    page = text(doors, "/lite")
    assert "/articles/rice" in page and "Counted <time" in page and "Editors' choice" not in page
    listed = doors.room.log.board().most_read
    assert listed
    draft = ChoiceDraft(action="pin", reason="asked for")
    doors.room.desk.choose_most_read("rice", draft, listed, Actor(name="Elena", role="editor"), doors.now)
    doors.follow()
    assert "Editors' choice" in text(doors, "/lite")
    doors.wait(seconds=HIDDEN["24h"].total_seconds() + 1)
    assert "Most read" not in text(doors, "/lite")


def test_the_panel_says_that_the_list_is_not_being_ranked(doors: Doors) -> None:
    editor = sign_in(doors, "Elena", "editor")
    late = "The list is not being ranked right now"
    assert late not in editor.get("/panel/reads").get_data(as_text=True)
    doors.wait(minutes=2)
    assert late in editor.get("/panel/reads").get_data(as_text=True)


def test_a_story_withdrawn_or_kept_off_is_in_no_window_from_that_commit_on(doors: Doors) -> None:
    doors.put_out("ferry")
    doors.room.reads.seed({"ferry": 120}, doors.room.articles.newest(9), doors.now)
    doors.wait(seconds=6)
    for window in ("1h", "24h", "7d"):
        assert "/articles/rice" in text(doors, f"/most-read?window={window}").split("<main")[1]
    doors.room.desk.withdraw_article("rice", "wrong", IMPORT, doors.now)
    doors.follow()
    for window in ("1h", "24h", "7d"):
        assert "/articles/rice" not in text(doors, f"/most-read?window={window}").split("<main")[1].split("<footer")[0]
