"""One measurement: `wsload` on the second core, and an HTTP client that asks in between."""

from __future__ import annotations

import http.client
import json
import statistics
import subprocess
import threading
import time
from dataclasses import dataclass
from typing import Any

from bench.peers import BUILD, Peer

LOAD_CORE = "1"


@dataclass(frozen=True)
class Rounds:
    """How much of each: single broadcasts, broadcasts in lockstep (the next once everybody has the last)."""

    single: int = 8
    lockstep: int = 30


def wsload(peer: Peer, listeners: int, rounds: Rounds, client: HttpClient | None = None) -> dict[str, Any]:
    """What `wsload` prints; a `client` asks while it broadcasts, neither before nor after.

    Raises `RuntimeError` where a message was lost: such a figure is worth nothing.
    """
    command = ["taskset", "-c", LOAD_CORE, str(BUILD / "wsload"), "--label", peer.name, "--port", str(peer.port)]
    command += ["--n", str(listeners), "--payload", str(peer.payload), "--pid", ",".join(map(str, peer.pids))]
    command += ["--single", str(rounds.single), "--lock", str(rounds.lockstep), "--burst", "0", *peer.load_options]
    said = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout and process.stderr
        stop = threading.Timer(600, process.kill)
        stop.start()
        for line in process.stderr:
            said.append(line)
            if client and " single x" in line:
                client.start()
            if client and " lockstep x" in line:
                client.stop()
        told = process.stdout.read()
        stop.cancel()
    if process.returncode:
        raise RuntimeError(f"{peer.name} lost something with {listeners} listeners:\n{''.join(said)}")
    # JSON has no word for a ratio over nothing, which the parts that were not asked for are.
    return dict(json.loads(told, parse_constant=lambda _: None))


class HttpClient(threading.Thread):
    """Asks for `/healthz` every 20 ms over one connection, and notes how long each answer took."""

    def __init__(self, port: int) -> None:
        super().__init__(daemon=True)
        self._port = port
        self._done = threading.Event()
        self.took_ms: list[float] = []

    def run(self) -> None:
        while not self._done.wait(0.02):
            asked = time.perf_counter()
            link = http.client.HTTPConnection("127.0.0.1", self._port, timeout=30)
            link.request("GET", "/healthz")
            link.getresponse().read()
            link.close()
            self.took_ms.append((time.perf_counter() - asked) * 1000)

    def stop(self) -> None:
        self._done.set()
        self.join()

    def p99(self) -> float:
        return statistics.quantiles(self.took_ms, n=100)[98]


def http_p99(peer: Peer, seconds: float = 3.0) -> float:
    """Milliseconds, with nothing else going on."""
    client = HttpClient(peer.port)
    client.start()
    time.sleep(seconds)
    client.stop()
    return client.p99()
