"""`airwire mos`, and what `airwire check` says of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.conftest import NOON, FrozenClock, Room
from tests.store.rundowns.mos_station import config, mos_station
from tests.unit.rundowns.mos_messages import order, story
from webapp.commands.check import _mos
from webapp.commands.mos import mos
from webapp.newsroom.errors import Invalid
from webapp.newsroom.settings.layers import SettingsLayers, given
from webapp.newsroom.station import Station
from webapp.newsroom.toml.station_toml import parse_station
from webapp.wiring.config import read_config
from webapp.wiring.services import Services


def test_without_its_table_it_says_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "station.toml").write_text('name = "Radyo"\n')
    monkeypatch.setenv("AIRWIRE_STATION", str(tmp_path / "station.toml"))
    ran = CliRunner().invoke(mos)
    assert ran.exit_code == 1 and "has no table [mos]" in ran.output


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('bind = "everywhere"', "no address of this machine"),
        ('allow = ["10.0.0.1/8"]', "an address or a network is meant"),
        ("ports = [10540]", "two ports are needed"),
        ("ports = [10540, 70000]", "65535"),
        ('[[mos.programmes]]\nmatch = "x"', "'programme' is missing"),
        ('zone = "Manila"', "no time zone"),
        ('programs = "x"', "there is no key 'programs' here"),
    ],
)
def test_a_mistake_in_its_table_is_named(line: str, said: str) -> None:
    with pytest.raises(Invalid) as wrong:
        parse_station(f'[mos]\nid = "a.mos"\nncs_id = "b.ncs"\n{line}\n')
    assert any(said in field["problem"] and "line 4" in field["problem"] for field in wrong.value.fields)


def test_check_says_whether_it_runs_and_what_stands_nowhere(
    room: Room, clock: FrozenClock, valkey_server: object
) -> None:
    station = mos_station(room, clock)
    for name, slug in (("RO1", "Midday Monday"), ("RO2", "Evening")):
        station.send(order("roCreate", [story("s1", "Floods", 600)], name=name, slug=slug))
    station.settle()
    settings = read_config(redis_url=valkey_server.url)  # type: ignore[attr-defined]
    services = Services(settings, SettingsLayers(brought=given(Station(mos=config()))), now=lambda: NOON)
    found = list(_mos(services))
    assert found == [
        (False, "mos: does not run; airwire mos"),
        (True, "mos: 2 running orders, 1 of them in the rundown"),
        (True, "mos: Evening stands nowhere (no_programme)"),
    ]
    services.presence.announce("here", 0, 0, NOON, part="mos")
    assert (True, "mos: runs") in list(_mos(services))
    assert list(_mos(Services(settings, SettingsLayers()))) == []
