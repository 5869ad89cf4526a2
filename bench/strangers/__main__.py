"""`python -m bench.strangers`: what strangers can do to the event loop of a web process.

On a large station (10,000 articles, a dense grid) each address is asked in its most expensive form (`addresses`), and the
longest turn of the event loop is measured (`event_loop`). Then eight strangers ask one of the most expensive each, over and
over, while headlines are pushed: how late they are at open sockets, against a quiet run before. Takes two minutes.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import random
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import requests

from bench.page.quiet import IntoDocs
from bench.rig.docs_table import machine, table, verdict_at_most, write_between
from bench.rig.processes import LOAD_CORE
from bench.rig.web_peers import airwire_web, store
from bench.strangers.addresses import ARTICLES, EXPENSIVE, STORM, fresh, get
from bench.strangers.pushes import push_ms
from bench.strangers.station import fill_large_station

STRANGERS = 8
REQUESTS_PER_ADDRESS = 8
MAX_SLOWDOWN = 3.0
MAX_TURN_MS = 5.0

fork = multiprocessing.get_context("fork")


@dataclass(frozen=True)
class Cost:
    """Milliseconds: the longest turn of the event loop while an address was asked, and the median time to its answer."""

    turn: float
    took: float


def cost_by_address(port: int) -> dict[str, Cost]:
    found = {}
    _turn(port)
    for name, path in EXPENSIVE.items():
        took, turns = [], []
        for _ in range(REQUESTS_PER_ADDRESS):
            _turn(port)
            began = time.monotonic()
            get(port, path())
            took.append((time.monotonic() - began) * 1000)
            turns.append(_turn(port))
        found[name] = Cost(max(turns), statistics.median(took))
        print(f"{name}: {found[name]}", file=sys.stderr)
    return found


def _turn(port: int) -> float:
    return float(requests.get(f"http://127.0.0.1:{port}/bench/turns", timeout=60).text)


@contextmanager
def storm(port: int) -> Iterator[Any]:
    """Runs `STRANGERS` processes, each asking one address of `STORM` over and over; yields their shared count of answers."""
    answers = fork.Value("i", 0)
    strangers = [
        fork.Process(target=_ask_forever, args=(port, name, answers), daemon=True) for name in STORM[:STRANGERS]
    ]
    for stranger in strangers:
        stranger.start()
    try:
        time.sleep(2)
        yield answers
    finally:
        for stranger in strangers:
            stranger.kill()
            stranger.join()


def _ask_forever(port: int, name: str, answers: Any) -> None:
    # As strangers are elsewhere: the server has its core to itself, and the store comes first on the other one.
    os.sched_setaffinity(0, {int(LOAD_CORE)})
    os.nice(19)
    for _ in range(random.SystemRandom().randrange(1, 10**6)):
        next(fresh)
    while True:
        get(port, EXPENSIVE[name]())
        with answers.get_lock():
            answers.value += 1


def percentile(sorted_ms: list[float], share: float) -> float:
    return sorted_ms[min(len(sorted_ms) - 1, int(len(sorted_ms) * share))]


def main() -> int:
    parse = argparse.ArgumentParser(prog="python -m bench.strangers", description=__doc__)
    parse.add_argument("--articles", type=int, default=ARTICLES)
    parse.add_argument("--pushes", type=int, default=60)
    parse.add_argument("--docs", action=IntoDocs, help="into docs/explain/performance.md too")
    asked = parse.parse_args()
    random.seed(1)
    with store() as url:
        token = fill_large_station(url, asked.articles)
        with airwire_web(url, app="bench.strangers.event_loop:app") as peer:
            _wait_for_search_index(peer.port)
            turns = cost_by_address(peer.port)
            quiet = push_ms(peer, token, asked.pushes)
            began = time.monotonic()
            with storm(peer.port) as answers:
                loaded = push_ms(peer, token, asked.pushes)
                rate = answers.value / (time.monotonic() - began)
    text = _text(asked.articles, turns, quiet, loaded, rate)
    print(text)
    if asked.docs:
        write_between("bench.strangers", text)
    return 0


def _wait_for_search_index(port: int) -> None:
    """Returns once the search index, which is filled after the start, answers quickly."""
    until = time.monotonic() + 120
    while time.monotonic() < until:
        found = requests.get(f"http://127.0.0.1:{port}/api/v1/articles?q=a{next(fresh)}", timeout=60)
        if found.elapsed.total_seconds() < 0.004:
            return
        time.sleep(1)


def _text(articles: int, asked: dict[str, Cost], quiet: list[float], loaded: list[float], rate: float) -> str:
    rows = [[f"`{name}`", f"{one.turn:.1f}", f"{one.took:.1f}"] for name, one in asked.items()]
    pushes = [
        [name, f"{percentile(ms, 0.5):.1f}", f"{percentile(ms, 0.99):.1f}", f"{ms[-1]:.1f}"]
        for name, ms in (("quiet", quiet), (f"{STRANGERS} strangers, {rate:.0f} answers/s", loaded))
    ]
    longest, ratio = (
        max(asked.values(), key=lambda one: one.turn).turn,
        percentile(loaded, 0.99) / percentile(quiet, 0.99),
    )
    return "\n".join([
        f"Machine: {machine()}. {articles:,} articles, 48 programmes of 6 parts a day; one web process on a core.", "",
        table(["", "longest turn of the loop, ms", "answered after, ms"], rows), "",
        table(["a headline at 8 open sockets, ms", "p50", "p99", "last"], pushes), "",
        verdict_at_most("the longest turn by a request, ms", longest, MAX_TURN_MS),
        verdict_at_most(f"p99 with {STRANGERS} strangers, × quiet", ratio, MAX_SLOWDOWN),
    ])  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
