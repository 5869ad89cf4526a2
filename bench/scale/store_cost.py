"""`python -m bench.scale.store_cost`: what the store's core spends on a headline while many web processes follow, and on those in
a quiet second. CPU time of the store, so it holds on a busy machine too. Takes half a minute."""

from __future__ import annotations

import contextlib
import selectors
import socket
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from bench.rig.docs_table import table
from tests.conftest import Valkey, make_room
from webapp.newsroom.drafts import BreakingDraft
from webapp.newsroom.errors import TooMany
from webapp.newsroom.staff import Actor
from webapp.store.board.log import Log
from webapp.store.core import keys
from webapp.store.core.connection import connect

FOLLOWERS = (0, 10, 50, 200, 400)
HEADLINES = 150
BEFORE = 60
"""Headlines until the board is full."""

QUESTIONS = 400


def cpu_s(pid: int) -> float:
    """Seconds of CPU that all threads of a process have used."""
    return sum(int((task / "schedstat").read_text().split()[0]) for task in Path(f"/proc/{pid}/task").iterdir()) / 1e9


class Followers:
    """Connections that subscribe as web processes do, and take whatever comes."""

    def __init__(self, port: int, count: int) -> None:
        self._ready = selectors.DefaultSelector()
        self.sockets = []
        for _ in range(count):
            line = socket.create_connection(("127.0.0.1", port))
            line.sendall(f"SUBSCRIBE {keys.NEWS}\r\n".encode())
            line.recv(4096)
            self._ready.register(line, selectors.EVENT_READ)
            self.sockets.append(line)

    def drain(self) -> None:
        while self.sockets and (ready := self._ready.select(0)):
            for key, _ in ready:
                key.fileobj.recv(65_536)  # type: ignore[union-attr]

    def close(self) -> None:
        for line in self.sockets:
            line.close()


def measure(server: Valkey) -> tuple[dict[int, float], float]:
    """Seconds of the store's CPU: a headline by the number of followers, and a follower's question in a quiet second."""
    assert server.process
    pid, room, by = server.process.pid, make_room(connect(server.url)), Actor(name="bench", role="editor")

    def publish(text: str) -> None:
        draft = BreakingDraft.model_validate({"headline": text, "priority": "urgent"})
        while True:
            try:
                room.desk.publish_breaking(draft, by, datetime.now(UTC))
                return
            except TooMany:  # an account's own pace
                time.sleep(0.2)

    for number in range(BEFORE):
        publish(f"Ferry runs again {number}")
    cost = {}
    for count in FOLLOWERS:
        followers = Followers(server.port, count)
        before = cpu_s(pid)
        for number in range(HEADLINES):
            publish(f"With {count} followers, number {number}")
            followers.drain()
        time.sleep(0.1)
        followers.drain()
        cost[count] = (cpu_s(pid) - before) / HEADLINES
        followers.close()
    log = Log(connect(server.url))
    board = log.board()
    before = cpu_s(pid)
    for _ in range(QUESTIONS):
        log.since(board.epoch, board.seq)
    return cost, (cpu_s(pid) - before) / QUESTIONS


def main() -> int:
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        server = Valkey(Path(folder)).start()
        stack.callback(server.kill)
        cost, quiet = measure(server)
    print(
        table(
            ["web processes that follow", "store CPU a headline, ms"],
            [[str(n), f"{s * 1e3:.2f}"] for n, s in cost.items()],
        )
    )
    most = max(FOLLOWERS)
    print(
        f"\nA follower: {(cost[most] - cost[0]) / most * 1e6:.1f} µs a headline, {quiet * 1e6:.0f} µs in a quiet second."
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
