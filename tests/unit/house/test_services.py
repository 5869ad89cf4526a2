"""The wiring: how a command finds the `airwire up` that runs on its data folder, and the station that it has."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from webapp.store.board.replica import Replica
from webapp.web.site import Site
from webapp.wiring.config import ConfigError, read_config
from webapp.wiring.services import build

RUNNING = {"pid": 1, "port": 8000, "redis_url": "redis://127.0.0.1:1/0"}


def running(folder: Path, **told: object) -> Path:
    (folder / "run.json").write_text(json.dumps(RUNNING | told))
    return folder


def test_a_command_has_the_station_of_what_runs_on_its_folder(tmp_path: Path) -> None:
    file = tmp_path / "station.toml"
    file.write_text('name = "Radyo Halimbawa"\n')
    services = build(read_config(airwire_data=running(tmp_path, station=str(file)), airwire_demo=False))
    assert (services.station.name, services.redis_url) == ("Radyo Halimbawa", RUNNING["redis_url"])


def test_a_command_beside_a_running_demo_knows_the_demo(tmp_path: Path) -> None:
    assert build(read_config(airwire_data=running(tmp_path, demo=True), airwire_demo=False)).station.demo


def test_what_the_command_is_told_itself_goes_first(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('name = "Mine"\n')
    config = read_config(airwire_data=running(tmp_path, demo=True), airwire_station=file, airwire_demo=False)
    assert build(config).station.name == "Mine"


def test_with_nothing_running_it_is_said_how_to_start(tmp_path: Path) -> None:
    services = build(read_config(airwire_data=tmp_path, redis_url=None, airwire_demo=False))
    with pytest.raises(ConfigError, match="airwire up"):
        assert services.redis_url


def test_views_are_given_the_parts_of_the_process_itself_but_for_those_named() -> None:
    services = build(read_config(redis_url=RUNNING["redis_url"], secret_key="x" * 32))
    site = Site(services, dict)
    assert {name: getattr(site, name) is part for name, part in services.made().items()} == dict.fromkeys(
        services.made(), True
    )
    copy = Replica(services.station.zone)
    beside = Site(site, site.delivery, instead={"replica": copy})
    assert beside.replica is copy and site.replica is services.replica
    assert beside.log is services.log and beside.health is not site.health


def test_a_command_of_another_account_says_that_it_may_not_look(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path) -> str:
        raise PermissionError(13, "Permission denied", str(path))

    services = build(read_config(airwire_data=running(tmp_path), airwire_demo=False))
    monkeypatch.setattr(Path, "read_text", refuse)
    with pytest.raises(ConfigError, match="this account may not look into"):
        _ = services.redis_url


def test_a_setting_that_is_empty_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AIRWIRE_STATION", "AIRWIRE_DATA", "REDIS_URL", "PORT", "AIRWIRE_DEMO"):
        monkeypatch.setenv(name, "")
    config = read_config()
    assert (config.airwire_station, config.redis_url, config.port, config.airwire_demo) == (None, None, 8000, False)
    assert config.airwire_data == Path(".airwire")
