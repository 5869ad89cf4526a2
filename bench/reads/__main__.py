"""`python -m bench.reads`: beacons and reads over open sockets, next to Node; memory and ranking. About 5 minutes."""

from __future__ import annotations

import argparse
import contextlib
import json
import statistics
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from threading import Timer
from typing import Any

import redis

from bench.page.quiet import IntoDocs
from bench.reads.store_cost import memory, ranking
from bench.reads.visits import write
from bench.rig.docs_table import machine, table, verdict, verdict_below, write_between
from bench.rig.newsroom import fill_newsroom
from bench.rig.processes import BUILD, LOAD_CORE, ROOT, Peer, cpu_s, wait_until_idle
from bench.rig.web_peers import airwire_web, bare, node_reads, store
from bench.rig.wrk import CONNECTIONS, prepare
from webapp.pages.ops.page_check import FIRST_ROUND_AFTER_S, SETTLE_S

HERE = Path(__file__).parent
READERS, READS_EACH = 3_000, 25
SOCKETS, READS_PER_SOCKET = 1_000, 25
FIRST_ROUND_S = FIRST_ROUND_AFTER_S + SETTLE_S + 1
"""From a start to the first check of all pages, which compiles them; it is a start's cost, not a read's."""


def beacons(client: redis.Redis, peer: Peer, visits: Path, seconds: int) -> dict[str, float]:
    """Reads counted a second by beacon, and the server's CPU time for each in µs, after a warm-up."""
    _wrk(peer, write(BUILD / "warm.txt", f"w{peer.port}", 20, READS_EACH), 1)
    used, began = cpu_s(peer.pids), _counted(client)
    _wrk(peer, visits, seconds)
    counted = _counted(client) - began
    return {"a_second": counted / seconds, "cpu_us": (cpu_s(peer.pids) - used) * 1e6 / max(1, counted)}


def _wrk(peer: Peer, visits: Path, seconds: int) -> None:
    command = ["taskset", "-c", LOAD_CORE, "wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}"]
    command += ["-s", str(HERE / "beacons.lua"), f"http://127.0.0.1:{peer.port}/", "--", str(visits)]
    subprocess.run(command, capture_output=True, timeout=seconds + 90, check=True)


def over_sockets(peer: Peer, visits: Path) -> dict[str, float]:
    command = ["taskset", "-c", LOAD_CORE, "node", str(HERE / "socket_reads.mjs"), str(peer.port), str(visits)]
    with subprocess.Popen(
        [*command, str(SOCKETS), str(READS_PER_SOCKET)], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as load:  # fmt: skip
        assert load.stderr and load.stdout
        time_limit = Timer(90, load.kill)
        time_limit.daemon = True
        time_limit.start()
        ready = load.stderr.readline()
        if ready != b"ready\n":
            raise RuntimeError(f"the sockets did not open: {ready!r} {load.stderr.read()!r}")
        before = cpu_s(peer.pids)
        result = json.loads(load.stdout.read() or b'{"counted": "nothing within 90 s"}')
        time_limit.cancel()
        used = cpu_s(peer.pids) - before
    if result["counted"] != SOCKETS * READS_PER_SOCKET:
        raise RuntimeError(f"not every read was counted: {result}")
    return {"a_second": result["counted"] / result["seconds"], "cpu_us": used * 1e6 / result["counted"]}


def _counted(client: redis.Redis) -> int:
    """All reads that the store has counted."""
    rows: Any = [client.zrange(key, 0, -1, withscores=True) for key in client.scan_iter("{airwire}:reads:3600:*")]
    return sum(int(reads) for row in rows for _, reads in row)


def main() -> int:
    parse = argparse.ArgumentParser(prog="python -m bench.reads", description=__doc__)
    parse.add_argument("--rounds", type=int, default=3)
    parse.add_argument("--seconds", type=int, default=4)
    parse.add_argument("--docs", action=IntoDocs, help="into docs/explain/performance.md too")
    asked = parse.parse_args()
    prepare()
    found: dict[str, list[dict[str, float]]] = defaultdict(list)
    with store() as url:
        client = redis.Redis.from_url(url)
        peers: list[Callable[[], contextlib.AbstractContextManager[Peer]]] = [
            lambda: airwire_web(url), lambda: bare("bare WSGI callable", "wsgi", url), lambda: node_reads(url),
        ]  # fmt: skip
        for number in range(asked.rounds):
            for start in peers:
                client.flushall()
                fill_newsroom(url)
                with start() as peer:
                    wait_until_idle(peer.pids, at_least_s=FIRST_ROUND_S if peer.name == "Airwire" else 0)
                    visits = write(BUILD / "visits.txt", f"b{number}", READERS, READS_EACH)
                    found[peer.name].append(beacons(client, peer, visits, asked.seconds))
                    print(f"round {number + 1}: {peer.name}, beacons: {found[peer.name][-1]}", file=sys.stderr)
                    if peer.name == "Airwire":
                        visits = write(BUILD / "visits.txt", f"s{number}", SOCKETS, READS_PER_SOCKET)
                        found["sockets"].append(over_sockets(peer, visits))
                        print(f"round {number + 1}: over sockets: {found['sockets'][-1]}", file=sys.stderr)
        client.flushall()
        few = ranking(client, 1)
        many = ranking(client, 1_000_000)
        mb = memory(client)
    text = _text(found, few, many, mb, asked.rounds)
    print(text)
    if asked.docs:
        write_between("bench.reads", text)
    return 0


def _text(found: dict[str, list[dict[str, float]]], few: float, many: float, mb: float, rounds: int) -> str:
    a_second = {name: statistics.median(m["a_second"] for m in measured) for name, measured in found.items()}
    cpu = {name: statistics.median(m["cpu_us"] for m in measured) for name, measured in found.items()}
    words = {"Airwire": "Airwire, by beacon", "sockets": "Airwire, over open sockets"}
    rows = [[words.get(name, name), f"{a_second[name]:,.0f}", f"{cpu[name]:.0f}"] for name in found]
    node, wsgi = "Node http + ioredis", "bare WSGI callable"
    return "\n".join([
        f"Machine: {machine()}. Medians of {rounds} rounds; each read acknowledged once the store has it (AOF `always`);",
        "the ratios are of the server's CPU time.", "",
        table(["", "reads/s", "server CPU a read, µs"], rows), "",
        verdict(f"beacons by {node}", cpu[node] / cpu["Airwire"], 1.3),
        verdict(f"beacons by {wsgi}", cpu[wsgi] / cpu["Airwire"], 0.9),
        verdict(f"over open sockets by {node}", cpu[node] / cpu["sockets"], 1.5),
        verdict_below(f"ranking 2,000 articles over 7 days: {few:.1f} ms of the store's time, {many:.1f} with a million reads "
                      "in each bucket", max(few, many), 50),
        verdict_below(f"1M reads a day: {mb:.0f} MB in the store", mb, 100),
    ])  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
