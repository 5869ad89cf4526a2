"""`airwire init` at a real site on loopback: what it prints, what it writes, and what it leaves alone."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.unit.intake.scripted_server import ScriptedServer, page
from webapp.commands.init import init
from webapp.newsroom.toml.station_toml import parse_station

FRONT = b"""<html lang="fil"><head><title>Radyo Uno</title><meta property="og:site_name" content="Radyo Uno"></head>
<body><audio src="/live"></audio></body></html>"""


@pytest.fixture
def site() -> Iterator[ScriptedServer]:
    with ScriptedServer() as server:
        server.plays["/"] = page(200, FRONT, "text/html; charset=utf-8")

        def play(connection, head) -> None:  # type: ignore[no-untyped-def]
            connection.sendall(b"HTTP/1.0 200 OK\r\nContent-Type: audio/mpeg\r\nicy-br: 64\r\n\r\n")
            while not server.closing.is_set():
                connection.sendall(bytes(4000))
                time.sleep(0.01)

        server.plays["/live"] = play
        yield server


def test_the_file_that_is_written_is_one_to_start_with(site: ScriptedServer, tmp_path: Path) -> None:
    said = CliRunner().invoke(init, [f"{site.base}/", "--to", str(tmp_path), "--private"])
    assert said.exit_code == 0, said.output
    assert "certain   name          Radyo Uno; og:site_name" in said.output and "not found articles" in said.output
    station = parse_station((tmp_path / "station.toml").read_text())
    assert (station.name, station.streams[0].url, station.streams[0].bitrate_kbps) == (
        "Radyo Uno",
        f"{site.base}/live",
        64,
    )
    assert [file.name for file in tmp_path.iterdir()] == ["station.toml"], "no schedule was found, so none is written"


def test_a_file_that_is_there_is_left_alone(site: ScriptedServer, tmp_path: Path) -> None:
    (tmp_path / "station.toml").write_text("mine")
    said = CliRunner().invoke(init, [site.base, "--to", str(tmp_path), "--private"])
    assert said.exit_code == 1 and "--force replaces it" in said.output and site.asked == []
    assert (tmp_path / "station.toml").read_text() == "mine"


def test_a_private_address_is_asked_only_where_the_operator_says_so(site: ScriptedServer, tmp_path: Path) -> None:
    said = CliRunner().invoke(init, [site.base, "--to", str(tmp_path)])
    assert said.exit_code == 1 and "address inside a network" in said.output
    assert list(tmp_path.iterdir()) == []
