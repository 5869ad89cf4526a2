"""`python -m bench.storm`: the moment after an outage. What a handshake with its snapshot, or with what was missed, costs the
server, beside the release before and its peers; one web process on a core, the load on the other. About two minutes.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import statistics
import sys
import urllib.request
from collections.abc import Callable
from typing import Any

from bench.fanout.load import AT_ONCE, Rounds, wsload
from bench.fanout.peers import build as build_programs
from bench.fanout.peers import bun, missing, socket_io
from bench.hold import publish
from bench.page.quiet import IntoDocs
from bench.rig.airwire import airwire, keep_snapshot
from bench.rig.docs_table import machine, table, verdict_at_most, write_between
from bench.rig.previous import THIS, previous
from bench.rig.processes import Peer

KINDS = 40
"""Browsers among the listeners; each has a key, a cookie and a forwarded address of its own."""

FORMS = ("snapshot", "catch-up")


def handshakes(peer: Peer, listeners: int, place: dict[str, Any] | None) -> dict[str, Any]:
    """Connects `listeners`, who say `place` where they have one, and measures nothing else."""
    said = [] if place is None else ["--auth", json.dumps(place, separators=(",", ":")), "--ready", "event"]
    options = [*peer.load_options, *said, "--kinds", str(KINDS), "--window", str(AT_ONCE)]
    return wsload(Peer(peer.name, peer.port, peer.pids, options), listeners, Rounds(0, 0))


def two_events_ago(peer: Peer) -> dict[str, Any]:
    """Where a listener was who has missed two headlines."""
    with urllib.request.urlopen(f"http://127.0.0.1:{peer.port}/api/v1/snapshot", timeout=10) as answer:
        board = json.load(answer)
    for number in (1, 2):
        publish(peer, number)
    return {"epoch": board["epoch"], "seq": board["seq"]}


def measure(rounds: int, listeners: int, names: list[str]) -> dict[tuple[str, str], dict[str, float]]:
    """By peer and form, medians of `cpu_us` and `accepted_per_s`."""
    before = previous() if "previous" in names else None
    starts: dict[str, Callable[[], contextlib.AbstractContextManager[Peer]]] = {"airwire": airwire}
    if before:
        starts["previous"] = lambda: airwire(build=before)
    starts |= {"bun": bun, "socketio": socket_io}
    found: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for number in range(rounds):
        for name in (name for name in starts if name in names):
            with starts[name]() as peer:
                is_ours = name in ("airwire", "previous")
                label = {"airwire": THIS.name, "previous": before.name if before else ""}.get(name, peer.name)
                if name == "airwire":
                    keep_snapshot(peer.port)
                for form in FORMS if is_ours else FORMS[:1]:
                    place = two_events_ago(peer) if form == "catch-up" else None
                    result = handshakes(peer, listeners, place)
                    found.setdefault((label, form), []).append(result)
                    print(f"round {number + 1}, {label}, {form}: {result['connect_cpu_us']} µs", file=sys.stderr)
    return {
        key: {
            "cpu_us": statistics.median(one["connect_cpu_us"] for one in results),
            "accepted_per_s": statistics.median(one["connect_per_s"] for one in results),
        }
        for key, results in found.items()
    }


def report(found: dict[tuple[str, str], dict[str, float]], rounds: int, listeners: int) -> str:
    def cpu(label: str, form: str) -> float | None:
        return found.get((label, form), {}).get("cpu_us")

    rows = [
        [label, form, f"{row['cpu_us']:.0f}", f"{row['accepted_per_s']:,.0f}"] for (label, form), row in found.items()
    ]
    head = ["", "first message", "server CPU a handshake, µs", "accepted/s"]
    lines = [
        f"Machine: {machine()}. {listeners:,} listeners, {AT_ONCE:,} of them at a time; medians of {rounds} rounds.", "",
        table(head, [[label, form, us, rate] for label, form, us, rate in rows]), "",
    ]  # fmt: skip
    before = next((label for label, _ in found if label.startswith("v")), "")
    goals = [(form, before, form, 0.4) for form in FORMS] + [(FORMS[0], "Bun", FORMS[0], 3.0)]
    for form, other, other_form, bound in goals:
        ours, theirs = cpu(THIS.name, form), cpu(other, other_form)
        if ours and theirs:
            lines.append(verdict_at_most(f"CPU of a handshake with its {form}, × {other}", ours / theirs, bound, 2))
    return "\n".join(lines)


def main() -> int:
    names = ["airwire", "previous", "bun", "socketio"]
    parse = argparse.ArgumentParser(prog="python -m bench.storm", description=__doc__)
    parse.add_argument("--listeners", type=int, default=2_000)
    parse.add_argument("--rounds", type=int, default=3)
    parse.add_argument("--peers", nargs="+", choices=names, default=names)
    parse.add_argument("--docs", action=IntoDocs, help="into docs/explain/performance.md too")
    asked = parse.parse_args()
    build_programs()
    peers = [name for name in asked.peers if not missing(name)]
    text = report(measure(asked.rounds, asked.listeners, peers), asked.rounds, asked.listeners)
    print(text)
    if asked.docs:
        write_between("bench.storm", text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
