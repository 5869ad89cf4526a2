"""The embedded store: what it promises about acknowledged writes, about its folder, and about outliving us."""

from __future__ import annotations

import contextlib
import os
import signal
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

from tests.processes import gone, lives
from webapp.store.server import valkey
from webapp.store.server.embedded import EmbeddedStore
from webapp.store.server.folder import DataFolder
from webapp.store.server.valkey import StoreFailed, explain_failure, find_server

ROOT = Path(__file__).parents[3]


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[DataFolder]:
    with DataFolder(tmp_path / "station") as folder:
        yield folder


@pytest.fixture
def embedded(folder: DataFolder) -> Iterator[EmbeddedStore]:
    store = EmbeddedStore(folder)
    store.start()
    yield store
    store.stop()


def client(store: EmbeddedStore) -> redis.Redis:
    return redis.Redis.from_url(store.url, socket_timeout=2)


def test_it_writes_to_the_disk_before_it_answers_and_never_drops_anything(embedded: EmbeddedStore) -> None:
    told = client(embedded).config_get("append*", "maxmemory-policy", "save")
    assert (told["appendonly"], told["appendfsync"]) == ("yes", "always")
    assert (told["maxmemory-policy"], told["save"]) == ("noeviction", "")


def test_every_acknowledged_write_survives_a_kill(embedded: EmbeddedStore) -> None:
    acknowledged = 0
    enough = threading.Event()

    def write() -> None:
        nonlocal acknowledged
        with contextlib.suppress(redis.RedisError):
            while True:
                acknowledged = client_here.rpush("headlines", f"headline {acknowledged}")
                if acknowledged == 300:
                    enough.set()

    client_here = client(embedded)
    writer = threading.Thread(target=write)
    writer.start()
    assert enough.wait(20)
    os.kill(embedded.pid, signal.SIGKILL)
    writer.join(10)
    assert embedded.wait(5) == -signal.SIGKILL

    embedded.start_again()
    kept = answered(embedded, "LLEN", "headlines")
    # One write may have reached the disk without its answer reaching us; none may be missing.
    assert acknowledged <= kept <= acknowledged + 1


def test_after_a_fall_it_is_back_at_the_same_address(embedded: EmbeddedStore) -> None:
    before, pid = embedded.url, embedded.pid
    os.kill(pid, signal.SIGKILL)
    embedded.wait(5)
    embedded.start_again()
    assert embedded.url == before
    assert embedded.pid != pid
    assert answered(embedded, "PING")


def test_what_was_written_is_there_the_next_day(folder: DataFolder) -> None:
    for day in ("monday", "tuesday"):
        store = EmbeddedStore(folder)
        store.start()
        try:
            assert client(store).rpush("days", day) == ["monday", "tuesday"].index(day) + 1
        finally:
            store.stop()


def test_a_record_cut_in_half_by_a_power_failure_is_left_out_and_the_rest_is_kept(folder: DataFolder) -> None:
    store = EmbeddedStore(folder)
    store.start()
    for number in range(10):
        client(store).set(f"article:{number}", "x" * 100)
    store.stop()
    log = next((folder.path / "appendonlydir").glob("*.incr.aof"))
    os.truncate(log, log.stat().st_size - 50)

    store.start()
    try:
        assert client(store).dbsize() == 9
    finally:
        store.stop()


def test_a_damaged_log_is_refused_in_words_that_say_what_to_do(folder: DataFolder) -> None:
    store = EmbeddedStore(folder)
    store.start()
    for number in range(10):
        client(store).set(f"article:{number}", "x" * 100)
    store.stop()
    log = next((folder.path / "appendonlydir").glob("*.incr.aof"))
    with log.open("r+b") as file:
        file.seek(200)
        file.write(b"\0" * 100)

    with pytest.raises(StoreFailed, match="damaged: copy the folder, then mend it with valkey-check-aof"):
        store.start()
    assert gone(store.pid)


def test_a_second_start_on_the_same_folder_is_refused_and_told_who_has_it(folder: DataFolder) -> None:
    with pytest.raises(StoreFailed, match=f"in use by process {os.getpid()}"), DataFolder(folder.path):
        pass


def test_a_folder_that_was_left_can_be_taken(tmp_path: Path) -> None:
    for _ in range(2):
        with DataFolder(tmp_path):
            pass


def test_its_password_is_in_no_list_of_processes_and_for_our_eyes_only(
    embedded: EmbeddedStore, folder: DataFolder
) -> None:
    password = (folder.path / "store_password").read_text()
    assert len(password) >= 32
    assert password in embedded.url
    assert password.encode() not in Path(f"/proc/{embedded.pid}/cmdline").read_bytes()
    for path in (folder.path, *folder.path.rglob("*")):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path


def test_who_does_not_know_the_password_is_turned_away(embedded: EmbeddedStore) -> None:
    port = int(embedded.url.rpartition(":")[2].split("/")[0])
    with pytest.raises(redis.AuthenticationError):
        redis.Redis(port=port).ping()


def test_it_dies_with_its_parent_even_when_that_is_killed(tmp_path: Path) -> None:
    script = (
        "import sys, time; from pathlib import Path\n"
        "from webapp.store.server.folder import DataFolder; from webapp.store.server.embedded import EmbeddedStore\n"
        "with DataFolder(Path(sys.argv[1])) as folder:\n"
        "    store = EmbeddedStore(folder); store.start(); print(store.pid, flush=True); time.sleep(60)\n"
    )
    command = [sys.executable, "-c", script, str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout
        server = int(parent.stdout.readline())
        assert lives(server)
        parent.kill()
    assert gone(server)
    with DataFolder(tmp_path):
        pass


def test_a_folder_with_an_odd_name_will_do(tmp_path: Path) -> None:
    with DataFolder(tmp_path / 'Radyo "Alon" \\ ñ # 1') as folder:
        store = EmbeddedStore(folder)
        store.start()
        store.stop()
        assert (folder.path / "appendonlydir").is_dir()


def test_a_place_that_is_no_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").touch()
    with pytest.raises(StoreFailed, match=r"AIRWIRE_DATA: .*notes\.txt"), DataFolder(tmp_path / "notes.txt"):
        pass


def test_where_no_packaged_server_fits_one_on_the_path_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = tmp_path / "redis-server"
    server.write_text("#!/bin/sh\n")
    server.chmod(0o755)
    monkeypatch.setattr(valkey, "find_spec", lambda name: None)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_server() == server


def test_where_there_is_no_server_at_all_the_refusal_names_what_would_help(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(valkey, "find_spec", lambda name: None)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(StoreFailed, match="install valkey or redis, or set REDIS_URL"):
        find_server()


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (
            "1:M 01 Jan 2026 00:00:00.000 # Short write while writing to the AOF file: (nwritten=1, expected=9)",
            "is full",
        ),
        ("1:M 01 Jan 2026 00:00:00.000 # Error writing to the AOF file: No space left on device", "is full"),
        ("1:M 01 Jan 2026 00:00:00.000 # Can't open the append-only file: Permission denied", "may not write into"),
        ("1:M 01 Jan 2026 00:00:00.000 # Can't handle RDB format version 99", "written by a newer store"),
        ("1:M 01 Jan 2026 00:00:00.000 # Something else", "exit status 1: Something else"),
    ],
)
def test_what_the_server_says_at_its_end_is_told_in_words(line: str, words: str) -> None:
    assert words in explain_failure("exit status 1", ["earlier", line], Path("/data"))


def test_a_server_that_was_killed_is_not_explained_by_a_warning_of_its_start() -> None:
    lines = ["1:M 01 Jan 2026 00:00:00.000 # WARNING Memory overcommit must be enabled!"]
    assert explain_failure("SIGKILL", lines, Path("/data")) == "SIGKILL: it said nothing"


def answered(store: EmbeddedStore, *command: str) -> int:
    """The answer of a server that may still be starting."""
    deadline = time.monotonic() + 10
    while True:
        try:
            return client(store).execute_command(*command)  # type: ignore[no-untyped-call, no-any-return]
        except redis.RedisError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)
