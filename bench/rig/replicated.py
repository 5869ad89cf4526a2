"""A store on three machines, all on this one: a primary, replicas of it, and Sentinels that watch over them."""

from __future__ import annotations

import contextlib
import signal
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import redis

from webapp.store.server.valkey import find_server

SERVICE = "airwire"
DOWN_AFTER_MS = 3_000
"""How long a primary is silent until a Sentinel takes it for dead."""

APART_MS = 300
"""So much later gives each next Sentinel a primary up: all at once they vote for themselves, and none is elected."""


class Server:
    """One server process; its settings come by standard input, a Sentinel's by a file that it rewrites."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.port = folder, port
        self.process: subprocess.Popen[bytes] | None = None
        folder.mkdir(parents=True, exist_ok=True)

    def start(self, arguments: Sequence[str], settings: str = "") -> None:
        """Returns once it answers. Raises `RuntimeError` when it does not within 10 s."""
        command = [str(find_server()), *arguments]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=log, stderr=log)
        assert self.process.stdin
        self.process.stdin.write(settings.encode())
        self.process.stdin.close()
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            with contextlib.suppress(redis.RedisError):
                if self.client.ping():
                    return
            time.sleep(0.02)
        raise RuntimeError((self.folder / "log").read_text()[-2000:])

    @property
    def client(self) -> Any:
        return redis.Redis(port=self.port, socket_timeout=2, protocol=2, decode_responses=True)

    def signal(self, number: int) -> None:
        if self.process:
            self.process.send_signal(number)

    def kill(self) -> None:
        """Ends it at once, frozen or not."""
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None


class ReplicatedStore:
    """`url` names the Sentinels. Inside `with` all run; afterwards none."""

    def __init__(
        self, folder: Path, ports: Sequence[int], *, replicas: int = 2, down_after_ms: int = DOWN_AFTER_MS
    ) -> None:
        """`ports` has one for the primary, one for each of `replicas`, and one for each Sentinel."""
        self.nodes = [Server(folder / f"node-{port}", port) for port in ports[: replicas + 1]]
        self.sentinels = [Server(folder / f"sentinel-{port}", port) for port in ports[replicas + 1 :]]
        self._down_after_ms = down_after_ms

    @property
    def url(self) -> str:
        hosts = ",".join(f"127.0.0.1:{sentinel.port}" for sentinel in self.sentinels)
        return f"redis+sentinel://{hosts}/{SERVICE}/0"

    def __enter__(self) -> ReplicatedStore:
        try:
            first = self.nodes[0]
            self.start_node(first)
            for node in self.nodes[1:]:
                self.start_node(node, replica_of=first.port)
            self.wait_for_replicas()
            for number, sentinel in enumerate(self.sentinels):
                file = sentinel.folder / "sentinel.conf"
                file.write_text(
                    f"port {sentinel.port}\nbind 127.0.0.1\ndir {sentinel.folder}\n"
                    f"sentinel monitor {SERVICE} 127.0.0.1 {first.port} {len(self.sentinels) // 2 + 1}\n"
                    f"sentinel down-after-milliseconds {SERVICE} {self._down_after_ms + number * APART_MS}\n"
                    f"sentinel failover-timeout {SERVICE} 3000\nsentinel parallel-syncs {SERVICE} 2\n"
                )
                sentinel.start([str(file), "--sentinel"])
            self._until(self._sentinels_know_all, 20)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        for server in (*self.sentinels, *self.nodes):
            server.kill()

    def start_node(self, node: Server, replica_of: int | None = None) -> None:
        """Starts it with what it has on disk."""
        settings = (
            f'port {node.port}\nbind 127.0.0.1\ndir {node.folder}\nsave ""\nappendonly yes\nappendfsync always\n'
            "maxmemory-policy noeviction\nmin-replicas-to-write 1\nmin-replicas-max-lag 5\n"
            "repl-diskless-sync-delay 0\nrepl-backlog-size 8mb\n"
        )
        node.start(["-"], settings + (f"replicaof 127.0.0.1 {replica_of}\n" if replica_of else ""))

    @property
    def primary(self) -> Server:
        """The one that most Sentinels name. Raises `redis.RedisError` when none answers."""
        named = [self._named(sentinel) for sentinel in self.sentinels]
        port = max(set(named), key=named.count)
        return next(node for node in self.nodes if node.port == port)

    def _named(self, sentinel: Server) -> int:
        return int(sentinel.client.execute_command("SENTINEL", "GET-MASTER-ADDR-BY-NAME", SERVICE)[1])

    def kill_primary(self) -> Server:
        primary = self.primary
        primary.kill()
        return primary

    def freeze(self, node: Server) -> None:
        node.signal(signal.SIGSTOP)

    def wake(self, node: Server) -> None:
        node.signal(signal.SIGCONT)

    def bring_back(self, node: Server) -> None:
        """Starts a killed one again as a replica, and waits until all replicas are in step."""
        self.start_node(node, replica_of=self.primary.port)
        self.wait_for_replicas()

    def wait_for_replicas(self) -> None:
        """Until every other node that runs is a replica in step. Raises `RuntimeError` after 30 s."""
        self._until(self._in_step, 30)

    def _in_step(self) -> bool:
        primary = self.primary if self.sentinels and self.sentinels[0].process else self.nodes[0]
        others = [node for node in self.nodes if node.process and node is not primary]
        links = [node.client.info("replication") for node in others]
        return all(
            link.get("master_link_status") == "up" and int(link["master_port"]) == primary.port for link in links
        ) and primary.client.info("replication")["connected_slaves"] == len(others)

    def _sentinels_know_all(self) -> bool:
        for sentinel in self.sentinels:
            state = sentinel.client.sentinel_master(SERVICE)
            if (
                int(state["num-other-sentinels"]) != len(self.sentinels) - 1
                or int(state["num-slaves"]) != len(self.nodes) - 1
            ):
                return False
        return True

    def _until(self, holds: Any, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            with contextlib.suppress(redis.RedisError):
                if holds():
                    return
            time.sleep(0.05)
        raise RuntimeError(f"not within {seconds} s: {holds.__name__}")
