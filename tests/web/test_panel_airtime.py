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

from tests.conftest import NOON, Valkey
from tests.store.test_clock import IMPORT
from tests.web.doors import Doors, open_doors
from tests.web.test_panel_reads import sign_in
from tests.web.test_rundown_api import ALL_DAY
from webapp.newsroom.airtime import WIDTH_S
from webapp.newsroom.as_run import Aired, Named, Ran
from webapp.store import keys
from webapp.store.as_run import airing, running
from webapp.store.connection import connect


@pytest.fixture
def doors(valkey_server: Valkey, tmp_path: Path) -> Iterator[Doors]:
    connect(valkey_server.url).flushall()
    with time_machine.travel(NOON, tick=False) as clock:
        doors = open_doors(valkey_server, clock, tmp_path)
        doors.put_out("rice")
        doors.room.desk.set_grid(ALL_DAY, IMPORT, doors.now)
        doors.room.store.delete(keys.AIRED, keys.AS_RUN)
        doors.follow()
        yield doors


@pytest.fixture
def editor(doors: Doors) -> FlaskClient:
    return sign_in(doors, "Elena", "editor")


def plan(doors: Doors, minute: float, *articles: str, every_s: int = 15) -> None:
    at = NOON + timedelta(minutes=minute)
    for write in airing(Aired(at=at, kind="rotation", articles=articles, every_s=every_s, starts_at=at)):
        doors.room.store.execute_command(*write)


def ran(doors: Doors, programme: str | None, *minutes: float) -> None:
    named = Named(id=programme, title=programme.title()) if programme else None
    rows = [
        Ran(id=f"{programme}-{m}", starts_at=NOON + timedelta(minutes=m), programme=named, told_at=NOON)
        for m in minutes
    ]
    for write in running(rows, NOON):
        doors.room.store.execute_command(*write)


def read(doors: Doors, minute: float, reads: int) -> None:
    stamp = int((NOON + timedelta(minutes=minute)).timestamp())
    doors.room.store.zincrby(keys.tally(WIDTH_S, stamp - stamp % WIDTH_S), reads, "rice")


def row_of(page: str) -> str:
    """The story's row as text, one cell after another."""
    body = re.search(r"<tbody.*?</tbody>", page, re.S)
    assert body
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body[0])).split())


def test_a_story_that_was_on_before_the_picture_began_did_not_come_on_at_its_edge(
    doors: Doors, editor: FlaskClient
) -> None:
    plan(doors, -26 * 60, "rice", "ferry")
    read(doors, -24 * 60 - 10, 60)
    read(doors, -24 * 60 + 10, 240)
    row = row_of(editor.get("/panel/rundown/articles/rice").text)
    assert "→" not in row and "720.0 min" in row
    assert "1 Mar, 12:00 PM – 2 Mar, 12:00 PM" in row, "a span over midnight says so"


def test_a_programme_counts_only_what_was_on_in_it(doors: Doors, editor: FlaskClient) -> None:
    plan(doors, -600, "rice", "ferry")
    ran(doors, "desk", -200)
    ran(doors, None, -120)
    read(doors, -250, 240)
    row = row_of(editor.get("/panel/rundown/programmes/desk").text)
    assert "40.0 min" in row and "8:40 AM – 10:00 AM" in row and "→" not in row


def test_a_story_that_came_on_in_the_picture_has_its_lift_at_that_moment(doors: Doors, editor: FlaskClient) -> None:
    plan(doors, -600, "ferry")
    plan(doors, -210, "rice", "ferry")
    ran(doors, "desk", -200)
    ran(doors, None, -120)
    read(doors, -220, 60)
    read(doors, -205, 240)
    row = row_of(editor.get("/panel/rundown/programmes/desk").text)
    assert "8:30 AM : 60 → 240 +300 %" in row


def test_reads_of_the_last_minutes_are_in_the_picture_and_still_being_counted(
    doors: Doors, editor: FlaskClient
) -> None:
    doors.wait(minutes=1)
    read(doors, 0.5, 7)
    page = editor.get("/panel/rundown/articles/rice").text
    assert "7 reads, still being counted" in page and "Reads in 15 minutes, at most 7." in page
