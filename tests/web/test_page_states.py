"""Every address under every state of the board."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine

from tests.conftest import NOON, Valkey
from tests.web.doors import Doors, open_doors
from webapp.newsroom.grid_toml import parse_grid
from webapp.newsroom.holds import Holds
from webapp.newsroom.on_air import on_air
from webapp.store.connection import Store

AN_HOUR_A_DAY = b"""
zone = "Asia/Manila"
[[programme]]
id = "dawn"
title = "Dawn"
[[programme.slot]]
days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
start = "05:00"
end = "06:00"
"""


@pytest.fixture
def doors(valkey_server: Valkey, store: Store, tmp_path: Path) -> Iterator[Doors]:
    with time_machine.travel(NOON, tick=False) as clock:
        yield open_doors(valkey_server, clock, tmp_path)


@pytest.mark.parametrize("path", ["/", "/lite", "/schedule"])
def test_pages_open_in_a_hole_of_the_grid(doors: Doors, path: str) -> None:
    replica = doors.running.services.replica
    replica.grid = parse_grid(AN_HOUR_A_DAY)
    hole = on_air(replica.grid, Holds(), NOON)
    assert hole.programme is None and hole.ends_at
    replica.board = replica.board.model_copy(update={"on_air": hole})
    page = doors.client().get(path)
    assert page.status_code == 200
    assert 'datetime=""' not in page.text
