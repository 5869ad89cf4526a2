"""`airwire monitor` as a process: told to stop it stops, and the store may come and go."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.any_store import connect
from tests.conftest import Valkey
from tests.processes import descendants, gone
from tests.unit.intake.scripted_server import ScriptedServer, forever, page, stream
from webapp.newsroom.model import Stream
from webapp.store.board.log import Log

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.faults

STATION = """
name = "Bagong Umaga"
[[streams]]
id = "live"
title = "Live"
url = "{url}"
kind = "audio"
private = true
"""


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with ScriptedServer() as server:
        server.plays["/live"] = stream(forever(b"x" * 1600), 0.1)
        yield server


class Process:
    """`airwire monitor` on a store and a station of its own."""

    def __init__(self, valkey: Valkey, station: Path) -> None:
        settings = {
            "REDIS_URL": valkey.url,
            "SECRET_KEY": "a-secret-key-for-the-tests-alone",
            "AIRWIRE_STATION": str(station),
        }
        command = [sys.executable, "-m", "webapp.cli", "monitor"]
        self.process = subprocess.Popen(command, env=os.environ | settings, cwd=ROOT, stderr=subprocess.DEVNULL)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


Start = Callable[[], Process]


@pytest.fixture
def start(own_valkey: Valkey, server: ScriptedServer, tmp_path: Path) -> Iterator[Start]:
    station = tmp_path / "station.toml"
    station.write_text(STATION.format(url=f"{server.base}/live"))
    with ExitStack() as ends:

        def begin() -> Process:
            monitor = Process(own_valkey, station)
            ends.callback(monitor.kill)
            return monitor

        yield begin


def on_board(valkey: Valkey, is_so: Callable[[Stream], bool], within: float) -> Stream:
    log, until = Log(connect(valkey.url)), time.monotonic() + within
    while not is_so(seen := log.board().stream):
        assert time.monotonic() < until, seen
        time.sleep(0.1)
    return seen


def on_air(stream: Stream) -> bool:
    return stream.status == "on_air"


def test_the_truth_reaches_the_board_also_through_a_store_that_was_killed(
    start: Start, own_valkey: Valkey, server: ScriptedServer
) -> None:
    monitor = start()
    on_board(own_valkey, on_air, within=20)
    own_valkey.kill()
    server.plays["/live"] = page(404, b"")
    time.sleep(12)
    own_valkey.start()
    off = on_board(own_valkey, lambda stream: stream.status == "off_air", within=15)
    assert off.streams[0].reason == "nothing is at the stream's address"
    assert monitor.process.poll() is None


def test_a_monitor_that_is_told_to_stop_is_gone_within_two_seconds_and_its_decoder_with_it(
    start: Start, own_valkey: Valkey, server: ScriptedServer
) -> None:
    monitor = start()
    on_board(own_valkey, on_air, within=20)
    decoders = descendants(monitor.process.pid)
    assert decoders
    own_valkey.kill()
    server.plays["/live"] = stream([b""], 60)
    time.sleep(6)
    monitor.process.send_signal(signal.SIGTERM)
    assert monitor.process.wait(2) == 0
    assert gone(*decoders, seconds=1)


def test_a_monitor_that_is_killed_leaves_no_decoder_behind_and_the_next_changes_no_times(
    start: Start, own_valkey: Valkey
) -> None:
    monitor = start()
    before = on_board(own_valkey, on_air, within=20)
    decoders = descendants(monitor.process.pid)
    monitor.kill()
    assert gone(*decoders)
    start()
    time.sleep(12)
    after = on_board(own_valkey, on_air, within=1)
    assert after.since == before.since
