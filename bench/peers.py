"""Who is measured: Airwire as it runs for listeners, its peers, and a bare C loop that stands for the limit.

Each is one server on the first core. Whoever is missing on this machine is left out, and the table says so.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

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


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def running(command: list[str], port: int, env: Mapping[str, str] | None = None) -> Iterator[subprocess.Popen[bytes]]:
    """The server on its core, answering at `port`; it and its children are gone afterwards."""
    log = BUILD / f"{port}.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            ["taskset", "-c", SERVER_CORE, *command],
            stdout=out, stderr=out, cwd=ROOT, env=os.environ | dict(env or {}), start_new_session=True,
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


def command_of(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")


# Airwire


@contextlib.contextmanager
def airwire() -> Iterator[Peer]:
    """The real application by its own command, with its store, its clock and its monitor, one web process."""
    port = free_port()
    with tempfile.TemporaryDirectory() as data:
        env = {
            "PORT": str(port),
            "AIRWIRE_DATA": data,
            "WEB_CONCURRENCY": "1",
            "AIRWIRE_DEMO": "0",
            "LOG_LEVEL": "warning",
        }
        env |= {"AIRWIRE_ADMIN_PASSWORD": "only for this run"}
        tool = str(Path(sys.executable).with_name("airwire"))
        with running([tool, "up"], port, env) as process:
            _wait_until_ready(port)
            minted = subprocess.run(
                [tool, "token", "add", "bench", "--role", "editor"],
                env=os.environ | env, cwd=ROOT, capture_output=True, text=True, check=True,
            )  # fmt: skip
            token = minted.stdout.split()[-1]
            web = [pid for pid in children(process.pid) if "gunicorn" in command_of(pid)]
            worker = [pid for pid in web if not children(pid)]
            options = [
                "--pub-path",
                "/api/v1/breaking",
                "--header",
                f"Authorization: Bearer {token}",
                "--ready",
                "snapshot",
            ]
            yield Peer("Airwire", port, worker, options, payload=_request_size(port, token))


def _wait_until_ready(port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with (
            contextlib.suppress(OSError),
            urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v1/snapshot", timeout=5) as answer,
        ):
            if json.load(answer).get("epoch"):
                return
        time.sleep(0.1)
    raise RuntimeError("no board came")


def _request_size(port: int, token: str, event_size: int = 350) -> int:
    """How long a request must be for the event that listeners get to have `event_size` bytes."""
    body = json.dumps({"priority": "urgent", "headline": "x" * 50}, separators=(",", ":"))
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json", "Idempotency-Key": "size"}
    request = urllib.request.Request(f"http://127.0.0.1:{port}/api/v1/breaking", body.encode(), headers)
    with urllib.request.urlopen(request, timeout=10):
        pass
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v1/snapshot", timeout=10) as answer:
        board = json.load(answer)
    told = {"epoch": board["epoch"], "seq": board["seq"], "at": board["now"], "action": "published"}
    event = json.dumps(told | {"item": board["breaking"][0]}, separators=(",", ":"))
    return len(body) + event_size - len(event)


# Its peers


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
    "airwire": airwire,
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


def keep_snapshot(port: int) -> dict[str, Any]:
    """Airwire's board, for those peers that give newcomers one too."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v1/snapshot", timeout=10) as answer:
        board = dict(json.load(answer))
    (BUILD / "snapshot.json").write_text(json.dumps(board))
    return board
