"""`python -m bench.http`: documents from memory, next to a bare Flask view and a bare WSGI callable. About 3 minutes."""

from __future__ import annotations

import argparse
import contextlib
import statistics
import sys
import urllib.request
from collections import defaultdict
from collections.abc import Callable

from bench.page.quiet import IntoDocs
from bench.rig.docs_table import machine, table, verdict, write_between
from bench.rig.newsroom import fill_newsroom
from bench.rig.processes import BUILD, Peer
from bench.rig.web_peers import airwire_web, bare, store
from bench.rig.wrk import Measured, prepare, wrk

PATHS = ("/api/v1/snapshot", "/embed/ticker.json", "/")


def keep_answers(peer: Peer) -> None:
    """Saves Airwire's bodies for the peers that only repeat them."""
    folder = BUILD / "answers"
    folder.mkdir(parents=True, exist_ok=True)
    for path in PATHS:
        with urllib.request.urlopen(f"http://127.0.0.1:{peer.port}{path}", timeout=10) as answer:
            (folder / f"page{path.replace('/', '.')}").write_bytes(answer.read())


def main() -> int:
    parse = argparse.ArgumentParser(prog="python -m bench.http", description=__doc__)
    parse.add_argument("--rounds", type=int, default=3)
    parse.add_argument("--seconds", type=int, default=4)
    parse.add_argument("--docs", action=IntoDocs, help="into docs/explain/performance.md too")
    asked = parse.parse_args()
    prepare()
    found: dict[tuple[str, str], list[Measured]] = defaultdict(list)
    with store() as url:
        fill_newsroom(url)
        peers: list[Callable[[], contextlib.AbstractContextManager[Peer]]] = [
            lambda: airwire_web(url),
            lambda: bare("bare WSGI callable", "wsgi", url),
            lambda: bare("bare Flask view", "flask", url),
        ]
        for number in range(asked.rounds):
            for start in peers:
                with start() as peer:
                    if peer.name == "Airwire":
                        keep_answers(peer)
                    for path in PATHS:
                        found[peer.name, path].append(wrk(peer, path, asked.seconds))
                        print(f"round {number + 1}: {peer.name} {path} {found[peer.name, path][-1]}", file=sys.stderr)
                    if peer.name == "Airwire":
                        found[peer.name, "304"].append(_unchanged(peer, asked.seconds))
    text = _text(found, asked.rounds)
    print(text)
    if asked.docs:
        write_between("bench.http", text)
    return 0


def _unchanged(peer: Peer, seconds: int) -> Measured:
    with urllib.request.urlopen(f"http://127.0.0.1:{peer.port}/embed/ticker.json", timeout=10) as answer:
        tag = answer.headers["ETag"]
    return wrk(peer, "/embed/ticker.json", seconds, fields=(f"If-None-Match: {tag}",))


def _text(found: dict[tuple[str, str], list[Measured]], rounds: int) -> str:
    middle = {key: statistics.median(m.a_second for m in measured) for key, measured in found.items()}
    cpu = {key: statistics.median(m.cpu_us for m in measured) for key, measured in found.items()}
    names = list(dict.fromkeys(name for name, _ in found))
    cells = [[path, *(f"{middle[name, path]:,.0f} ({cpu[name, path]:.0f} µs)" for name in names)] for path in PATHS]
    unchanged = f"`304` of the ticker, from memory: {middle['Airwire', '304']:,.0f} a second."
    goals = [
        verdict(f"{path} by {other}", cpu[other, path] / cpu["Airwire", path], goal)
        for path in PATHS
        for other, goal in (("bare Flask view", 1.5), ("bare WSGI callable", 0.9))
    ]
    return "\n".join([
        f"Machine: {machine()}. Medians of {rounds} rounds: answers a second and core (the server's CPU time for each; the",
        "ratios are of that, which holds on a busy machine too).", "",
        table(["", *names], cells), "", unchanged, "", *goals,
    ])  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
