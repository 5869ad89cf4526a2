"""All listeners: simulated pages and stock clients, many to a process, and some real stock clients."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.rig.processes import ROOT

STOCK_PYTHON = 10
STOCK_JS = 5
LIKE_STOCK = 0.1
"""The share of the crowd that reconnects as stock clients do; all others reconnect as our page does."""

PROCESSES = 4
"""Processes that share the pages: after a minute's cut each page has a hundred headlines to parse."""

Journals = list[list[tuple[int, float]]]


@dataclass
class Group:
    """One process with `count` listeners; `ask` puts a question to it."""

    name: str
    stock: bool
    count: int
    process: subprocess.Popen[str]

    def ask(self, question: str) -> dict[str, Any]:
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(question + "\n")
        self.process.stdin.flush()
        return dict(json.loads(self.process.stdout.readline()))


class Audience:
    def __init__(self, groups: Sequence[Group]) -> None:
        self._groups = groups
        self.size = sum(group.count for group in groups)

    def wait_until_connected(self, seconds: float = 60.0) -> None:
        """Returns once every listener is connected. Raises `RuntimeError` after `seconds`."""
        deadline = time.monotonic() + seconds
        while sum(group.ask("have 0")["here"] for group in self._groups) < self.size:
            if time.monotonic() > deadline:
                raise RuntimeError(f"not everybody connected within {seconds:.0f} s")
            time.sleep(0.2)

    def wait_until_shown(self, wish: int, seconds: float) -> None:
        """Returns once every listener was shown headline `wish`, or after `seconds`: the verdict counts those that were not."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and sum(g.ask(f"have {wish}")["have"] for g in self._groups) < self.size:
            time.sleep(0.2)

    def take_journals(self) -> tuple[Journals, Journals]:
        """The journals since the last call: of pages, and of stock clients."""
        journals: tuple[Journals, Journals] = ([], [])
        for group in self._groups:
            journals[group.stock].extend(group.ask("journals")["journals"])
        return journals


@contextmanager
def audience(prefix: Sequence[str], host: str, port: int, listeners: int) -> Iterator[Audience]:
    """`listeners` in all, the stock clients among them. `prefix` is put before each command."""
    crowd = listeners - STOCK_PYTHON - STOCK_JS
    like_stock = round(crowd * LIKE_STOCK)
    pages = crowd - like_stock
    commands = {
        f"pages {number}": (
            pages // PROCESSES + (number < pages % PROCESSES),
            [sys.executable, "-m", "bench.soak.crowd", "page"],
        )
        for number in range(PROCESSES)
    } | {
        "like stock": (like_stock, [sys.executable, "-m", "bench.soak.crowd", "stock"]),
        "stock Python": (STOCK_PYTHON, [sys.executable, "-m", "bench.soak.stock"]),
    }
    if shutil.which("node") and (ROOT / "node_modules" / "socket.io-client").exists():
        commands["stock JS"] = (STOCK_JS, ["node", str(Path(__file__).with_name("stock.mjs"))])
    else:
        print("no stock JS clients: needs node and the browser parts that `make test` fetches", file=sys.stderr)
    groups: list[Group] = []
    try:
        for name, (count, command) in commands.items():
            process = subprocess.Popen(
                [*prefix, *command, host, str(port), str(count)],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT,
            )  # fmt: skip
            groups.append(Group(name, not name.startswith("pages"), count, process))
        everybody = Audience(groups)
        everybody.wait_until_connected()
        yield everybody
    finally:
        for group in groups:
            group.process.kill()
            group.process.wait()
