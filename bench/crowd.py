"""`python -m bench.crowd`: ten thousand visitors through one cache (`deploy/edge.conf`): what the origin is asked, and when a
withdrawn headline is gone. Takes half a minute."""

from __future__ import annotations

import argparse
import contextlib
import http.client
import itertools
import multiprocessing
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

import requests

from bench.page.quiet import IntoDocs
from bench.rig import fronts
from bench.rig.docs_table import machine, table, verdict_at_most, write_between
from bench.rig.web_peers import airwire_web, store
from webapp.store.core.connection import connect
from webapp.store.people.staff import Staff

PATHS = ("/", "/api/v1/snapshot", "/embed/ticker.json", "/lite", "/feed.xml", "/most-read")
ENCODINGS = ("", "gzip")
MAX_PER_S = 2
MAX_GONE_S = 2.5
PROCESSES = 2

fork = multiprocessing.get_context("fork")


def visit(port: int, first: int, count: int) -> None:
    """`count` visitors, each on a connection of their own with a cookie of their own."""
    for number in range(first, first + count):
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        headers = {"Host": fronts.HOST, "Cookie": f"airwire_reader=reader-{number}"}
        if number % 2:
            headers["Accept-Encoding"] = "gzip"
        for path in PATHS:
            line.request("GET", path, headers=headers)
            answer = line.getresponse()
            answer.read()
            assert answer.status == 200, (path, answer.status)
        line.close()


class Withdrawals(threading.Thread):
    """Publishes and withdraws, over and over; `gone_s` has how long each headline was to be had after its withdrawal."""

    def __init__(self, origin: str, token: str, front: fronts.Front) -> None:
        super().__init__(daemon=True)
        self.gone_s: list[float] = []
        self.over = threading.Event()
        self._url, self._headers, self._front = f"{origin}/api/v1/breaking", {"Authorization": f"Bearer {token}"}, front

    def run(self) -> None:
        for number in itertools.count():
            if self.over.is_set():
                return
            text = f"To be withdrawn {number}"
            body = {"headline": text, "priority": "urgent"}
            out = requests.post(self._url, json=body, headers=self._headers, timeout=30).json()
            while not self._is_shown(text):
                pass
            requests.delete(
                f"{self._url}/{out['id']}",
                json={"rev": out["rev"], "reason": "a bench"},
                headers=self._headers,
                timeout=30,
            ).raise_for_status()
            at = time.monotonic()
            while self._is_shown(text):
                pass
            self.gone_s.append(time.monotonic() - at)

    def _is_shown(self, text: str) -> bool:
        return any(
            text.encode() in self._front.get(path, {"Accept-Encoding": ""}).data
            for path in ("/", "/lite", "/api/v1/snapshot")
        )


def run(visitors: int) -> str:
    with contextlib.ExitStack() as stack:
        url = stack.enter_context(store())
        token = Staff(connect(url)).add_token("bench", "editor")
        peer = stack.enter_context(airwire_web(url, pinned=False))
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="airwire-edge-")))
        front = stack.enter_context(fronts.edge(folder, f"127.0.0.1:{peer.port}"))
        withdrawals = Withdrawals(f"http://127.0.0.1:{peer.port}", token, front)
        withdrawals.start()
        began, share = time.monotonic(), visitors // PROCESSES
        crowd = [fork.Process(target=visit, args=(front.plain, n * share, share)) for n in range(PROCESSES)]
        for one in crowd:
            one.start()
        for one in crowd:
            one.join()
        took = time.monotonic() - began
        withdrawals.over.set()
        withdrawals.join(10)
        lines = [line.split() for line in (folder / "access.log").read_text().splitlines()]
    if any(one.exitcode for one in crowd):
        raise RuntimeError("a visitor was not answered")
    asked = Counter(
        (second, path, encoding) for second, said, path, encoding in lines if said != "HIT" and path in PATHS
    )
    return _text(visitors, took, len(lines), asked, sorted(withdrawals.gone_s))


def _text(
    visitors: int, took: float, requests_made: int, asked: Counter[tuple[str, str, str]], gone_s: list[float]
) -> str:
    rows = [
        [f"`{path}`", f"{sum(n for (_, p, _), n in asked.items() if p == path) / took:.1f}",
         str(max((n for (_, p, _), n in asked.items() if p == path), default=0))]
        for path in PATHS
    ]  # fmt: skip
    return "\n".join([
        (f"Machine: {machine()}. {visitors:,} visitors, each with a reader's cookie, half of them with gzip: {requests_made:,} "
        f"requests in {took:.0f} s; a headline published and withdrawn {len(gone_s)} times meanwhile."), "",
        table(["", "asked of the origin a second, both encodings", "most in one second, for an encoding"], rows), "",
        f"A withdrawn headline was gone from the cache after {gone_s[len(gone_s) // 2]:.2f} s (median).", "",
        verdict_at_most("asked of the origin in a second, for an address and an encoding", max(asked.values()), MAX_PER_S),
        verdict_at_most("withdrawn, and gone from the cache, s", gone_s[-1], MAX_GONE_S),
    ])  # fmt: skip


def main() -> int:
    parse = argparse.ArgumentParser(prog="python -m bench.crowd", description=__doc__)
    parse.add_argument("--visitors", type=int, default=10_000)
    parse.add_argument("--docs", action=IntoDocs, help="into docs/explain/performance.md too")
    asked = parse.parse_args()
    text = run(asked.visitors)
    print(text)
    if asked.docs:
        write_between("bench.crowd", text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
