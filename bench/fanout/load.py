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

from bench.rig.processes import BUILD, Peer

LOAD_CORE = "1"

AT_ONCE = 1_000
"""Handshakes that a storm has under way."""


@dataclass(frozen=True)
class Rounds:
    """Numbers of broadcasts: single ones, and in lockstep (the next once every listener has the last)."""

    single: int = 8
    lockstep: int = 30


def wsload(peer: Peer, listeners: int, rounds: Rounds, client: HttpClient | None = None) -> dict[str, Any]:
    """The figures that `wsload` prints; a `client` sends its requests only while it broadcasts.

    Raises `RuntimeError` if a message was lost: the figures would mean nothing.
    """
    command = ["taskset", "-c", LOAD_CORE, str(BUILD / "wsload"), "--label", peer.name, "--port", str(peer.port)]
    command += ["--n", str(listeners), "--payload", str(peer.payload), "--pid", ",".join(map(str, peer.pids))]
    command += ["--single", str(rounds.single), "--lock", str(rounds.lockstep), "--burst", "0", *peer.load_options]
    stderr = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout and process.stderr
        stop = threading.Timer(600, process.kill)
        stop.start()
        for line in process.stderr:
            stderr.append(line)
            if client and " single x" in line:
                client.start()
            if client and " lockstep x" in line:
                client.stop()
        result = process.stdout.read()
        stop.cancel()
    if process.returncode:
        raise RuntimeError(f"{peer.name} lost something with {listeners} listeners:\n{''.join(stderr)}")
    # NaN, which is no JSON, stands for the ratios of parts that were not run.
    return dict(json.loads(result, parse_constant=lambda _: None))


class HttpClient(threading.Thread):
    """Requests `/healthz` every 20 ms, each on a new connection; `took_ms` has the time to each answer."""

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
    """The 99th percentile of `/healthz` in ms while nothing else happens."""
    client = HttpClient(peer.port)
    client.start()
    time.sleep(seconds)
    client.stop()
    return client.p99()
