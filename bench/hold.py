"""`python -m bench.hold`: how many listeners one machine holds, the load included, and how long a headline takes to the last.

A process has so many descriptors only, and an address so many ports, so both sides are spread: `--web` processes serve, as many
make the load, from loopback addresses of their own. It fills the machine for five minutes: nothing else should run.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

from bench.fanout.peers import build
from bench.rig.airwire import airwire
from bench.rig.docs_table import verdict_at_most
from bench.rig.processes import BUILD, Peer

BROADCASTS = 6
ADDRESSES = 16
"""Loopback addresses of the load; one has ports for 28,000 connections."""

MAX_FULL = 0.85
"""Of a process's descriptors; processes do not fill up quite evenly."""

MAX_LATER = 3.5
"""A headline at the last of the most listeners, × at the last of the fewest."""


def publish(peer: Peer, seq: int) -> None:
    headline = f"@{time.time_ns()}#{seq:06}@ Central bank cuts rates by half a point in surprise move"
    body = json.dumps({"priority": "urgent", "headline": headline}).encode()
    authorization = next(option for option in peer.load_options if option.startswith("Authorization: "))
    headers = {"Content-Type": "application/json", "Idempotency-Key": headline}
    headers["Authorization"] = authorization.removeprefix("Authorization: ")
    request = urllib.request.Request(f"http://127.0.0.1:{peer.port}/api/v1/breaking", body, headers)
    with urllib.request.urlopen(request, timeout=60):
        pass


def memory_kb(pids: list[int]) -> int:
    statuses = [Path(f"/proc/{pid}/status").read_text() for pid in pids]
    return sum(int(status.split("VmRSS:")[1].split()[0]) for status in statuses)


def hold(listeners: int, workers: int) -> dict[str, Any]:
    """Connects `listeners` to `workers` web processes, publishes a few headlines, and measures whom they reached and when."""
    with airwire(workers, pinned=False) as peer:
        empty = memory_kb(peer.pids)
        gap_s = 1 + listeners / 8_000
        listen_s = 10 + round(BROADCASTS * gap_s)
        crowds = [
            subprocess.Popen(
                [str(BUILD / "wsload"), "--port", str(peer.port), "--n", str(listeners // workers), "--ready", "snapshot",
                 "--from", str(ADDRESSES), "--window", "50", "--stall", "60", "--listen", str(listen_s), "--pid", ""],
                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            )
            for _ in range(workers)
        ]  # fmt: skip
        for crowd in crowds:
            assert crowd.stderr
            while " ready=" not in (line := crowd.stderr.readline()):
                if not line:
                    raise RuntimeError("a crowd did not come in")
        full = memory_kb(peer.pids)
        for seq in range(1, BROADCASTS + 1):
            publish(peer, seq)
            time.sleep(gap_s)
        results = [json.loads(crowd.communicate()[0]) for crowd in crowds]
    last: dict[int, float] = {}
    got: dict[int, int] = {}
    for result in results:
        for broadcast in result["broadcasts"]:
            last[broadcast["seq"]] = max(last.get(broadcast["seq"], 0), broadcast["last_ms"])
            got[broadcast["seq"]] = got.get(broadcast["seq"], 0) + broadcast["got"]
    return {
        "listeners": sum(result["ready"] for result in results),
        "kb_a_listener": round((full - empty) / listeners, 2),
        "reached": sorted(got.values()),
        "last_ms": sorted(last.values()),
    }


def main() -> int:
    parse = argparse.ArgumentParser(prog="python -m bench.hold", description=__doc__)
    parse.add_argument("--listeners", type=int, nargs="+", default=[50_000, 150_000])
    parse.add_argument("--web", type=int, default=12, help="web processes")
    asked = parse.parse_args()
    room = int(resource.getrlimit(resource.RLIMIT_NOFILE)[1] * MAX_FULL)
    if max(asked.listeners) > room * asked.web:
        parse.error(f"--web {-(-max(asked.listeners) // room)}: a process may have {room:,} connections here")
    build()
    lasts = []
    for listeners in asked.listeners:
        held = hold(listeners, asked.web)
        reached = held["reached"]
        lasts.append(statistics.median(held["last_ms"]))
        print(f"{held['listeners']:,} listeners held, {held['kb_a_listener']} kB each")
        print(f"  a headline reached {reached[0]:,} at the least; the last after {lasts[-1]:.0f} ms (median)")
    if len(lasts) > 1:
        ends = f"{asked.listeners[0]:,} and {asked.listeners[-1]:,} listeners"
        print(verdict_at_most(f"a headline at the last, of {ends}, ×", lasts[-1] / lasts[0], MAX_LATER, 2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
