"""`python -m bench.soak.deaf`: listeners that never receive, for five minutes, beside listeners who do; into `build/deaf.md`.

Half of them send nothing either; the others send pongs for pings that they have not read, which no client does by accident.
Those that are cut reconnect at once. Exit 1 where one of the promises was not kept.
"""

from __future__ import annotations

import argparse
import contextlib
import select
import signal
import socket
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench.rig.processes import ROOT
from bench.soak.audience import audience
from bench.soak.crowd import REQUEST, client_frame
from bench.soak.document import into_docs
from bench.soak.network import Link
from bench.soak.publisher import Publisher
from bench.soak.station import Station
from bench.soak.verdict import judge
from webapp.delivery.limits import Limits

BODY = "Never read. " * 320
EVERY_S = 0.6
HEADLINES_ON_BOARD = 50
PONG_EVERY_S = 10.0
RECEIVE_BUFFER_BYTES = 4_096
MAX_GROWTH_KB = 50_000
MAX_LATE_S = 30.0

HEAD = (
    "| never received | for | cut: mute | after at most | cut: behind | past the bound at most | memory grew by | headlines "
    "| missed, twice, out of order by others | late p50 | p99 | max |\n" + "| --- " * 12 + "|\n"
)


@dataclass
class Deaf:
    """One of them, on its present connection."""

    mute: bool
    socket: socket.socket
    since: float
    headlines: int
    """Published when it came."""
    said: float = 0.0


@dataclass
class Deafs:
    """All of them. `lived` has how long each mute connection lasted, `behind` after how many headlines others were cut."""

    at: tuple[str, int]
    publisher: Publisher
    inside: list[Deaf] = field(default_factory=list)
    lived: list[float] = field(default_factory=list)
    behind: list[tuple[int, float]] = field(default_factory=list)

    def enter(self, mute: bool) -> None:
        peer = socket.socket()
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BUFFER_BYTES)
        peer.connect(self.at)
        peer.sendall(REQUEST.format(host="deaf").encode() + client_frame("40"))
        self.inside.append(Deaf(mute, peer, time.monotonic(), len(self.publisher.acknowledged)))

    def look(self) -> None:
        """Notes who was cut, lets that one come again, and says the pongs that are due."""
        poll = select.poll()
        by_number = {one.socket.fileno(): one for one in self.inside}
        for number in by_number:
            poll.register(number, select.POLLRDHUP)
        now = time.monotonic()
        for number, _ in poll.poll(0):
            self._cut(by_number[number], now)
        for one in self.inside:
            if not one.mute and now - one.said > PONG_EVERY_S:
                one.said = now
                with contextlib.suppress(OSError):
                    one.socket.sendall(client_frame("3"))

    def _cut(self, one: Deaf, now: float) -> None:
        if one.mute:
            self.lived.append(now - one.since)
        else:
            self.behind.append((one.headlines, now))
        self.inside.remove(one)
        one.socket.close()
        self.enter(one.mute)


def past_the_bound(behind: Sequence[tuple[int, float]], acknowledged: Sequence[float]) -> list[float]:
    """How long each stayed once what was sent to it, the board at first, was more than the bound.

    The kernel takes some 130 kB before anything is held at all: those seconds are in it.
    """
    enough = -(-Limits().backlog // len(BODY)) - HEADLINES_ON_BOARD
    cut = [(at, acknowledged[came + enough - 1]) for came, at in behind if came + enough <= len(acknowledged)]
    return [max(0.0, at - passed) for at, passed in cut]


def memory_kb(station: Station) -> int:
    """Of all workers together."""
    statuses = [Path(f"/proc/{pid}/status").read_text() for pid in station.workers()]
    return sum(int(status.partition("VmRSS:")[2].split()[0]) for status in statuses)


def run(deaf: int, seconds: float, listeners: int, folder: Path) -> tuple[str, bool]:
    with contextlib.ExitStack() as stack:
        station = stack.enter_context(Station(folder, Link(), Link()))
        publisher = Publisher(station.url, station.token, EVERY_S, BODY)
        publisher.start()
        everybody = stack.enter_context(audience([], station.host, station.port, listeners))
        publisher.go_on()
        time.sleep(1.2 * HEADLINES_ON_BOARD * EVERY_S)  # a whole board of such headlines is not what they cost
        known, before = len(publisher.acknowledged), memory_kb(station)
        everybody.take_journals()
        peak, all_deaf = before, Deafs((station.host, station.port), publisher)
        for number in range(deaf):
            all_deaf.enter(mute=number % 2 == 0)
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            time.sleep(0.25)
            all_deaf.look()
            peak = max(peak, memory_kb(station))
        everybody.wait_until_shown(publisher.pause(), 30)
        acknowledged = list(publisher.acknowledged.values())
        pages, stock = everybody.take_journals()
        mine = dict(list(publisher.acknowledged.items())[known:])
        # The headline under way when we began to look belongs to nobody's account.
        mine.pop(min(mine))
        verdict = judge(pages + stock, mine, 0)
        for one in all_deaf.inside:
            one.socket.close()
    late = past_the_bound(all_deaf.behind, acknowledged)
    lived, grown = max(all_deaf.lived, default=0), peak - before
    line = (
        f"| {deaf} | {seconds:.0f} s | {len(all_deaf.lived)} | {lived:.0f} s | {len(all_deaf.behind)} "
        f"| {max(late, default=0):.1f} s | {grown / 1000:.1f} MB | {len(mine)} "
        f"| {verdict.missed}, {verdict.twice}, {verdict.out_of_order} "
        f"| {verdict.late(0.5):.2f} s | {verdict.late(0.99):.2f} s | {verdict.late(1):.2f} s |\n"
    )
    return HEAD + line, verdict.clean and grown < MAX_GROWTH_KB and max(late, default=0) < MAX_LATE_S


def main() -> int:
    parse = argparse.ArgumentParser(prog="python -m bench.soak.deaf", description=__doc__)
    parse.add_argument("--deaf", type=int, default=200)
    parse.add_argument("--seconds", type=float, default=300)
    parse.add_argument("--listeners", type=int, default=200, help="who read, beside them")
    parse.add_argument("--docs", action="store_true", help="also put the table into docs/explain/reliability.md")
    asked = parse.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # and what was started ends with us
    with tempfile.TemporaryDirectory(prefix="airwire-deaf-") as folder:
        table, kept = run(asked.deaf, asked.seconds, asked.listeners, Path(folder))
    print(table, end="")
    (ROOT / "build").mkdir(exist_ok=True)
    (ROOT / "build" / "deaf.md").write_text(table)
    if asked.docs:
        into_docs(table)
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
