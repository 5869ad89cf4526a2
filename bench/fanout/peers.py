"""Airwire's peers, and a bare C loop that stands for the limit.

Each is one server on the first core. A peer that is not installed here is left out, and the report says so.
"""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from bench.rig.processes import BUILD, Peer, children, running
from tests.ports import free_port

HERE = Path(__file__).parent


@contextlib.contextmanager
def stock() -> Iterator[Peer]:
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "-k", "gevent", "-w", "1", "-b", f"127.0.0.1:{port}", "--backlog", "4096",
               "--worker-connections", "60000", "--no-control-socket", "bench.fanout.stock_server:app"]  # fmt: skip
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
    """Why the peer cannot run on this machine; `None` where it can."""
    if name == "socketio" and not (shutil.which("node") and shutil.which("npm")):
        return "no node on the PATH"
    if name == "nchan" and not (shutil.which("nginx") and Path("/usr/lib/nginx/modules/ngx_nchan_module.so").exists()):
        return "Debian's libnginx-mod-nchan is not installed"
    return None


def build() -> None:
    BUILD.mkdir(parents=True, exist_ok=True)
    for program in ("wsload", "fserver"):
        subprocess.run(["cc", "-O2", "-w", "-o", str(BUILD / program), str(HERE / f"{program}.c")], check=True)
