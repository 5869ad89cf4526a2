"""A station on one machine: what falls comes back, what ends leaves nothing, what cannot start says so."""

from __future__ import annotations

import os
import re
import signal
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.station import AIRWIRE, ROOT, Station, until
from tests.processes import children, gone

pytestmark = pytest.mark.faults


@pytest.fixture(scope="module")
def station(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Station]:
    """One that the tests here may hurt as long as it recovers."""
    with Station(tmp_path_factory.mktemp("station"), WEB_CONCURRENCY="2") as station:
        yield station


@pytest.mark.parametrize("role", ["store", "web", "clock", "monitor", "outlets"])
def test_a_killed_process_is_back_at_once(station: Station, role: str) -> None:
    before = station.pid_of(role)
    assert before
    os.kill(before, signal.SIGKILL)
    until(lambda: station.pid_of(role) not in (before, None))
    until(station.is_ready)
    assert f'"role": "{role}", "why": "SIGKILL' in station.said


def test_a_killed_web_worker_is_replaced(station: Station) -> None:
    web = station.pid_of("web")
    assert web
    until(lambda: len(children(web)) == 2)
    before = children(web)
    os.kill(before[0], signal.SIGKILL)
    until(lambda: len(children(web)) == 2 and children(web) != before)
    until(station.is_ready)


def test_a_killed_master_takes_its_workers_along(station: Station) -> None:
    web = station.pid_of("web")
    assert web
    until(lambda: len(children(web)) == 2)
    workers = children(web)
    os.kill(web, signal.SIGKILL)
    assert gone(web, *workers, seconds=0.7)  # by themselves they would notice within a second or two
    until(station.is_ready)


def test_while_the_store_is_back_nothing_is_lost_and_its_address_is_the_same(station: Station) -> None:
    store, address = station.store(), station.run_file["redis_url"]
    store.set("test:kept", "yes")
    pid = station.pid_of("store")
    assert pid
    os.kill(pid, signal.SIGKILL)
    until(lambda: station.pid_of("store") not in (pid, None) and station.store_answers())
    assert station.run_file["redis_url"] == address
    assert station.store().get("test:kept") == b"yes"


def test_a_second_start_on_the_same_folder_is_refused_and_leaves_the_first_alone(station: Station) -> None:
    second = Station(station.folder).start()
    assert second.ended() == 1
    assert f"in use by process {station.process.pid}" in second.said
    assert station.is_ready()
    assert station.run_file["port"] == station.port


def test_a_taken_port_is_refused_before_anything_starts(station: Station, tmp_path: Path) -> None:
    second = Station(tmp_path, PORT=str(station.port)).start()
    assert second.ended() == 1
    assert f"PORT: {station.port} on 127.0.0.1: Address already in use" in second.said
    assert not (tmp_path / "appendonlydir").exists()


def test_ctrl_c_leaves_nothing_and_what_was_there_is_there_at_the_next_start(tmp_path: Path) -> None:
    with Station(tmp_path) as station:
        station.store().set("test:kept", "yes")
        everything = station.everything()
        assert len(everything) >= 7  # up, store, clock, monitor, outlets, web and its worker
        asked = time.monotonic()
        station.press_ctrl_c()
        assert station.ended() == 0
        assert time.monotonic() - asked < 10
        assert gone(*everything, seconds=0)
        password = (tmp_path / "first-password").read_text().strip()
        assert f"password in {tmp_path}/first-password: read it, then delete the file" in station.said
        assert len(password) >= 20 and password not in station.said, "it would lie in the journal"
        assert (tmp_path / "first-password").stat().st_mode & 0o077 == 0
        assert re.search(r"http://localhost:\d+/panel/first-run/[\w-]{32}\n", station.said), "nothing is set up yet"
        assert '"event": "killed"' not in station.said
        assert not (tmp_path / "run.json").exists()
    with Station(tmp_path) as station:
        assert station.store().get("test:kept") == b"yes"
        assert "first-password" not in station.said


def test_killed_outright_it_leaves_nothing_either_and_can_be_started_at_once(tmp_path: Path) -> None:
    with Station(tmp_path) as station:
        everything = station.everything()
        os.kill(station.process.pid, signal.SIGKILL)
        assert gone(*everything, seconds=10)
    with Station(tmp_path, PORT=str(station.port)) as again:
        assert again.is_ready()


def test_a_second_ctrl_c_hurries(tmp_path: Path) -> None:
    with Station(tmp_path) as station:
        everything = station.everything()
        clock = station.pid_of("clock")
        assert clock
        os.kill(clock, signal.SIGSTOP)  # will not end when asked
        web = station.pid_of("web")
        assert web
        os.kill(web, signal.SIGSTOP)
        asked = time.monotonic()
        station.press_ctrl_c()
        time.sleep(0.2)  # two signals at the same moment are one
        station.press_ctrl_c()
        station.ended()
        assert time.monotonic() - asked < 8
        assert gone(*everything, seconds=1)


def test_what_cannot_start_ends_everything_and_says_why(tmp_path: Path) -> None:
    station = Station(tmp_path, GUNICORN_CMD_ARGS="--worker-class no.such.Worker").start()
    assert station.ended() == 1
    assert "Error: it does not start, web fell: exit status" in station.said
    assert "no.such.Worker" in station.said


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"REDIS_URL": "redis://127.0.0.1:1/0"}, "SECRET_KEY: needed once REDIS_URL is set"),
        ({"SECRET_KEY": "x" * 31}, "SECRET_KEY: has 31 characters, and needs 32 or more; this makes one: python3 -c"),
        ({"AIRWIRE_ADMIN_PASSWORD": "password12"}, "AIRWIRE_ADMIN_PASSWORD: is among those that are guessed first"),
        ({"PORT": "99999"}, "PORT"),
        ({"HOST": "no-such-host.invalid"}, "HOST"),
        ({"AIRWIRE_STATION": "/nowhere.toml"}, "AIRWIRE_STATION"),
    ],
)
def test_settings_that_cannot_work_are_refused_by_name(tmp_path: Path, settings: dict[str, str], words: str) -> None:
    station = Station(tmp_path, airwire=AIRWIRE, cwd=ROOT, **settings).start()
    assert station.ended() == 1
    assert words in station.said
    assert "Traceback" not in station.said


def test_other_commands_find_it_by_its_folder(station: Station) -> None:
    with socket.create_connection(("127.0.0.1", station.port), timeout=2):
        pass
    assert station.run_file["pid"] == station.process.pid
    assert (station.folder / "run.json").stat().st_mode & 0o077 == 0
    assert station.store().ping()
