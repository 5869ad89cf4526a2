"""`python -m bench.cluster.upgrade`: everything is started anew, one machine after the other, under an audience and visitors.

Stores (replicas first, the primary after it has handed over), web hosts and clocks as the next build; HAProxy is reloaded.
Exit 1 where a headline was lost or doubled, a visitor got anything but 200, or the slowest hundredth of listeners waited 5 s.
"""

from __future__ import annotations

import argparse
import contextlib
import signal
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from pathlib import Path

from bench.cluster.__main__ import why_not
from bench.cluster.station import CLOCKS, STORES, WEBS, Cluster, cluster
from bench.rig.docs_table import machine
from bench.rig.processes import ROOT
from bench.soak.audience import audience
from bench.soak.document import into_docs
from bench.soak.publisher import Publisher
from bench.soak.verdict import judge

PATHS = ("/", "/api/v1/snapshot", "/articles", "/schedule", "/lite")
MAX_LATE_S = 5.0
QUIET_S = 3.0

HEAD = (
    "| started anew | listeners | headlines | missed, twice, out of order | late p50 | p99 | max | visitors | of them not 200 | "
    "took |\n" + "| --- " * 10 + "|\n"
)


class Visitors(threading.Thread):
    """Somebody opens a page all the time; `seen` counts the statuses, 0 for none."""

    def __init__(self, url: str) -> None:
        super().__init__(daemon=True)
        self.seen: Counter[int] = Counter()
        self.over = threading.Event()
        self._url = url

    def run(self) -> None:
        while not self.over.is_set():
            for path in PATHS:
                try:
                    with urllib.request.urlopen(self._url + path, timeout=20) as answer:
                        answer.read()
                        self.seen[answer.status] += 1
                except urllib.error.HTTPError as error:
                    self.seen[error.code] += 1
                except OSError:
                    self.seen[0] += 1
            time.sleep(0.02)


def start_all_anew(station: Cluster) -> None:
    primary = station.primary()
    for name in sorted(STORES, key=lambda store: store == primary):
        if name == primary:
            station.hand_over_primary()
        station.machine(name).restart()
        station.wait_for_replicas()
    for name in (*WEBS, *CLOCKS):
        station.machine(name).restart(next_build=True)
        if name in WEBS:
            station.wait_until_ready(name)
            time.sleep(QUIET_S)  # as between two machines, by hand
    station.machine("front").reload()


def run(listeners: int, folder: Path) -> tuple[str, bool]:
    with contextlib.ExitStack() as stack:
        station = stack.enter_context(cluster(folder, down_after_ms=3_000))
        publisher = Publisher(station.url, station.token)
        publisher.start()
        everybody = stack.enter_context(audience([], *station.front, listeners))
        visitors = [Visitors(station.url) for _ in range(2)]
        everybody.wait_until_connected()
        everybody.take_journals()
        began = time.monotonic()
        publisher.go_on()
        for one in visitors:
            one.start()
        time.sleep(QUIET_S)
        start_all_anew(station)
        took = time.monotonic() - began
        time.sleep(QUIET_S)
        for one in visitors:
            one.over.set()
        everybody.wait_until_shown(publisher.pause(), 30)
        pages, stock = everybody.take_journals()
    verdict = judge(pages + stock, publisher.acknowledged, 0)
    seen = sum((one.seen for one in visitors), Counter())
    wrong = {status: count for status, count in seen.items() if status != 200}
    row = (
        f"| 3 stores with Sentinels; 2 web hosts, 2 clocks to the next build; HAProxy reloaded "
        f"| {everybody.size:,} | {verdict.headlines} "
        f"| {verdict.missed}, {verdict.twice}, {verdict.out_of_order} "
        f"| {verdict.late(0.5):.2f} s | {verdict.late(0.99):.2f} s | {verdict.late(1):.2f} s "
        f"| {seen.total():,} | {wrong or 0} | {took:.0f} s |\n"
    )
    return HEAD + row, verdict.clean and not wrong and verdict.late(0.99) < MAX_LATE_S


def main() -> int:
    parse = argparse.ArgumentParser(prog="python -m bench.cluster.upgrade", description=__doc__)
    parse.add_argument("--listeners", type=int, default=2_000)
    parse.add_argument("--docs", action="store_true", help="also put the table into docs/explain/reliability.md")
    asked = parse.parse_args()
    if why := why_not():
        print(f"left out: {why}", file=sys.stderr)
        return 0
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # and what was started ends with us
    with tempfile.TemporaryDirectory(prefix="airwire-upgrade-", ignore_cleanup_errors=True) as folder:
        table, clean = run(asked.listeners, Path(folder))
    print(f"Machine: {machine()}.\n\n{table}")
    (ROOT / "build").mkdir(exist_ok=True)
    (ROOT / "build" / "upgrade.md").write_text(table)
    if asked.docs:
        into_docs(table)
    return 0 if clean else 1


if __name__ == "__main__":
    sys.exit(main())
