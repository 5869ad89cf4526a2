"""`python -m bench.alerts`: CAP messages in chains of five, shuffled and with repeats. About a minute and a half.

Once at the desk, document by document, on a store that writes each change to its disk; and once over HTTP, from four newsroom
systems at a time to one web process. What is in force at the end is compared with what must be.
"""

from __future__ import annotations

import argparse
import http.client
import json
import resource
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bench.alerts.chains import Load, chains
from bench.page.quiet import IntoDocs
from bench.rig.docs_table import machine, table, verdict, write_between
from tests.any_store import connect
from tests.conftest import Valkey, make_room
from tests.web.server import Web
from webapp.desk.alerts import Arrived
from webapp.newsroom.alerts.cap_reader import read_cap
from webapp.newsroom.alerts.node import POSTED
from webapp.newsroom.staff import Actor
from webapp.processes.logs import configure
from webapp.store.people.staff import Staff

GOAL_PER_S = 300
SYSTEMS = 4
BY = Actor(name="bench", role="system")


@dataclass(frozen=True)
class Outcome:
    """One way of bringing the messages."""

    name: str
    documents: int
    took_s: float
    right: bool
    store_mb: float
    process_mb: float

    @property
    def per_s(self) -> float:
        return self.documents / self.took_s


def at_the_desk(load: Load, server: Valkey, now: datetime) -> Outcome:
    """Reads and takes each document by itself."""
    store = connect(server.url)
    store.flushall()
    room = make_room(store)
    before, rss, began = store.info("memory")["used_memory"], _rss_mb(), time.perf_counter()
    for document in load.documents:
        room.desk.take_alerts([Arrived(read_cap(document, now), POSTED, granted=True)], BY, now)
    took = time.perf_counter() - began
    nodes = room.alerts.living("in_force", 1_000_000)
    found = {node.message.infos[0].headline for node in nodes if node.message}
    shown = {item.headline for item in room.log.board().alerts}
    grown = (store.info("memory")["used_memory"] - before) / 2**20
    right = found == load.in_force and shown <= found and len(shown) == min(50, len(found))
    return Outcome("at the desk", len(load.documents), took, right, grown, _rss_mb() - rss)


def over_http(load: Load, server: Valkey) -> Outcome:
    """Posts each document, from several systems at a time."""
    store = connect(server.url)
    store.flushall()
    tokens = [Staff(store).add_token(f"system {n}", "editor") for n in range(SYSTEMS)]
    web = Web(server, LOG_LEVEL="ERROR").start()
    try:
        before, rss = store.info("memory")["used_memory"], _rss_of(web)
        began = time.perf_counter()
        shares = [load.documents[n::SYSTEMS] for n in range(SYSTEMS)]
        systems = [
            threading.Thread(target=_post_all, args=(web.port, token, share))
            for token, share in zip(tokens, shares, strict=True)
        ]
        for system in systems:
            system.start()
        for system in systems:
            system.join()
        took = time.perf_counter() - began
        found = {alert["headline"] for alert in _get(web.port, "/api/v1/alerts")["alerts"]}
        grown, more = (store.info("memory")["used_memory"] - before) / 2**20, _rss_of(web) - rss
    finally:
        web.stop()
    return Outcome(f"over HTTP, {SYSTEMS} at a time", len(load.documents), took, found == load.in_force, grown, more)


def _post_all(port: int, token: str, documents: Sequence[bytes]) -> None:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/cap+xml"}
    for document in documents:
        line.request("POST", "/api/v1/alerts", document, headers)
        answer = line.getresponse()
        said = answer.read()
        assert answer.status in (200, 201), said


def _get(port: int, path: str) -> dict[str, list[dict[str, str]]]:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    line.request("GET", path)
    found: dict[str, list[dict[str, str]]] = json.loads(line.getresponse().read())
    return found


def _rss_of(web: Web) -> float:
    """The memory of all workers."""
    texts = [Path(f"/proc/{pid}/status").read_text() for pid in web.workers()]
    return sum(int(text.partition("VmRSS:")[2].split()[0]) for text in texts) / 1024


def _rss_mb() -> float:
    """The most memory that this process has had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> int:
    parse = argparse.ArgumentParser(prog="python -m bench.alerts", description=__doc__)
    parse.add_argument("--messages", type=int, default=10_000)
    parse.add_argument("--docs", action=IntoDocs, help="into docs/explain/performance.md too")
    asked = parse.parse_args()
    configure("ERROR")
    now = datetime.now(UTC).replace(microsecond=0)
    load = chains(asked.messages, now)
    with tempfile.TemporaryDirectory() as folder:
        server = Valkey(Path(folder)).start()
        try:
            outcomes = [at_the_desk(load, server, now), over_http(load, server)]
        finally:
            server.kill()
    rows = [
        [one.name, f"{one.per_s:,.0f}", "yes" if one.right else "NO", f"{one.store_mb:.0f}", f"{one.process_mb:.0f}"]
        for one in outcomes
    ]
    text = "\n".join([
        f"Machine: {machine()}. {asked.messages:,} messages in chains of five, {len(load.documents):,} with repeats.", "",
        table(["", "a second", "right end", "store, MiB", "process, MiB"], rows), "",
        *(verdict(f"documents a second, {one.name}, of {GOAL_PER_S}", one.per_s / GOAL_PER_S, 1.0) for one in outcomes),
    ])  # fmt: skip
    print(text)
    if asked.docs:
        write_between("bench.alerts", text)
    return 0 if all(one.right and one.per_s >= GOAL_PER_S for one in outcomes) else 1


if __name__ == "__main__":
    sys.exit(main())
