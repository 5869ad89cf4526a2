"""The station on its machines: three stores with their Sentinels, two web hosts, two clocks, a front."""

from __future__ import annotations

import contextlib
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import redis

from bench.cluster.machine import Machine, Program
from bench.cluster.network import Network, network
from bench.rig.fronts import haproxy_recipe, program
from bench.rig.processes import ROOT
from bench.rig.replicated import SERVICE
from webapp.newsroom.errors import StoreAway
from webapp.store.core.connection import connect
from webapp.store.people.staff import Staff
from webapp.store.server.valkey import find_server

STORES = ("store1", "store2", "store3")
WEBS = ("web1", "web2")
CLOCKS = ("clock1", "clock2")
FRONT_PORT, WEB_PORT, STORE_PORT, SENTINEL_PORT = 8080, 8000, 6379, 26379
SECRET = "a-secret-key-for-this-run-alone-xx"  # noqa: S105

STORE = """
port {port}
bind {address}
protected-mode no
dir {folder}
save ""
appendonly yes
appendfsync always
maxmemory-policy noeviction
min-replicas-to-write 1
min-replicas-max-lag 5
repl-diskless-sync-delay 0
repl-timeout 10
"""
SENTINEL = """
port {port}
bind {address}
protected-mode no
dir {folder}
sentinel monitor {service} {first} {store_port} 2
sentinel down-after-milliseconds {service} {down_after_ms}
sentinel failover-timeout {service} 5000
sentinel parallel-syncs {service} 2
"""


class Cluster:
    """The machines by name. `url` is the front's, as visitors see it; `store_url` names the Sentinels."""

    def __init__(self, net: Network, folder: Path, down_after_ms: int) -> None:
        self.names = tuple(net.address)
        self._net = net
        self._folder = folder
        self._down_after_ms = down_after_ms
        sentinels = ",".join(f"{net.address[name]}:{SENTINEL_PORT}" for name in STORES)
        self.store_url = f"redis+sentinel://{sentinels}/{SERVICE}/0"
        self.front = net.address["front"], FRONT_PORT
        self.url = f"http://{self.front[0]}:{FRONT_PORT}"
        self._machines = {name: self._machine(name) for name in self.names}

    def machine(self, name: str) -> Machine:
        return self._machines[name]

    def cut(self, *pairs: tuple[str, str]) -> Callable[[], None]:
        return self._net.cut(*pairs)

    def web_url(self, name: str) -> str:
        return f"http://{self._net.address[name]}:{WEB_PORT}"

    def start(self) -> None:
        """Returns once every host is ready. Raises `RuntimeError` with what the machines said where one is not within 60 s."""
        for name in STORES:
            self._machines[name].start()
        self._until(self._replicas_in_step, 60)
        for name in (*WEBS, *CLOCKS, "front"):
            self._machines[name].start()
        self._until(lambda: all(self.is_ready(name) for name in WEBS), 60)
        self._until(lambda: self.get(self.url, "/readyz") is not None, 20)

    def mend(self) -> None:
        """Whatever still does not run is started."""
        for machine in self._machines.values():
            machine.start()

    def token(self) -> str:
        """A new bearer token of the newsroom's."""
        made: list[str] = []

        def add() -> bool:
            with contextlib.suppress(StoreAway):
                made.append(Staff(connect(self.store_url)).add_token("newsroom", "editor"))
            return bool(made)

        self._until(add, 30)
        return made[0]

    def is_ready(self, web: str) -> bool:
        return self.get(self.web_url(web), "/readyz") is not None

    def get(self, url: str, path: str) -> bytes | None:
        """What is answered with 200; `None` otherwise."""
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{url}{path}", timeout=3) as answer:
            return bytes(answer.read())
        return None

    def close(self) -> None:
        for machine in self._machines.values():
            machine.remove()

    def said(self) -> str:
        """The end of what each machine wrote."""
        return "\n".join(f"--- {name}\n{machine.log_tail()}" for name, machine in self._machines.items())

    def _machine(self, name: str) -> Machine:
        folder = self._folder / name
        folder.mkdir(parents=True)
        is_store = name in STORES
        machine = Machine(name, self._net.inside(name), folder, self._programs(name, folder), has_disk=is_store)
        if is_store:  # on its disk, so after that is there
            self._configure_store(name, folder)
        return machine

    def _configure_store(self, name: str, folder: Path) -> None:
        first, address = self._net.address[STORES[0]], self._net.address[name]
        shared: dict[str, Any] = {"address": address, "folder": folder}
        replica = "" if name == STORES[0] else f"replicaof {first} {STORE_PORT}\n"
        (folder / "store.conf").write_text(STORE.format(port=STORE_PORT, **shared) + replica)
        shared |= {"service": SERVICE, "first": first, "store_port": STORE_PORT, "down_after_ms": self._down_after_ms}
        (folder / "sentinel.conf").write_text(SENTINEL.format(port=SENTINEL_PORT, **shared))

    def _programs(self, name: str, folder: Path) -> Sequence[Program]:
        address = self._net.address
        if name in STORES:
            server, start = str(find_server()), str(ROOT / "deploy" / "start-store.sh")
            sentinels = [f"{address[other]}:{SENTINEL_PORT}" for other in STORES]
            return [
                Program([start, server, f"{folder}/store.conf", f"{address[name]}:{STORE_PORT}", *sentinels]),
                Program([server, f"{folder}/sentinel.conf", "--sentinel"]),
            ]
        if name == "front":
            recipe = haproxy_recipe(
                [f"{address[web]}:{WEB_PORT}" for web in WEBS], (r"bind :443 .*", f"bind {address[name]}:{FRONT_PORT}"),
                (r"    http-request reject unless .*\n", ""), (r"bind 10\.0\.0\.1:8100", f"bind {address[name]}:8100"),
                (r"/run/haproxy/admin.sock", f"{folder}/admin.sock"),
                (r"sc_http_req_rate\((\d,\w+)\) gt \d+", r"sc_http_req_rate(\1) gt 1000000"),  # all come from one address here
            )  # fmt: skip
            (folder / "haproxy.cfg").write_text(recipe)
            return [Program([str(program("haproxy")), "-W", "-f", f"{folder}/haproxy.cfg"])]
        env = {
            "REDIS_URL": self.store_url, "SECRET_KEY": SECRET, "HOST": address[name], "PORT": str(WEB_PORT),
            "LOG_LEVEL": "WARNING", "AIRWIRE_DATA": str(folder), "AIRWIRE_MAX_PER_ADDRESS": "100000",
            "AIRWIRE_PROXY_HOPS": "1", "AIRWIRE_STALE_S": "4", "AIRWIRE_LEAVE_S": "1",
            "AIRWIRE_FRONT_URL": f"http://{address['front']}:8100",
        }  # fmt: skip
        if name in CLOCKS:
            return [Program([sys.executable, "-m", "webapp.cli", "clock"], env, ours=True)]
        serve = ["-m", "gunicorn", "-c", "python:webapp.gunicorn_conf", "webapp.wsgi:app"]
        return [Program([sys.executable, *serve], env, ours=True)]

    # The stores

    def primary(self) -> str:
        """The machine that the Sentinels name. Raises `redis.RedisError` where none answers."""
        said: Any = None
        for name in STORES:
            with contextlib.suppress(redis.RedisError):
                said = self._sentinel(name).sentinel_get_master_addr_by_name(SERVICE)
                break
        if not said:
            raise redis.ConnectionError("no Sentinel answers")
        return next(name for name in STORES if self._net.address[name] == str(said[0]))

    def hand_over_primary(self) -> None:
        """Another store becomes the primary, as an operator asks for it: it has everything first. Returns once it is."""
        was = self.primary()

        def is_asked_for() -> bool:
            with contextlib.suppress(
                redis.RedisError
            ):  # for some seconds it has not looked at a replica that came back
                return bool(self._sentinel(was).execute_command("SENTINEL", "FAILOVER", SERVICE, "COORDINATED"))
            return False

        self._until(is_asked_for, 30)
        self._until(lambda: self.primary() != was and self._replicas_in_step(), 30)

    def wait_for_replicas(self) -> None:
        """Returns once both replicas are in step, and all Sentinels know all."""
        self._until(self._replicas_in_step, 40)

    def wait_until_ready(self, web: str) -> None:
        """Returns once a host says that it is."""
        self._until(lambda: self.is_ready(web), 60)

    def _sentinel(self, name: str) -> Any:
        return redis.Redis(self._net.address[name], SENTINEL_PORT, socket_timeout=2, decode_responses=True)

    def _replicas_in_step(self) -> bool:
        with contextlib.suppress(redis.RedisError):
            primary = self.primary()
            known: Any = redis.Redis(self._net.address[primary], STORE_PORT, socket_timeout=2).info("replication")
            replicas = [one for name, one in known.items() if name.startswith("slave") and isinstance(one, dict)]
            state = self._sentinel(primary).sentinel_master(SERVICE)
            return (
                known["role"] == "master"
                and len([one for one in replicas if one["state"] == "online"]) == 2
                and int(state["num-other-sentinels"]) == 2
                and int(state["num-slaves"]) == 2
            )
        return False

    def _until(self, true: Callable[[], bool], seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while not true():
            if time.monotonic() > deadline:
                raise RuntimeError(f"did not happen within {seconds:.0f} s\n{self.said()}")
            time.sleep(0.1)


@contextmanager
def cluster(folder: Path, down_after_ms: int = 1_500) -> Iterator[Cluster]:
    """A station that runs while the context lasts. `down_after_ms` is how long a primary is silent until it counts as dead."""
    with network([*STORES, *WEBS, *CLOCKS, "front"]) as net:
        made = Cluster(net, folder, down_after_ms)
        try:
            made.start()
            yield made
        finally:
            made.close()
