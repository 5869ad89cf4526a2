"""`python -m bench`: every peer in turn, server and load on a core each, in one run."""

from __future__ import annotations

import argparse
import contextlib
import sys
from collections.abc import Iterator
from dataclasses import replace

from bench.fanout import report
from bench.fanout.load import HttpClient, Rounds, http_p99, wsload
from bench.fanout.peers import PEERS, build, missing
from bench.page.quiet import IntoDocs
from bench.rig.airwire import airwire, keep_snapshot
from bench.rig.previous import previous
from bench.rig.processes import BUILD, ROOT, Peer


@contextlib.contextmanager
def release_before() -> Iterator[Peer]:
    """Airwire's previous release, in a worktree of its own."""
    build = previous()
    with airwire(build=build) as peer:
        yield replace(peer, name=build.name)


ALL = {"airwire": airwire, "previous": release_before, **PEERS}


def measure(peer: Peer, listeners: int, rounds: Rounds) -> report.Result:
    asked = not peer.name.startswith("C ")
    quiet = http_p99(peer) if asked else 0.0
    result = wsload(peer, listeners, rounds)
    result["cpu_us"] = result["lock_cpu"] * 1e6 / (listeners * rounds.lockstep)
    if asked:
        # A second run with HTTP requests in between: they cost a little, so they are not in the first.
        client = HttpClient(peer.port)
        wsload(peer, listeners, Rounds(single=1, lockstep=rounds.lockstep), client)
        result["http_p99_added_ms"] = client.p99() - quiet
    return result


def main() -> int:
    parse = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parse.add_argument("--listeners", type=int, nargs="+", default=[1_000, 5_000, 10_000])
    parse.add_argument("--rounds", type=int, default=3)
    parse.add_argument("--peers", nargs="+", choices=ALL, default=list(ALL))
    parse.add_argument("--broadcasts", type=int, default=30, help="in lockstep, a round")
    parse.add_argument("--docs", action=IntoDocs, help="into docs/explain/performance.md too")
    asked = parse.parse_args()
    build()
    left_out = [f"{name}: {reason}" for name in asked.peers if (reason := missing(name))]
    peers = [name for name in asked.peers if not missing(name)]
    results: list[report.Result] = []
    for number in range(asked.rounds):
        for listeners in asked.listeners:
            for name in peers:
                with ALL[name]() as peer:
                    if name == "airwire":
                        keep_snapshot(peer.port)
                    results.append(measure(peer, listeners, Rounds(lockstep=asked.broadcasts)))
                last = results[-1]
                print(
                    f"round {number + 1}, {listeners} listeners, {last['label']}: "
                    f"{last['lock_deliveries_per_s']:,} deliveries/s, {last['connect_per_s']:,} accepted/s, "
                    f"{last['rss_kb_per_conn']} kB a listener",
                    file=sys.stderr,
                )
    text = report.write(results, BUILD, left_out)
    print(text)
    if asked.docs:
        report.write_docs(text, report.plot(results), ROOT / "docs" / "explain")
    return 0


if __name__ == "__main__":
    sys.exit(main())
