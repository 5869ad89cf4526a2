"""A server under measurement: started on its own core, awaited, ended with its children; its CPU time and memory."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]
BUILD = ROOT / "build" / "bench"
SERVER_CORE, LOAD_CORE = "0", "1"
"""The CPU numbers, as `taskset` takes them, of the server under measurement and of what loads it."""

IDLE_LOOK_S, MAX_IDLE_SHARE = 1.0, 0.03
"""A process is idle that uses less than this share of one core while it is looked at for so long."""


@dataclass
class Peer:
    """A running server: its port, the processes whose CPU and memory count, and the options that `wsload` needs for it."""

    name: str
    port: int
    pids: list[int]
    load_options: list[str] = field(default_factory=list)
    payload: int = 350


@contextlib.contextmanager
def running(
    command: list[str], port: int, env: Mapping[str, str] | None = None, pinned: bool = True, root: Path = ROOT
) -> Iterator[subprocess.Popen[bytes]]:
    """Runs the server in `root` (on `SERVER_CORE` if `pinned`) until the context ends. Raises `RuntimeError` if it fails."""
    log = BUILD / f"{port}.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [*(["taskset", "-c", SERVER_CORE] if pinned else []), *command],
            stdout=out, stderr=out, cwd=root, env=os.environ | dict(env or {}), start_new_session=True,
        )  # fmt: skip
    try:
        _wait_for(port, process, log)
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        # An answer, not only a connection: gunicorn listens before its worker has loaded the application.
        with contextlib.suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=30):
            return
        if process.poll() is not None:
            break
        time.sleep(0.05)
    raise RuntimeError(f"the server did not come up:\n{log.read_text()[-2000:]}")


def children(pid: int) -> list[int]:
    """The ids of all descendants of `pid`."""
    below = [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return below + [deeper for child in below for deeper in children(child)]


def command_of(pid: int) -> str:
    """The command line of `pid`."""
    return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")


def wait_until_idle(pids: list[int], at_most_s: float = 40.0, at_least_s: float = 0.0) -> None:
    """Until the processes have done what they do once at their start (catalogs, dictionaries), so that it is nobody's cost."""
    until = time.monotonic() + at_most_s
    time.sleep(at_least_s)
    used = cpu_s(pids)
    while time.monotonic() < until:
        time.sleep(IDLE_LOOK_S)
        now = cpu_s(pids)
        if now - used <= IDLE_LOOK_S * MAX_IDLE_SHARE:
            return
        used = now


def cpu_s(pids: list[int]) -> float:
    """Seconds of CPU that these processes have used."""
    ticks = 0
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")
