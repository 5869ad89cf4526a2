"""The web processes that `bench.http` and `bench.reads` compare: Airwire's, bare ones, and Node's.

Each is one process on the first core; the store and the load share the second.
"""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator

import redis

from bench.rig.processes import BUILD, LOAD_CORE, ROOT, Peer, children, running
from tests.ports import free_port
from webapp.store.server.valkey import find_server

SECRET = "a-secret-key-for-this-run-alone-xx"  # noqa: S105
STATION = 'name = "Bench"\n[reads]\nreports_at_once = 1000000\nreports_per_second = 1000000\n'
"""The limits are lifted because all of the load comes from one address."""


@contextlib.contextmanager
def store() -> Iterator[str]:
    """A store with the same durability as Airwire's own (AOF `always`); yields its address."""
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        command = [str(find_server()), "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", folder]
        process = subprocess.Popen(
            ["taskset", "-c", LOAD_CORE, *command, "--appendonly", "yes", "--appendfsync", "always", "--loglevel", "warning"],
            stdout=subprocess.DEVNULL,
        )  # fmt: skip
        client = redis.Redis(port=port)
        try:
            until = time.monotonic() + 10
            while time.monotonic() < until:
                with contextlib.suppress(redis.RedisError):
                    if client.ping():
                        break
                time.sleep(0.05)
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            process.kill()
            process.wait()


@contextlib.contextmanager
def airwire_web(store_url: str, workers: int = 1, pinned: bool = True, app: str = "webapp.wsgi:app") -> Iterator[Peer]:
    """The real application under its own gunicorn settings."""
    port = free_port()
    BUILD.mkdir(parents=True, exist_ok=True)
    station = BUILD / f"{port}.toml"
    station.write_text(STATION)
    env = {
        "REDIS_URL": store_url, "SECRET_KEY": SECRET, "PORT": str(port), "WEB_CONCURRENCY": str(workers),
        "LOG_LEVEL": "WARNING", "AIRWIRE_STATION": str(station), "AIRWIRE_DATA": str(BUILD),
        "AIRWIRE_MAX_PER_ADDRESS": "100000",
    }  # fmt: skip
    command = [sys.executable, "-m", "gunicorn", "-c", str(ROOT / "webapp" / "gunicorn_conf.py"), app]
    with running(command, port, env, pinned) as process:
        yield Peer("Airwire", port, children(process.pid))


@contextlib.contextmanager
def bare(name: str, app: str, store_url: str) -> Iterator[Peer]:
    """`app` of `bench.http.bare` under the same gunicorn, with its gevent worker as it comes."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "-k", "gevent", "-w", "1", "-b", f"127.0.0.1:{port}", "--backlog", "4096",
               "--keep-alive", "15", "--no-control-socket", f"bench.http.bare:{app}"]  # fmt: skip
    with running(command, port, {"REDIS_URL": store_url, "ANSWERS": str(BUILD / "answers")}) as process:
        yield Peer(name, port, children(process.pid))


@contextlib.contextmanager
def node_reads(store_url: str) -> Iterator[Peer]:
    """Node's http and ioredis, running the same script after the same checks."""
    port = free_port()
    if not (BUILD / "node_modules" / "ioredis").exists():
        install = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", str(BUILD)]
        subprocess.run([*install, "ioredis@5"], check=True)
    shutil.copy(ROOT / "bench" / "reads" / "node_server.cjs", BUILD)
    env = {
        "NODE_ENV": "production", "REDIS_URL": store_url, "SECRET_KEY": SECRET,
        "SCRIPT": str(ROOT / "webapp/store/lua/count_reads.lua"), "PER_SECOND": "1000000", "AT_ONCE": "1000000",
    }  # fmt: skip
    with running(["node", str(BUILD / "node_server.cjs"), str(port)], port, env) as process:
        yield Peer("Node http + ioredis", port, [process.pid])
