"""`python -m bench.soak`: the kill table, into `build/soak.md`. Exit 1 where anything was missed, doubled or disordered."""

from __future__ import annotations

import argparse
import contextlib
import random
import signal
import sys
import tempfile
import time
from pathlib import Path

from bench.rig.processes import ROOT
from bench.soak.audience import Audience, audience
from bench.soak.document import into_docs
from bench.soak.faults import FAULTS, NEED_LINKS
from bench.soak.network import Link, link, why_no_links
from bench.soak.publisher import Publisher
from bench.soak.station import Station, until
from bench.soak.verdict import Verdict, judge

HEADLINES_BEFORE, HEADLINES_AFTER = 4, 8
"""Headlines acknowledged before the fault, and after it."""

SETTLE_S = 45.0
"""A listener that has not caught up by then has missed the headline."""

HEAD = (
    "| fault | headlines | missed | shown twice | out of order | catch-up p50 | p99 | max | stock p50 | p99 | max | took |\n"
    "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n"
)


def run_fault(name: str, station: Station, publisher: Publisher, everybody: Audience) -> tuple[str, Verdict]:
    """Runs one fault between two quiet times; returns its row of the table, and the verdict."""
    words, fault = FAULTS[name]
    everybody.wait_until_connected()
    everybody.take_journals()
    began, known = time.monotonic(), len(publisher.acknowledged)
    publisher.go_on()
    until(lambda: len(publisher.acknowledged) >= known + HEADLINES_BEFORE, 30)
    over_at = fault(station, publisher)
    enough = len(publisher.acknowledged) + HEADLINES_AFTER
    try:
        until(lambda: len(publisher.acknowledged) >= enough, 60)
    except RuntimeError:
        raise RuntimeError(f"{name}: no headline is accepted any more: {publisher.trouble}") from None
    everybody.wait_until_shown(publisher.pause(), SETTLE_S)
    mine = dict(list(publisher.acknowledged.items())[known:])
    pages, stock = everybody.take_journals()
    verdict = judge(pages + stock, mine, over_at)
    of_each = (judge(journals, mine, over_at) for journals in (pages, stock))
    late = " | ".join(f"{each.late(share):.2f} s" for each in of_each for share in (0.5, 0.99, 1))
    line = f"| {words} | {verdict.headlines} | {verdict.missed} | {verdict.twice} | {verdict.out_of_order} | {late} "
    return line + f"| {time.monotonic() - began:.0f} s |\n", verdict


def run(names: list[str], listeners: int, links: bool, folder: Path) -> tuple[str, bool]:
    table, clean = HEAD, True
    with contextlib.ExitStack() as stack:
        store_link = stack.enter_context(link(0)) if links else Link()
        listeners_link = stack.enter_context(link(1)) if links else Link()
        station = stack.enter_context(Station(folder, store_link, listeners_link))
        publisher = Publisher(station.url, station.token)
        publisher.start()
        at = station.host, station.port
        everybody = stack.enter_context(audience(listeners_link.prefix, *at, listeners))
        print(f"{everybody.size} listeners, {len(names)} faults", file=sys.stderr)
        print(HEAD, end="", flush=True)
        for name in names:
            line, verdict = run_fault(name, station, publisher, everybody)
            print(line, end="", flush=True)
            table, clean = table + line, clean and verdict.clean
    return table, clean


def main() -> int:
    parse = argparse.ArgumentParser(prog="python -m bench.soak", description=__doc__)
    parse.add_argument("--listeners", type=int, default=2_000, help="stock clients among them (default 2000)")
    parse.add_argument(
        "--only", nargs="+", choices=FAULTS, default=list(FAULTS), metavar="FAULT", help=", ".join(FAULTS)
    )
    parse.add_argument("--seed", type=int, default=time.time_ns() % 100_000, help="of the random kills")
    parse.add_argument("--docs", action="store_true", help="also put the table into docs/explain/reliability.md")
    asked = parse.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # and what was started ends with us
    random.seed(asked.seed)
    print(f"seed {asked.seed}", file=sys.stderr)
    why_not = why_no_links()
    names = [name for name in FAULTS if name in asked.only and not (why_not and name in NEED_LINKS)]
    if why_not and NEED_LINKS & set(asked.only):
        print(f"left out: {', '.join(sorted(NEED_LINKS & set(asked.only)))}: {why_not}", file=sys.stderr)
    with tempfile.TemporaryDirectory(prefix="airwire-soak-") as folder:
        table, clean = run(names, asked.listeners, not why_not, Path(folder))
    report = ROOT / "build" / "soak.md"
    report.parent.mkdir(exist_ok=True)
    report.write_text(f"{asked.listeners} listeners, seed {asked.seed}.\n\n{table}")
    if asked.docs:
        into_docs(table)
    return 0 if clean else 1


if __name__ == "__main__":
    sys.exit(main())
