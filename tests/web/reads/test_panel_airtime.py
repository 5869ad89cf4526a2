"""The panel's picture of airtime and reads: it tells when a story came on, and nothing that only its own edge made."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest
import time_machine
from flask.testing import FlaskClient

from tests.any_store import connect
from tests.conftest import NOON, Valkey
from tests.store.board.test_clock import IMPORT
from tests.web.in_process_site import InProcessSite, open_site
from tests.web.reads.test_panel_reads import chart_in, sign_in
from tests.web.schedule.test_rundown_api import ALL_DAY
from webapp.newsroom.reads.lift import BUCKET_S
from webapp.newsroom.schedule.as_run import AiredArticles, AiredSegment, NamedPart
from webapp.store.core import keys
from webapp.store.schedule.as_run import aired_writes, turn_writes


@pytest.fixture
def site(valkey_server: Valkey, tmp_path: Path) -> Iterator[InProcessSite]:
    connect(valkey_server.url).flushall()
    with time_machine.travel(NOON, tick=False) as clock:
        site = open_site(valkey_server, clock, tmp_path)
        site.put_out("rice")
        site.room.desk.set_grid(ALL_DAY, IMPORT, site.now)
        site.room.store.delete(keys.AIRED, keys.AS_RUN)
        site.follow()
        yield site


@pytest.fixture
def editor(site: InProcessSite) -> FlaskClient:
    return sign_in(site, "Elena", "editor")


def plan(site: InProcessSite, minute: float, *articles: str, every_s: int = 15) -> None:
    at = NOON + timedelta(minutes=minute)
    for write in aired_writes(AiredArticles(at=at, kind="rotation", articles=articles, every_s=every_s, starts_at=at)):
        site.room.store.execute_command(*write)


def ran(site: InProcessSite, programme: str | None, *minutes: float) -> None:
    named = NamedPart(id=programme, title=programme.title()) if programme else None
    rows = [
        AiredSegment(id=f"{programme}-{m}", starts_at=NOON + timedelta(minutes=m), programme=named, told_at=NOON)
        for m in minutes
    ]
    for write in turn_writes(rows, NOON):
        site.room.store.execute_command(*write)


def read(site: InProcessSite, minute: float, reads: int) -> None:
    stamp = int((NOON + timedelta(minutes=minute)).timestamp())
    for width in (BUCKET_S, 60):
        site.room.store.zincrby(keys.tally(width, stamp - stamp % width), reads, "rice")


def row_of(page: str) -> str:
    """The story's row as text, one cell after another."""
    body = re.search(r"<tbody.*?</tbody>", page, re.S)
    assert body
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body[0])).split())


def test_a_story_that_was_on_before_the_picture_began_did_not_come_on_at_its_edge(
    site: InProcessSite, editor: FlaskClient
) -> None:
    plan(site, -26 * 60, "rice", "ferry")
    read(site, -24 * 60 - 10, 60)
    read(site, -24 * 60 + 10, 240)
    row = row_of(editor.get("/panel/rundown/articles/rice").text)
    assert "→" not in row and "720.0 min" in row
    assert "Mar 1, 12:00 PM – Mar 2, 12:00 PM" in row, "a span over midnight says so"


def test_a_programme_counts_only_what_was_on_in_it(site: InProcessSite, editor: FlaskClient) -> None:
    plan(site, -600, "rice", "ferry")
    ran(site, "desk", -200)
    ran(site, None, -120)
    read(site, -250, 240)
    row = row_of(editor.get("/panel/rundown/programmes/desk").text)
    assert "40.0 min" in row and "8:40 AM – 10:00 AM" in row and "→" not in row


def test_a_story_that_came_on_in_the_picture_has_its_lift_at_that_moment(
    site: InProcessSite, editor: FlaskClient
) -> None:
    plan(site, -600, "ferry")
    plan(site, -210, "rice", "ferry")
    ran(site, "desk", -200)
    ran(site, None, -120)
    for minute in range(-700, -100, 3):
        read(site, minute, 6 if minute < -210 else 24)
    row = row_of(editor.get("/panel/rundown/programmes/desk").text)
    assert re.search(r"8:30 AM : 60 → 240 expected without it: 6\d \+\d+ to \+\d+ % beside its own hours only", row), (
        row
    )


def test_an_airing_of_a_story_that_was_hardly_read_before_is_compared_with_nothing(
    site: InProcessSite, editor: FlaskClient
) -> None:
    plan(site, -600, "ferry")
    plan(site, -210, "rice", "ferry")
    ran(site, "desk", -200)
    ran(site, None, -120)
    read(site, -220, 3)
    row = row_of(editor.get("/panel/rundown/programmes/desk").text)
    assert "3 → 0 too few to say" in row
    read(site, -205, 60)
    row = row_of(editor.get("/panel/rundown/programmes/desk").text)
    assert "3 → 60 nothing to compare with yet" in row


def test_reads_of_the_last_minutes_are_in_the_picture_and_still_being_counted(
    site: InProcessSite, editor: FlaskClient
) -> None:
    site.wait(minutes=1)
    read(site, 0.5, 7)
    page = editor.get("/panel/rundown/articles/rice").text
    chart = chart_in(page, "airtime-chart")
    assert chart["unit"] == "reads in 15 minutes" and chart["series"][0]["values"][-1] == 7
    assert chart["counting"] == chart["times"][-1]
