"""One measurement of HTTP: `wrk` on the second core, and the CPU time that the server spent on it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from bench.rig.processes import LOAD_CORE, Peer, cpu_s

CONNECTIONS = 32


class NoWrk(RuntimeError):
    """There is no `wrk`, and none could be installed."""


@dataclass(frozen=True)
class Measured:
    """Answers a second, the server's CPU time for each in µs, and the number that were not 2xx or 3xx."""

    a_second: float
    cpu_us: float
    refused: int


def prepare() -> None:
    """Installs Debian's `wrk` if it is missing and we are root. Raises `NoWrk`."""
    if shutil.which("wrk"):
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        quiet = ["apt-get", "-qq", "-o", "Dpkg::Use-Pty=0"]
        subprocess.run([*quiet, "update"], check=False)
        subprocess.run([*quiet, "install", "-y", "--no-install-recommends", "wrk"], check=False)
    if not shutil.which("wrk"):
        raise NoWrk("wrk is not installed: install Debian's package `wrk`")


def wrk(peer: Peer, path: str, seconds: int, script: Path | None = None, fields: tuple[str, ...] = ()) -> Measured:
    command = ["taskset", "-c", LOAD_CORE, "wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}"]
    command += [part for field in fields for part in ("-H", field)]
    command += ["-s", str(script)] if script else []
    before = cpu_s(peer.pids)
    done = subprocess.run(
        [*command, f"http://127.0.0.1:{peer.port}{path}"], capture_output=True, text=True, timeout=seconds + 60, check=True
    )  # fmt: skip
    used = cpu_s(peer.pids) - before
    total = int(re.search(r"(\d+) requests in", done.stdout)[1])  # type: ignore[index]
    a_second = float(re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)[1])  # type: ignore[index]
    wrong = re.search(r"Non-2xx or 3xx responses: (\d+)", done.stdout)
    return Measured(a_second, used * 1e6 / max(1, total), int(wrong[1]) if wrong else 0)
