"""What `airwire settings export` writes is a station's file: read again, it is the same station."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner
from pydantic import ValidationError

from tests.unit.board.values_of import some
from webapp.cli import main
from webapp.newsroom.station import Station
from webapp.newsroom.toml.station_toml import parse_station
from webapp.newsroom.toml.station_writer import format_station

DEMO = Path(__file__).parents[3] / "webapp" / "demo" / "station.toml"


def test_the_demos_station_is_the_same_after_it_was_exported() -> None:
    station = parse_station(DEMO.read_text("utf-8"))
    assert parse_station(format_station(station)) == station


def test_any_station_is_the_same_after_it_was_exported() -> None:
    random, written = Random("export"), 0
    for _ in range(60):
        try:
            station = some(Station, random)
        except (AssertionError, ValidationError):
            continue
        assert parse_station(format_station(station)) == station  # type: ignore[arg-type]
        written += 1
    assert written > 20


def test_the_command_writes_what_is_in_force(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "station.toml"
    file.write_text('# ours\nname = "Radyo Dagat"\nzone = "Asia/Manila"\n[[outlets]]\nkind = "webhook"\nid = "lobby"\n'
                    'url = "https://lobby.example/"\nsecret = "sixteen characters"\n')  # fmt: skip
    monkeypatch.setenv("AIRWIRE_STATION", str(file))
    said = CliRunner().invoke(main, ["settings", "export"])
    assert said.exit_code == 0 and parse_station(said.stdout) == parse_station(file.read_text())
