"""A most-read list that nobody ranks any more: first with its age, then not at all; the page around it stands."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine

from tests.any_store import connect
from tests.conftest import NOON, Valkey
from tests.web.in_process_site import IMPORT, InProcessSite, open_site
from tests.web.reads.test_panel_reads import sign_in
from webapp.newsroom.reads.pins import EditorChoiceDraft
from webapp.newsroom.reads.ranking import MAX_LIST_AGE
from webapp.newsroom.staff import Actor

GONE = "This list is hours out of date"


@pytest.fixture
def site(valkey_server: Valkey, tmp_path: Path) -> Iterator[InProcessSite]:
    connect(valkey_server.url).flushall()
    with time_machine.travel(NOON, tick=False) as clock:
        site = open_site(valkey_server, clock, tmp_path)
        site.put_out("rice")
        site.room.reads.seed({"rice": 240}, site.room.articles.newest(9), site.now)
        site.room.desk.rank_most_read(site.room.reads.rank(site.now), site.now)
        site.room.reads.ranked_at(site.now)
        site.follow()
        yield site


def text(site: InProcessSite, path: str) -> str:
    answer = site.client().get(path)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_with_the_leader_frozen_the_last_list_stands_with_its_age(site: InProcessSite) -> None:
    site.wait(minutes=45)
    for path in ("/", "/most-read", "/articles/rice"):
        page = text(site, path)
        assert "45 minutes ago" in page and GONE in page.split('data-f="old" hidden')[1], path
    assert site.client().get("/embed/ticker.json").get_json()["most_read"]["as_of"].startswith("2026-03-02T04:00")


def test_what_pages_hide_as_too_old_says_so_in_the_api_and_in_the_snapshot(site: InProcessSite) -> None:
    def olds() -> list[object]:
        client = site.client()
        lists = (client.get("/api/v1/snapshot").get_json()["most_read"], client.get("/api/v1/most-read").get_json())
        return [listed.get("old") for listed in lists]

    assert olds() == [None, None]
    before = site.client().get("/api/v1/snapshot").headers["ETag"]
    site.wait(seconds=MAX_LIST_AGE["24h"].total_seconds() + 1)
    assert olds() == [True, True] and site.client().get("/api/v1/snapshot").headers["ETag"] != before


def test_nights_without_a_reader_and_a_leader_that_is_well_leave_the_empty_list_young(site: InProcessSite) -> None:
    for _ in range(6):
        site.wait(days=1)
        site.room.desk.rank_most_read(site.room.reads.rank(site.now), site.now)
    site.wait(minutes=8)
    site.follow()
    listed = site.client().get("/api/v1/most-read").get_json()
    assert (listed["items"], listed["as_of"]) == ([], "2026-03-08T04:00:00.000Z")
    assert GONE in text(site, "/most-read").split('data-f="old" hidden')[1]


def test_a_list_too_old_to_say_anything_is_hidden_and_its_page_is_not(site: InProcessSite) -> None:
    site.wait(seconds=MAX_LIST_AGE["24h"].total_seconds() + 1)
    for path in ("/", "/most-read", "/articles/rice"):
        page = text(site, path)
        assert 'data-f="old" hidden' not in page and GONE in page, path
        assert 'class="rank"' not in page, path
    assert site.client().get("/embed/ticker.json").get_json()["most_read"] is None


def test_the_small_page_keeps_to_the_same_and_says_what_an_editor_chose(site: InProcessSite) -> None:
    page = text(site, "/lite")
    assert "/articles/rice" in page and "Counted <time" in page and "Editors' choice" not in page
    listed = site.room.log.board().most_read
    assert listed
    draft = EditorChoiceDraft(action="pin", reason="asked for")
    site.room.desk.choose_most_read("rice", draft, listed, Actor(name="Elena", role="editor"), site.now)
    site.follow()
    assert "Editors' choice" in text(site, "/lite")
    site.wait(seconds=MAX_LIST_AGE["24h"].total_seconds() + 1)
    assert "Most read" not in text(site, "/lite")


def test_the_panel_says_that_the_list_is_not_being_ranked(site: InProcessSite) -> None:
    editor = sign_in(site, "Elena", "editor")
    late = "The list is not being updated"
    assert late not in editor.get("/panel/reads").get_data(as_text=True)
    site.wait(minutes=2)
    assert late in editor.get("/panel/reads").get_data(as_text=True)


def test_a_story_withdrawn_or_kept_off_is_in_no_window_from_that_commit_on(site: InProcessSite) -> None:
    site.put_out("ferry")
    site.room.reads.seed({"ferry": 120}, site.room.articles.newest(9), site.now)
    site.wait(seconds=6)
    for window in ("1h", "24h", "7d"):
        assert "/articles/rice" in text(site, f"/most-read?window={window}").split("<main")[1]
    site.room.desk.withdraw_article("rice", "wrong", IMPORT, site.now)
    site.follow()
    for window in ("1h", "24h", "7d"):
        assert "/articles/rice" not in text(site, f"/most-read?window={window}").split("<main")[1].split("<footer")[0]
