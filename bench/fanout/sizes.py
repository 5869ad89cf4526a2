"""`python -m bench.fanout.sizes`: broadcasts of 4 and 16 kB by Airwire's fan-out, beside Bun and C with io_uring. Two minutes."""

from __future__ import annotations

import argparse
import json
import statistics
import sys
from dataclasses import replace

from bench.fanout.load import Rounds, wsload
from bench.fanout.peers import LIMIT, build, bun, c_uring, fan_out, missing
from bench.page.quiet import IntoDocs
from bench.rig.docs_table import machine, table, verdict, write_between
from bench.rig.processes import BUILD

SIZES = (4_096, 16_384)
OURS = "Airwire's fan-out"
STARTS = {"fan_out": fan_out, "bun": bun, "uring": c_uring}


def main() -> int:
    parse = argparse.ArgumentParser(prog="python -m bench.fanout.sizes", description=__doc__)
    parse.add_argument("--listeners", type=int, default=2_000)
    parse.add_argument("--rounds", type=int, default=3)
    parse.add_argument("--broadcasts", type=int, default=30, help="in lockstep, a round")
    parse.add_argument("--docs", action=IntoDocs, help="into docs/explain/performance.md too")
    asked = parse.parse_args()
    build()
    (BUILD / "snapshot.json").write_text(json.dumps({"breaking": []}))
    found: dict[tuple[str, int], list[float]] = {}
    for number in range(asked.rounds):
        for name, start in STARTS.items():
            if missing(name):
                continue
            with start() as peer:
                for size in SIZES:
                    result = wsload(replace(peer, payload=size), asked.listeners, Rounds(1, asked.broadcasts))
                    cpu_us = result["lock_cpu"] * 1e6 / (asked.listeners * asked.broadcasts)
                    found.setdefault((peer.name, size), []).append(cpu_us)
                    print(f"round {number + 1}, {peer.name}, {size} bytes: {cpu_us:.1f} µs", file=sys.stderr)
    text = report({key: statistics.median(values) for key, values in found.items()}, asked.rounds, asked.listeners)
    print(text)
    if asked.docs:
        write_between("bench.fanout.sizes", text)
    return 0


def report(cpu: dict[tuple[str, int], float], rounds: int, listeners: int) -> str:
    names = list(dict.fromkeys(name for name, _ in cpu))
    rows = [[name, *(f"{cpu[name, size]:.1f}" for size in SIZES)] for name in names]
    lines = [
        f"Machine: {machine()}. {listeners:,} listeners, medians of {rounds} rounds: server CPU a delivery, µs.", "",
        table(["", *(f"{size:,} bytes" for size in SIZES)], rows), "",
    ]  # fmt: skip
    goals = [
        verdict(f"{size:,} bytes, deliveries for the same CPU, of {LIMIT}", cpu[LIMIT, size] / cpu[OURS, size], 0.95)
        for size in SIZES
        if (LIMIT, size) in cpu and (OURS, size) in cpu
    ]
    return "\n".join([*lines, *goals])


if __name__ == "__main__":
    sys.exit(main())
