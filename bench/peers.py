"""Airwire's peers, and a bare C loop that stands for the limit.

Each is one server on the first core. Whoever is missing on this machine is left out, and the table says so.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.ports import free_port

HERE = Path(__file__).parent
ROOT = HERE.parent
BUILD = ROOT / "build" / "bench"
SERVER_CORE = "0"


@dataclass
class Peer:
    """A running server: where it listens, whose memory is counted, and what `wsload` must be told about it."""

    name: str
    port: int
    pids: list[int]
    load_options: list[str] = field(default_factory=list)
    payload: int = 350


@contextlib.contextmanager
def running(
    command: list[str], port: int, env: Mapping[str, str] | None = None, pinned: bool = True, root: Path = ROOT
) -> Iterator[subprocess.Popen[bytes]]:
    """The server, run in `root`, on its core where `pinned`, answering at `port`; it and its children are gone afterwards."""
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
    """The processes under `pid`, however deep."""
    below = [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return below + [deeper for child in below for deeper in children(child)]


@contextlib.contextmanager
def stock() -> Iterator[Peer]:
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "-k", "gevent", "-w", "1", "-b", f"127.0.0.1:{port}", "--backlog", "4096",
               "--worker-connections", "60000", "--no-control-socket", "bench.stock:app"]  # fmt: skip
    with running(command, port, {"SNAPSHOT": str(BUILD / "snapshot.json")}) as process:
        yield Peer("Flask-SocketIO", port, children(process.pid), ["--ready", "snapshot"])


@contextlib.contextmanager
def socket_io() -> Iterator[Peer]:
    port = free_port()
    if not (BUILD / "node_modules" / "socket.io").exists():
        install = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", str(BUILD)]
        subprocess.run([*install, "socket.io@4.8"], check=True)
    shutil.copy(HERE / "socketio.cjs", BUILD)
    env = {"NODE_ENV": "production", "SNAPSHOT": str(BUILD / "snapshot.json")}
    with running(["node", str(BUILD / "socketio.cjs"), str(port)], port, env) as process:
        yield Peer("socket.io (Node)", port, [process.pid], ["--ready", "snapshot"])


@contextlib.contextmanager
def nchan() -> Iterator[Peer]:
    port = free_port()
    folder = BUILD / "nginx"
    folder.mkdir(exist_ok=True)
    config = folder / "nchan.conf"
    config.write_text((HERE / "nchan.conf").read_text().replace("@PORT@", str(port)).replace("@DIR@", str(folder)))
    with running(["nginx", "-p", str(folder), "-c", str(config)], port) as process:
        yield Peer("nginx + nchan", port, children(process.pid), ["--mode", "ws", "--path", "/listen"])


@contextlib.contextmanager
def c_loop() -> Iterator[Peer]:
    port = free_port()
    with running([str(BUILD / "fserver"), str(port)], port) as process:
        yield Peer("C epoll loop (the limit)", port, [process.pid])


PEERS: dict[str, Callable[[], contextlib.AbstractContextManager[Peer]]] = {
    "stock": stock,
    "socketio": socket_io,
    "nchan": nchan,
    "c": c_loop,
}


def missing(name: str) -> str | None:
    """Why a peer cannot be run here."""
    if name == "socketio" and not (shutil.which("node") and shutil.which("npm")):
        return "no node on the PATH"
    if name == "nchan" and not (shutil.which("nginx") and Path("/usr/lib/nginx/modules/ngx_nchan_module.so").exists()):
        return "Debian's libnginx-mod-nchan is not installed"
    return None


def build() -> None:
    BUILD.mkdir(parents=True, exist_ok=True)
    for program in ("wsload", "fserver"):
        subprocess.run(["cc", "-O2", "-w", "-o", str(BUILD / program), str(HERE / f"{program}.c")], check=True)
