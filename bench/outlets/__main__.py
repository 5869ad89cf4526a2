"""`python -m bench.outlets`: how long after the newsroom's word each surface has it, with one of them dead; withdrawn the same.

A whole station with a webhook, a DAB label, RadioVIS with `--radios` receivers, the title of a real Icecast (where it is
installed), `--listeners` open pages, and a webhook that nobody answers; forty headlines, each withdrawn again. What surfaces have
acknowledged stands in the station's own ledger; open pages, and what is served anew, are measured from outside. Takes a minute.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import sys
import time
import urllib.request
from collections import defaultdict
from datetime import datetime
from typing import Any

from bench.fanout.peers import build as build_programs
from bench.outlets.crowd import WITHDRAWN, Crowd, Reached
from bench.outlets.served import Served
from bench.outlets.station import Running, station
from bench.page.quiet import IntoDocs
from bench.rig.docs_table import machine, table, verdict_at_most, write_between

HEADLINES, EVERY_S = 40, 0.6
BEGIN_S, SPARE_S = 3.0, 15.0
MAX_P99_S = 1.0
OPEN_PAGES = "open pages, the last of them"

Found = dict[tuple[str, str], list[float]]
"""Seconds from the newsroom's word, by surface and action."""


def call(url: str, headers: dict[str, str], method: str = "GET", body: Any = None) -> Any:
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, headers | {"Content-Type": "application/json"}, method=method)
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


def measure(at: Running, listeners: int) -> Found:
    found: Found = defaultdict(list)
    asked_s: dict[int, float] = {}
    names = []
    with contextlib.ExitStack() as stack:
        served = stack.enter_context(contextlib.closing(Served(at.port)))
        seconds = round(BEGIN_S + 2 * HEADLINES * EVERY_S + SPARE_S)
        crowd = stack.enter_context(contextlib.closing(Crowd(at.port, listeners, seconds))) if listeners else None
        time.sleep(BEGIN_S)
        for number in range(1, HEADLINES + 1):
            mark_ns = time.time_ns()
            text = f"@{mark_ns}#{number:06}@ Central bank cuts rates by half a point in surprise move"
            began = time.monotonic()
            made = call(f"{at.api}/breaking", at.headers, "POST", {"headline": text, "priority": "flash"})
            names.append(made["id"])
            for name, took in served.until(text, True, began).items():
                found[name, "published"].append(took)
            _sleep_until(began + EVERY_S)
            asked_s[number] = (time.time_ns() - mark_ns) / 1e9
            began = time.monotonic()
            wrong = {"rev": made["rev"], "reason": "a bench"}
            call(f"{at.api}/breaking/{made['id']}", at.headers, "DELETE", wrong)
            for name, took in served.until(text, False, began).items():
                found[name, "withdrawn"].append(took)
            _sleep_until(began + EVERY_S)
        for name in names:
            _read_ledger(call(f"{at.api}/breaking/{name}/outlets", at.headers), found)
        if crowd:
            _read_crowd(crowd.reached(), asked_s, listeners, found)
    return found


def _sleep_until(at: float) -> None:
    time.sleep(max(0.0, at - time.monotonic()))


def _read_ledger(ledger: Any, found: Found) -> None:
    for surface in ledger["outlets"]:
        for step in surface["steps"]:
            if "acknowledged_at" in step:
                asked, done = (datetime.fromisoformat(step[at]) for at in ("asked_at", "acknowledged_at"))
                found[f"{surface['id']} (acknowledged)", step["action"]].append((done - asked).total_seconds())


def _read_crowd(reached: dict[int, Reached], asked_s: dict[int, float], listeners: int, found: Found) -> None:
    """A withdrawal brings the headline's own mark, so its seconds begin when that was written. Raises `RuntimeError` if a page
    missed one."""
    for number, after_s in asked_s.items():
        for action, key, since in (("published", number, 0.0), ("withdrawn", number + WITHDRAWN, after_s)):
            got = reached.get(key, Reached(0, 0.0))
            if got.pages != listeners:
                raise RuntimeError(f"headline {number}, {action}: reached {got.pages:,} of {listeners:,} pages")
            found[OPEN_PAGES, action].append(got.last_s - since)


def report(found: Found, at: Running, radios: int, listeners: int) -> str:
    rows, worst = [], dict.fromkeys(("published", "withdrawn"), 0.0)
    for (surface, action), seconds in sorted(found.items()):
        ordered = sorted(seconds)
        p50, p99 = ordered[len(ordered) // 2], ordered[-1 - len(ordered) // 100]
        if action in worst:
            worst[action] = max(worst[action], p99)
        rows.append([f"{surface}, {action}", str(len(ordered)), f"{p50 * 1000:.0f} ms", f"{p99 * 1000:.0f} ms"])
    lines = [
        (f"Machine: {machine()}. One web process with {listeners:,} open pages and {radios:,} receivers of RadioVIS; "
        "one more surface is dead."), "",
        table(["surface", "times", "p50", "p99"], rows), "",
        *(verdict_at_most(f"the slowest p99, {action}, seconds", p99, MAX_P99_S, 2) for action, p99 in worst.items()),
    ]  # fmt: skip
    return "\n".join([*lines, *([f"- not measured: {at.left_out}"] if at.left_out else [])])


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.outlets", description=__doc__)
    parser.add_argument("--radios", type=int, default=200, help="receivers of RadioVIS")
    parser.add_argument("--listeners", type=int, default=10_000, help="open pages; 0 for none")
    parser.add_argument("--docs", action=IntoDocs, help="write the figures into docs/explain/performance.md")
    asked = parser.parse_args()
    if asked.listeners:
        build_programs()
    with station(asked.radios) as running:
        found = measure(running, asked.listeners)
    text = report(found, running, asked.radios, asked.listeners)
    print(text)
    if asked.docs:
        write_between("bench.outlets", text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
