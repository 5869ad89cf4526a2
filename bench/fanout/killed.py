"""`python -m bench.fanout.killed`: all listeners at once come back to a server whose processes were killed. Three minutes.

Airwire's two web processes are killed, which its master replaces; socket.io's one process is, and the bench starts it again at
once. Each has the whole machine, together with the load.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import signal
import statistics
import subprocess
import sys
from collections.abc import Iterator
from threading import Timer

from bench.fanout.load import AT_ONCE
from bench.fanout.peers import build as build_programs
from bench.fanout.peers import missing, socket_io
from bench.page.quiet import IntoDocs
from bench.rig.airwire import airwire, keep_snapshot
from bench.rig.docs_table import machine, table, verdict, verdict_at_most, write_between
from bench.rig.previous import THIS, previous
from bench.rig.processes import BUILD, Peer

Back = dict[str, float]
"""When the first, half of them, 99 in 100 and the last were back: `first_ms`, `p50_ms`, `p99_ms`, `last_ms`."""

TIMES = ("first_ms", "p50_ms", "p99_ms", "last_ms")


@contextlib.contextmanager
def started(name: str) -> Iterator[Peer]:
    match name:
        case "airwire":
            with airwire(workers=2, pinned=False) as peer:
                keep_snapshot(peer.port)
                yield Peer(THIS.name, peer.port, peer.pids, peer.load_options)
        case "previous":
            build = previous()
            with airwire(workers=2, pinned=False, build=build) as peer:
                yield Peer(build.name, peer.port, peer.pids, peer.load_options)
        case _:
            with socket_io() as peer:
                for pid in peer.pids:
                    os.sched_setaffinity(pid, range(os.cpu_count() or 1))
                yield peer


def storm(peer: Peer, listeners: int, restarts_itself: bool) -> Back:
    """Raises `RuntimeError` where some did not come back within a minute."""
    command = [str(BUILD / "wsload"), "--port", str(peer.port), "--n", str(listeners), "--pid", "", *peer.load_options]
    command += ["--window", str(AT_ONCE), "--kinds", "40", "--stall", "60", "--again", "--from", "4"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as load:
        assert load.stdout and load.stderr
        limit = Timer(150, load.kill)
        limit.start()
        if not any(line == "in\n" for line in load.stderr):
            raise RuntimeError(f"{peer.name}: the crowd did not come in")
        for pid in peer.pids:
            os.kill(pid, signal.SIGKILL)
        with contextlib.nullcontext() if restarts_itself else socket_io(peer.port):
            result = load.stdout.read()
        limit.cancel()
    if load.returncode:
        raise RuntimeError(f"{peer.name}: not all came back: {result}")
    return dict(json.loads(result))


def main() -> int:
    names = ["airwire", "previous", "socketio"]
    parse = argparse.ArgumentParser(prog="python -m bench.fanout.killed", description=__doc__)
    parse.add_argument("--listeners", type=int, default=10_000)
    parse.add_argument("--rounds", type=int, default=3)
    parse.add_argument("--peers", nargs="+", choices=names, default=names)
    parse.add_argument("--docs", action=IntoDocs, help="into docs/explain/performance.md too")
    asked = parse.parse_args()
    build_programs()
    found: dict[str, list[Back]] = {}
    for number in range(asked.rounds):
        for name in (name for name in asked.peers if not missing(name)):
            with started(name) as peer:
                back = storm(peer, asked.listeners, name != "socketio")
                found.setdefault(peer.name, []).append(back)
                print(f"round {number + 1}, {peer.name}: {back}", file=sys.stderr)
    text = report(found, asked.rounds, asked.listeners)
    print(text)
    if asked.docs:
        write_between("bench.fanout.killed", text)
    return 0


def report(found: dict[str, list[Back]], rounds: int, listeners: int) -> str:
    medians = {
        name: {key: statistics.median(one[key] for one in runs) for key in TIMES} for name, runs in found.items()
    }
    accepted = {name: listeners * 1e3 / (row["last_ms"] - row["first_ms"]) for name, row in medians.items()}
    rows = [
        [name, *(f"{row[key] / 1e3:.2f}" for key in TIMES), f"{accepted[name]:,.0f}"] for name, row in medians.items()
    ]
    lines = [
        f"Machine: {machine()}. {listeners:,} listeners, medians of {rounds} rounds.", "",
        table(["", "the first is back after, s", "half, s", "99 in 100, s", "all, s", "accepted/s from then on"], rows), "",
    ]  # fmt: skip
    ours = medians.get(THIS.name)
    for name, row in medians.items() if ours else ():
        assert ours
        if name == "socket.io (Node)":
            lines.append(verdict(f"accepted/s, of {name}", accepted[THIS.name] / accepted[name], 4.0))
        elif name != THIS.name:
            lines.append(verdict_at_most(f"99 in 100 are back, × {name}", ours["p99_ms"] / row["p99_ms"], 0.4, 2))
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
