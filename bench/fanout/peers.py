"""Airwire's peers, and bare C loops, of which that with io_uring stands for the limit.

Each is one server on the first core. A peer that is not installed here is left out, and the report says so.
"""

from __future__ import annotations

import contextlib
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from bench.rig.processes import BUILD, Peer, children, running
from tests.ports import free_port

HERE = Path(__file__).parent

LIMIT = "C with io_uring (the limit)"
BUN_PROCESSORS = {"x86_64": "x64", "aarch64": "aarch64"}
BUN = f"@oven/bun-linux-{BUN_PROCESSORS.get(platform.machine(), 'x64')}"
"""Bun's own package for this processor; the general one fetches it by a script, and no scripts are run here."""

URING_HEADER = Path("/usr/include/liburing.h")


@contextlib.contextmanager
def stock() -> Iterator[Peer]:
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "-k", "gevent", "-w", "1", "-b", f"127.0.0.1:{port}", "--backlog", "4096",
               "--worker-connections", "60000", "--no-control-socket", "bench.fanout.stock_server:app"]  # fmt: skip
    with running(command, port, {"SNAPSHOT": str(BUILD / "snapshot.json")}) as process:
        yield Peer("Flask-SocketIO", port, children(process.pid), ["--ready", "snapshot"])


def npm_package(name: str, version: str) -> Path:
    """The folder of an npm package, installed if necessary; none of its scripts is run."""
    folder = BUILD / "node_modules" / name
    if not folder.exists():
        install = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", str(BUILD)]
        subprocess.run([*install, f"{name}@{version}"], check=True)
    return folder


@contextlib.contextmanager
def fan_out() -> Iterator[Peer]:
    """Airwire's own, of messages of any size."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "-k", "webapp.delivery.fast_http.worker.Worker", "-w", "1",
               "-b", f"127.0.0.1:{port}", "--backlog", "4096", "--worker-connections", "60000", "--no-control-socket",
               "bench.fanout.delivery_app:app"]  # fmt: skip
    with running(command, port, {"SNAPSHOT": str(BUILD / "snapshot.json")}) as process:
        yield Peer("Airwire's fan-out", port, children(process.pid), ["--ready", "snapshot"])


@contextlib.contextmanager
def socket_io(port: int = 0) -> Iterator[Peer]:
    port = port or free_port()
    npm_package("socket.io", "4.8")
    shutil.copy(HERE / "socketio.cjs", BUILD)
    env = {"NODE_ENV": "production", "SNAPSHOT": str(BUILD / "snapshot.json")}
    with running(["node", str(BUILD / "socketio.cjs"), str(port)], port, env) as process:
        yield Peer("socket.io (Node)", port, [process.pid], ["--ready", "snapshot"])


@contextlib.contextmanager
def bun() -> Iterator[Peer]:
    port = free_port()
    program = npm_package(BUN, "1.4") / "bin" / "bun"
    env = {"NODE_ENV": "production", "SNAPSHOT": str(BUILD / "snapshot.json")}
    with running([str(program), str(HERE / "bun_server.ts"), str(port)], port, env) as process:
        yield Peer("Bun", port, [process.pid], ["--ready", "snapshot"])


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
        yield Peer("C epoll loop", port, [process.pid])


@contextlib.contextmanager
def c_uring() -> Iterator[Peer]:
    port = free_port()
    with running([str(BUILD / "fserver-uring"), str(port), "-u"], port) as process:
        yield Peer(LIMIT, port, [process.pid])


PEERS: dict[str, Callable[[], contextlib.AbstractContextManager[Peer]]] = {
    "stock": stock,
    "socketio": socket_io,
    "bun": bun,
    "nchan": nchan,
    "c": c_loop,
    "uring": c_uring,
}


def missing(name: str) -> str | None:
    """Why the peer cannot run on this machine; `None` where it can."""
    if name in ("socketio", "bun") and not (shutil.which("node") and shutil.which("npm")):
        return "no node and npm on the PATH"
    if name == "bun" and BUN_PROCESSORS.get(platform.machine()) is None:
        return f"no package of Bun for {platform.machine()} is known here"
    if name == "uring" and not URING_HEADER.exists():
        return "Debian's liburing-dev is not installed"
    if name == "nchan" and not (shutil.which("nginx") and Path("/usr/lib/nginx/modules/ngx_nchan_module.so").exists()):
        return "Debian's libnginx-mod-nchan is not installed"
    return None


def build() -> None:
    BUILD.mkdir(parents=True, exist_ok=True)
    for program in ("wsload", "fserver"):
        subprocess.run(["cc", "-O2", "-w", "-o", str(BUILD / program), str(HERE / f"{program}.c")], check=True)
    if not missing("uring"):
        source, made = str(HERE / "fserver.c"), str(BUILD / "fserver-uring")
        subprocess.run(["cc", "-O2", "-w", "-DURING", "-o", made, source, "-luring"], check=True)
