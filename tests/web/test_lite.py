"""The page for the slowest networks says what the live page says."""

from __future__ import annotations

from pathlib import Path

import time_machine

from tests.conftest import NOON, Valkey
from tests.web.doors import IMPORT, open_doors
from webapp.newsroom.grid_toml import parse_grid
from webapp.store.connection import Store

GRID = """
zone = "Asia/Manila"
[[programme]]
id = "drive"
title = "The Drive"
  [[programme.slot]]
  days = ["mon"]
  start = "12:00"
  end = "15:00"
  [[programme.segment]]
  id = "traffic"
  title = "Traffic"
  start = "12:00"
  [[programme.segment]]
  id = "letters"
  title = "Letters"
  start = "13:00"
"""


def test_what_comes_next_within_a_programme_is_told_by_its_segment(
    valkey_server: Valkey, store: Store, tmp_path: Path
) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        doors = open_doors(valkey_server, clock, tmp_path, 'name = "Radyo"\n')
        doors.room.desk.set_grid(parse_grid(GRID), IMPORT, doors.now)
        doors.room.desk.settle_on_air(doors.now)
        doors.follow()
        page = " ".join(doors.client().get("/lite").text.split())
    assert "The Drive: Traffic" in page
    assert "1:00 PM" in page and ": Letters</p>" in page
