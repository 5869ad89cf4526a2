"""The page for the slowest networks says what the live page says."""

from __future__ import annotations

from pathlib import Path

import time_machine

from tests.any_store import Store
from tests.conftest import NOON, Valkey
from tests.web.in_process_site import IMPORT, open_site
from webapp.newsroom.schedule.grid.toml import parse_grid

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
        site = open_site(valkey_server, clock, tmp_path, 'name = "Radyo"\n')
        site.room.desk.set_grid(parse_grid(GRID), IMPORT, site.now)
        site.room.desk.settle_on_air(site.now)
        site.follow()
        page = " ".join(site.client().get("/lite").text.split())
    assert "<bdi>The Drive</bdi>: <bdi>Traffic</bdi>" in page
    assert "1:00 PM" in page and ": <bdi>Letters</bdi></p>" in page
