"""`python -m bench.reads`: beacons and reads over open sockets, next to Node; memory and ranking. About 4 minutes."""

from __future__ import annotations

import argparse
import contextlib
import json
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from threading import Timer
from typing import Any

import redis

from bench.http import fill
from bench.load import LOAD_CORE
from bench.marks import table, verdict, write_between
from bench.peers import BUILD, HERE, ROOT, Peer
from bench.report import machine
from bench.visits import write
from bench.web_peers import airwire_web, bare, cpu_s, node_reads, store
from bench.wrk import CONNECTIONS, prepare
from webapp.newsroom.reads.ranking import WINDOWS
from webapp.store.core import keys

READERS, EACH = 3_000, 25
SOCKETS, ROUNDS = 1_000, 25


def beacons(client: redis.Redis, peer: Peer, visits: Path, seconds: int) -> dict[str, float]:
    """Reads acknowledged a second by beacon, and the server's CPU time for each; it is warm before."""
    _wrk(peer, write(BUILD / "warm.txt", f"w{peer.port}", 20, EACH), 1)
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
        [*command, str(SOCKETS), str(ROUNDS)], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as load:  # fmt: skip
        assert load.stderr and load.stdout
        patience = Timer(90, load.kill)
        patience.daemon = True
        patience.start()
        ready = load.stderr.readline()
        if ready != b"ready\n":
            raise RuntimeError(f"the sockets did not open: {ready!r} {load.stderr.read()!r}")
        before = cpu_s(peer.pids)
        told = json.loads(load.stdout.read() or b'{"counted": "nothing within 90 s"}')
        patience.cancel()
        used = cpu_s(peer.pids) - before
    if told["counted"] != SOCKETS * ROUNDS:
        raise RuntimeError(f"not every read was counted: {told}")
    return {"a_second": told["counted"] / told["seconds"], "cpu_us": used * 1e6 / told["counted"]}


def _counted(client: redis.Redis) -> int:
    """Reads that the store has counted, by whichever of the peers."""
    rows = [client.zrange(key, 0, -1, withscores=True) for key in client.scan_iter("{airwire}:reads:3600:*")]
    return sum(int(reads) for row in rows for _, reads in row)  # type: ignore[union-attr]


def ranking(client: redis.Redis, reads_each: int) -> float:
    """Milliseconds of the store's time to rank 2,000 articles over 7 days, all read in each of its buckets."""
    now, of = datetime.now(UTC), WINDOWS["7d"]
    with client.pipeline(transaction=False) as pipe:
        slugs = {f"rank-{n}": int(now.timestamp() * 1000) + n for n in range(2_000)}
        pipe.zadd(keys.NEWEST, slugs)
        for start in of.starts(now):
            pipe.zadd(keys.tally(of.width_s, start), {slug: reads_each + n for n, slug in enumerate(slugs)})
        pipe.execute()
    from webapp.wiring.config import read_config
    from webapp.wiring.services import build

    url = f"redis://127.0.0.1:{client.connection_pool.connection_kwargs['port']}/0"
    reads = build(read_config(redis_url=url, secret_key="x" * 32)).reads
    client.config_resetstat()
    for _ in range(20):
        reads.top("7d", now)
    spent: Any = client.info("commandstats")
    calls = [spent[name] for name in ("cmdstat_evalsha", "cmdstat_eval") if name in spent]
    return sum(call["usec"] for call in calls) / 20 / 1000


def memory(client: redis.Redis) -> float:
    """MB that a full week takes: 1M reads a day of 2,000 articles, with what each read leaves for its half hour."""
    client.flushall()
    before = _used(client)
    now = datetime.now(UTC)
    with client.pipeline(transaction=False) as pipe:
        for of in WINDOWS.values():
            for start in of.starts(now):
                pipe.zadd(
                    keys.tally(of.width_s, start), {f"some-story-of-that-day-{n:04}": n + 1 for n in range(2_000)}
                )
        for start in WINDOWS["24h"].starts(now):
            for name in ("page", "ticker", "partner", "direct"):
                pipe.zadd(keys.came_by(name, start), {f"some-story-of-that-day-{n:04}": n + 1 for n in range(2_000)})  # type: ignore[arg-type]
            for why in ("repeats", "bots"):
                pipe.zadd(keys.left_out(why, start), {f"some-story-of-that-day-{n:04}": n + 1 for n in range(2_000)})  # type: ignore[arg-type]
            pipe.execute()
        # The readers of two days: as stories are read, a few by most and most by a few.
        for day in ("20260301", "20260302"):
            for n in range(2_000):
                readers = max(1, 1_000_000 // 8 // (n + 1))
                name = keys.readers(day, f"some-story-of-that-day-{n:04}")
                for start in range(0, readers, 5_000):
                    pipe.pfadd(
                        name, *(f"{{airwire}}:seen:{n:06}{r:010}" for r in range(start, min(readers, start + 5_000)))
                    )
            pipe.execute()
        # Three times the mean of half an hour, for the evening.
        for n in range(3 * 1_000_000 // 48):
            pipe.set(keys.seen(f"{n:016}"), 1_790_000_000_000, ex=1_800)
            pipe.set(keys.spent(f"{n:012}"), b"", ex=1_860)
            if n % 5_000 == 0:
                pipe.execute()
        pipe.execute()
    return (_used(client) - before) / 1e6


def _used(client: redis.Redis) -> int:
    info: Any = client.info("memory")
    return int(info["used_memory"])


def main() -> int:
    parse = argparse.ArgumentParser(prog="python -m bench.reads", description=__doc__)
    parse.add_argument("--rounds", type=int, default=3)
    parse.add_argument("--seconds", type=int, default=4)
    parse.add_argument("--docs", action="store_true", help="into docs/explain/performance.md too")
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
                fill(url)
                with start() as peer:
                    time.sleep(0.5)
                    visits = write(BUILD / "visits.txt", f"b{number}", READERS, EACH)
                    found[peer.name].append(beacons(client, peer, visits, asked.seconds))
                    print(f"round {number + 1}: {peer.name}, beacons: {found[peer.name][-1]}", file=sys.stderr)
                    if peer.name == "Airwire":
                        visits = write(BUILD / "visits.txt", f"s{number}", SOCKETS, ROUNDS)
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
        verdict(f"beacons by {node}", cpu[node] / cpu["Airwire"], 0.5),
        verdict(f"beacons by {wsgi}", cpu[wsgi] / cpu["Airwire"], 0.9),
        verdict(f"over open sockets by {node}", cpu[node] / cpu["sockets"], 1.5),
        _told(max(few, many), 50, f"ranking 2,000 articles over 7 days: {few:.1f} ms of the store's time, {many:.1f} with a "
              "million reads in each bucket"),
        _told(mb, 100, f"1M reads a day: {mb:.0f} MB in the store"),
    ])  # fmt: skip


def _told(value: float, goal: float, what: str) -> str:
    return f"- {'met' if value < goal else 'MISSED'}: {what} (goal < {goal})"


if __name__ == "__main__":
    sys.exit(main())
