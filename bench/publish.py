"""`python -m bench.publish`: what a headline costs until it is acknowledged, beside the release before. About 2 minutes.

One at a time over one kept connection, with a full board: the newsroom's wait, and the CPU of the web process and the store.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import json
import statistics
import sys
import time
from pathlib import Path

from bench.page.quiet import IntoDocs
from bench.rig.airwire import airwire
from bench.rig.docs_table import machine, table, write_between
from bench.rig.previous import THIS, previous
from bench.rig.processes import BUILD, Peer, children, command_of, cpu_s

FILL_HEADLINES, HEADLINES_A_ROUND = 60, 100
MAX_COST_RATIO = 1.1
"""A release may cost at most this many times as much as the one before."""

MAX_AOF_RATIO = 0.2
BODY = "The ferry between the islands goes again from six this evening, says the coast guard. " * 7
"""Of each headline: a full board has some 50 kB then."""

Row = dict[str, float]


def _store_of(peer: Peer) -> list[int]:
    """The process ids of the store that `airwire up` started beside this web process."""
    pid = peer.pids[0]
    while "webapp.cli" not in command_of(pid):
        pid = int(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[1])
    return [below for below in children(pid) if "valkey-server" in command_of(below)]


def acknowledged_ms(port: int, token: str, count: int, mark: str) -> list[float]:
    """Milliseconds until each of `count` headlines was acknowledged; `mark` makes them the caller's own."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    took = []
    for number in range(count):
        body = json.dumps({"priority": "urgent", "headline": f"{mark} {number}: ferry runs again", "body": BODY})
        key = f"{mark}-{number}"
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json", "Idempotency-Key": key}
        began = time.perf_counter()
        connection.request("POST", "/api/v1/breaking", body, headers)
        answer = connection.getresponse()
        answer.read()
        took.append((time.perf_counter() - began) * 1000)
        if answer.status != 201:
            raise RuntimeError(f"{answer.status} instead of 201")
    connection.close()
    return took


def _publish(peer: Peer, count: int, mark: str) -> list[float]:
    header = peer.load_options[peer.load_options.index("--header") + 1]
    return acknowledged_ms(peer.port, header.rpartition(" ")[2], count, mark)


def aof_bytes(store: list[int]) -> int:
    """The size of the append-only files that these processes have open, with all others in their folders."""
    files = [link.readlink() for pid in store for link in Path(f"/proc/{pid}/fd").iterdir()]
    folders = {file.parent for file in files if file.suffix == ".aof"}
    return sum(file.stat().st_size for folder in folders for file in folder.iterdir())


def measure(peer: Peer, store: list[int], mark: str) -> Row:
    before, bytes_before = (cpu_s(peer.pids), cpu_s(store)), aof_bytes(store)
    took = _publish(peer, HEADLINES_A_ROUND, mark)
    web, kept = (cpu_s(pids) - was for pids, was in zip((peer.pids, store), before, strict=True))
    return {
        "p50_ms": statistics.median(took),
        "p99_ms": statistics.quantiles(took, n=100)[98],
        "web_cpu_ms": web * 1000 / HEADLINES_A_ROUND,
        "store_cpu_ms": kept * 1000 / HEADLINES_A_ROUND,
        "aof_kb": (aof_bytes(store) - bytes_before) / 1000 / HEADLINES_A_ROUND,
    }


def _average(what: str, rounds: list[float]) -> float:
    """Waits by their median; CPU, which the kernel counts in hundredths of a second, by the mean."""
    return statistics.fmean(rounds) if "cpu" in what else statistics.median(rounds)


def main() -> int:
    parse = argparse.ArgumentParser(prog="python -m bench.publish", description=__doc__)
    parse.add_argument("--rounds", type=int, default=8, help="an account's pace allows a thousand headlines in all")
    parse.add_argument("--docs", action=IntoDocs, help="into docs/explain/performance.md too")
    asked = parse.parse_args()
    BUILD.mkdir(parents=True, exist_ok=True)
    builds = [previous(), THIS]
    rows: dict[str, list[Row]] = {build.name: [] for build in builds}
    # Both run all the time, and take short turns: whatever else the machine does, it does to both.
    with contextlib.ExitStack() as running:
        peers = {build.name: running.enter_context(airwire(build=build)) for build in builds}
        stores = {name: _store_of(peer) for name, peer in peers.items()}
        for name, peer in peers.items():
            _publish(peer, FILL_HEADLINES, f"fill {name}")
        for number in range(asked.rounds):
            for name in peers if number % 2 else reversed(peers):
                rows[name].append(measure(peers[name], stores[name], f"round {number}"))
    found = {name: {what: _average(what, [row[what] for row in of]) for what in of[0]} for name, of in rows.items()}
    old, new = (found[build.name] for build in builds)
    head = [
        "",
        "acknowledged p50, ms",
        "p99, ms",
        "web CPU a headline, ms",
        "store CPU a headline, ms",
        "append-only file, kB a headline",
    ]
    lines = [[name, *(f"{value:.2f}" for value in row.values())] for name, row in found.items()]
    ratios = [f"{new[what] / old[what]:.2f}" for what in old]
    met = all(new[what] <= MAX_COST_RATIO * old[what] for what in ("p50_ms", "web_cpu_ms"))
    less = new["aof_kb"] <= MAX_AOF_RATIO * old["aof_kb"]
    text = "\n".join([
        f"Machine: {machine()}. {asked.rounds} rounds of {HEADLINES_A_ROUND} headlines, in turns;",
        "medians, and of CPU the mean.", "",
        table(head, [*lines, ["×", *ratios]]), "",
        f"- {'met' if met else 'MISSED'}: p50 and web CPU at most {MAX_COST_RATIO} × the release before",
        f"- {'met' if less else 'MISSED'}: bytes in the append-only file at most {MAX_AOF_RATIO} × the release before",
    ])  # fmt: skip
    print(text)
    if asked.docs:
        write_between("bench.publish", text)
    return 0 if met and less else 1


if __name__ == "__main__":
    sys.exit(main())
