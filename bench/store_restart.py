"""`python -m bench.store_restart`: bytes that listeners get when the store is killed and comes back, beside the release before.

A store that comes back begins a new epoch. Takes about two minutes; `--listeners 20000` four, with 10,000 descriptors a process.
"""

from __future__ import annotations

import argparse
import contextlib
import multiprocessing
import os
import selectors
import signal
import socket
import sys
import time
from multiprocessing.connection import Connection

from bench.page.quiet import IntoDocs
from bench.publish import _publish, _store_of
from bench.rig.airwire import airwire
from bench.rig.docs_table import machine, table, verdict_at_most, write_between
from bench.rig.previous import THIS, Build, previous
from bench.rig.processes import BUILD

HEADLINES = 40
"""On the board, with a text each: what a snapshot carries."""

CROWDS, WINDOW = 2, 100
"""Processes of listeners, and handshakes at once in each."""

SETTLED_S, QUIET_S = 5.0, 12.0
"""After the last handshake, and after the first headline of the new epoch."""

MAX_RATIO = 0.05
HANDSHAKE = (
    "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
    "Upgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
)
CONNECT, PONG = b"\x81\x82\0\0\0\0" + b"40", b"\x81\x81\0\0\0\0" + b"3"
PING = b"\x81\x012"

fork = multiprocessing.get_context("fork")


class Crowd:
    """Listeners by plain sockets. They count what they get, and answer pings."""

    def __init__(self, port: int, count: int, host: int) -> None:
        self._port, self._source = port, f"127.0.0.{host}"
        self._ready = selectors.DefaultSelector()
        self._entered: set[socket.socket] = set()
        self.got, self.closed = 0, 0
        for first in range(0, count, WINDOW):
            for _ in range(min(WINDOW, count - first)):
                self._open()
            while len(self._entered) + self.closed < min(first + WINDOW, count):
                self.turn(1.0)

    def _open(self) -> None:
        listener = socket.socket()
        listener.bind((self._source, 0))
        listener.connect(("127.0.0.1", self._port))
        listener.sendall(HANDSHAKE.format(port=self._port).encode())
        self._ready.register(listener, selectors.EVENT_READ)

    def turn(self, wait_s: float) -> None:
        """Takes what has come."""
        for key, _ in self._ready.select(wait_s):
            listener = key.fileobj
            assert isinstance(listener, socket.socket)
            try:
                data = listener.recv(1 << 18)
            except OSError:
                data = b""
            if not data:
                self._ready.unregister(listener)
                listener.close()
                self.closed += 1
                continue
            self.got += len(data)
            if b" 101 " in data[:16]:
                listener.sendall(CONNECT)
            elif listener not in self._entered:
                self._entered.add(listener)
            if data.endswith(PING):
                listener.sendall(PONG)


def listen(port: int, count: int, host: int, orders: Connection) -> None:
    """One crowd in a process of its own. Any word asks for `(bytes so far, how many were closed)`; `over` ends it."""
    crowd = Crowd(port, count, host)
    orders.send("in")
    while True:
        if orders.poll():
            if orders.recv() == "over":
                return
            orders.send((crowd.got, crowd.closed))
        crowd.turn(0.1)


def measure(build: Build, listeners: int) -> tuple[float, float, int]:
    """Bytes a listener got from the kill until a headline had come; seconds until that was confirmed; how many were cut off."""
    with airwire(workers=2, pinned=False, build=build) as peer, contextlib.ExitStack() as over:
        _publish(peer, HEADLINES, "before")
        lines = []
        for number in range(CROWDS):
            ours, theirs = fork.Pipe()
            crowd = fork.Process(target=listen, args=(peer.port, listeners // CROWDS, number + 2, theirs), daemon=True)
            crowd.start()
            over.callback(crowd.terminate)
            lines.append(ours)
        for line in lines:
            line.recv()
        time.sleep(SETTLED_S)
        before = _asked(lines)
        began = time.monotonic()
        for pid in _store_of(peer):
            os.kill(pid, signal.SIGKILL)
        for number in range(200):  # by a key of its own each time: what is confirmed is of the new epoch
            try:
                _publish(peer, 1, f"after {number}")
                break
            except (RuntimeError, OSError):
                time.sleep(0.1)
        again = time.monotonic() - began
        time.sleep(QUIET_S)
        after = _asked(lines)
        return (after[0] - before[0]) / listeners, again, after[1] - before[1]


def _asked(lines: list[Connection]) -> tuple[int, int]:
    for line in lines:
        line.send("bytes")
    answers = [line.recv() for line in lines]
    return sum(got for got, _ in answers), sum(closed for _, closed in answers)


def main() -> int:
    parse = argparse.ArgumentParser(prog="python -m bench.store_restart", description=__doc__)
    parse.add_argument("--listeners", type=int, default=5_000)
    parse.add_argument("--docs", action=IntoDocs, help="into docs/explain/performance.md too")
    asked = parse.parse_args()
    BUILD.mkdir(parents=True, exist_ok=True)
    rows = {build.name: measure(build, asked.listeners) for build in (previous(), THIS)}
    (old, *_), (new, *_) = rows.values()
    lines = [[name, f"{got:,.0f}", f"{again:.1f}", str(closed)] for name, (got, again, closed) in rows.items()]
    text = (
        f"{machine()}. {asked.listeners:,} listeners, a board of {HEADLINES} headlines with texts; bytes from the kill until "
        f"the first headline after it had come to all.\n\n"
        + table(["", "bytes a listener", "published again after, s", "cut off"], lines)
        + f"\n\n{verdict_at_most('bytes, in hundredths of the release before', 100 * new / old, 100 * MAX_RATIO)}"
    )
    print(text)
    if asked.docs:
        write_between("bench.store_restart", text)
    return 0 if new / old <= MAX_RATIO else 1


if __name__ == "__main__":
    sys.exit(main())
