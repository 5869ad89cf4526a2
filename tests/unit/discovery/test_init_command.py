"""`airwire init` at a real site on loopback: what it prints, what it writes, and what it leaves alone."""

from __future__ import annotations

import os
import signal
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


def test_ctrl_c_while_the_site_is_read_leaves_nothing_and_says_so(site: ScriptedServer, tmp_path: Path) -> None:
    site.plays["/"] = lambda connection, head: os.kill(os.getpid(), signal.SIGINT)
    said = CliRunner().invoke(init, [site.base, "--to", str(tmp_path / "new"), "--private"])
    assert said.exit_code == 1 and "reading the site: stopped; nothing was written" in said.output
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_there_is_left_alone(site: ScriptedServer, tmp_path: Path) -> None:
    (tmp_path / "station.toml").write_text("mine")
    said = CliRunner().invoke(init, [site.base, "--to", str(tmp_path), "--private"])
    assert said.exit_code == 1 and "--force replaces it" in said.output and site.asked == []
    assert (tmp_path / "station.toml").read_text() == "mine"


def test_a_private_address_is_asked_only_where_the_operator_says_so(site: ScriptedServer, tmp_path: Path) -> None:
    said = CliRunner().invoke(init, [site.base, "--to", str(tmp_path)])
    assert said.exit_code == 1 and "address inside a network" in said.output
    assert list(tmp_path.iterdir()) == []


def feed(*items: str) -> bytes:
    return f"<rss version='2.0'><channel><title>Radyo Uno</title>{''.join(items)}</channel></rss>".encode()


@pytest.mark.parametrize(
    ("status", "body", "kind", "said"),
    [
        (200, feed(), "application/rss+xml", "it answers, and has no story yet"),
        (
            200,
            feed("<item><title>No text</title></item>"),
            "application/rss+xml",
            "it answers, and its entry cannot be used (has a title but no text)",
        ),
        (200, b"<!doctype html><p>Sign in", "text/html", "it is a page, no feed"),
        (404, b"", "text/plain", "answers 404"),
    ],
)
def test_a_feed_that_the_site_names_and_that_has_no_story_is_no_feed_that_was_not_found(
    site: ScriptedServer, tmp_path: Path, status: int, body: bytes, kind: str, said: str
) -> None:
    link = b'<link rel="alternate" type="application/rss+xml" href="/news">'
    site.plays["/"] = page(200, FRONT.replace(b"</head>", link + b"</head>"), "text/html; charset=utf-8")
    site.plays["/news"] = page(status, body, kind)
    output = CliRunner().invoke(init, [f"{site.base}/", "--to", str(tmp_path), "--private"]).output
    assert f"unusable  articles      {site.base}/news: {said}" in output and "not found articles" not in output
    written = (tmp_path / "station.toml").read_text()
    assert f"#   {site.base}/news ({said}" in written and parse_station(written).feeds == ()
