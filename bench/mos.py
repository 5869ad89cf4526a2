"""`python -m bench.mos`: a running order of 300 stories that changes 100 times a second for a minute. About a minute and a half.

The whole station runs (`airwire up`), the newsroom's system is one connection here, and a model of it says what the running order
is. Told are the acknowledgements, what the station has in the end, and how many events listeners got.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from defusedxml.ElementTree import fromstring

from bench.page.quiet import IntoDocs
from bench.rig.docs_table import machine, table, write_between
from bench.rig.processes import BUILD, children, command_of, cpu_s, running
from tests.ports import free_port
from tests.unit.rundowns.mos_messages import THEM, US, about, action, ids, message, order, script, story
from webapp.newsroom.rundowns.mos.frames import Frames

STORIES = 300
GRID = """
zone = "UTC"
[[programme]]
id = "bench"
title = "Bench"
[[programme.slot]]
days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
start = "00:00"
end = "24:00"
"""


class Newsroom:
    """The other end: the model of its running order, and the next change of it as the bodies of messages."""

    def __init__(self, stories: int, seed: int = 1) -> None:
        self._random = random.Random(seed)
        self.stories = [(f"s{n}", f"Story {n}") for n in range(stories)]
        self._made = stories

    def created(self) -> str:
        start = f"{datetime.now(UTC):%Y-%m-%d}T00:00:00Z"
        rows = [story(name, slug, 240) for name, slug in self.stories]
        return order("roCreate", rows, slug="Bench", start=start, length="20:00:00")

    def change(self) -> list[str]:
        """One change of those that newsrooms make: half of them move stories, a fifth send scripts."""
        which, names = self._random.random(), [name for name, _ in self.stories]
        one, other = self._random.sample(names, 2)
        if which < 0.5:
            moved = self.stories.pop(names.index(one))
            self.stories.insert([name for name, _ in self.stories].index(other), moved)
            return [action("MOVE", ids(one), ids(other))]
        if which < 0.6:
            a, b = names.index(one), names.index(other)
            self.stories[a], self.stories[b] = self.stories[b], self.stories[a]
            return [action("SWAP", ids(one, other))]
        if which < 0.8:
            return [script(one, "The ferry between the islands goes again, says the coast guard. " * 20)]
        if which < 0.9:
            self._made += 1
            self.stories[names.index(one)] = (one, f"Story {self._made}")
            return [action("REPLACE", story(one, f"Story {self._made}", 240), ids(one))]
        self._made += 1
        self.stories.pop(names.index(one))
        names.remove(one)
        new, slug = f"s{self._made}", f"Story {self._made}"
        self.stories.insert(names.index(other), (new, slug))
        return [about("roStoryDelete", ids(one)), action("INSERT", story(new, slug, 240), ids(other))]


@contextlib.contextmanager
def station() -> Iterator[tuple[int, int, int, dict[str, str]]]:
    """`airwire up` with a programme and MOS: its web port, MOS's upper port, its process, the environment of its commands."""
    web, ports = free_port(), [free_port(), free_port()]
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "grid.toml").write_text(GRID)
        file = Path(folder) / "station.toml"
        file.write_text(
            f'zone = "UTC"\n[mos]\nid = "{US}"\nncs_id = "{THEM}"\nallow = ["127.0.0.1"]\nports = {ports}\n'
            '[[mos.programmes]]\nmatch = "Bench"\nprogramme = "bench"\n'
        )
        env = {
            "PORT": str(web),
            "AIRWIRE_DATA": folder,
            "AIRWIRE_STATION": str(file),
            "AIRWIRE_DEMO": "0",
            "LOG_LEVEL": "ERROR",
        }
        env |= {"AIRWIRE_ADMIN_PASSWORD": "only for this run"}
        tool = [sys.executable, "-m", "webapp.cli"]
        with running([*tool, "up"], web, env, False) as process:
            grid = [*tool, "schedule", "import", str(Path(folder) / "grid.toml")]
            subprocess.run(grid, env=os.environ | env, check=True, capture_output=True)
            _wait_for(ports[1])
            yield web, ports[1], process.pid, env


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.1)
    raise RuntimeError("nobody listens for MOS")


def api(port: int, path: str) -> dict[str, Any]:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v1{path}", timeout=10) as answer:
        return dict(json.load(answer))


class Line:
    """One connection: a message and its answer after the other."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=20)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._frames = Frames()

    def ask(self, text: str) -> str:
        self._socket.sendall(text.encode("utf-16-be"))
        while True:
            for answer in self._frames.feed(self._socket.recv(1 << 16)):
                return answer


def segments(port: int) -> list[str]:
    """The titles that listeners see of the broadcast, in order."""
    now = datetime.now(UTC)
    day = now.replace(hour=0, minute=0, second=0, microsecond=0)
    query = f"/schedule?from={day:%Y-%m-%dT%H:%M:%SZ}&to={day + timedelta(days=1):%Y-%m-%dT%H:%M:%SZ}"
    shows = api(port, query)["broadcasts"]
    return [part["segment"]["title"] for show in shows for part in show.get("segments", ())]


def run(seconds: int, rate: int) -> dict[str, float]:
    with station() as (web, mos, pid, _):
        there, line = Newsroom(STORIES), Line(mos)
        first = line.ask(message(there.created()))
        assert ">OK<" in first, first
        workers = [one for one in children(pid) if command_of(one).strip().endswith("webapp.cli mos")]
        time.sleep(2)
        began_seq, cpu, began = api(web, "/snapshot")["seq"], cpu_s(workers), time.perf_counter()
        took, wrong, number = [], 0, 0
        while (due := number / rate) < seconds:
            left = due - (time.perf_counter() - began)
            if left > 0:
                time.sleep(left)
            for body in there.change():
                number += 1
                text = message(body)
                asked = time.perf_counter()
                root = fromstring(line.ask(text))
                took.append((time.perf_counter() - asked) * 1000)
                right = root.findtext("roAck/roStatus") == "OK"
                wrong += not (right and root.findtext("messageID") == fromstring(text).findtext("messageID"))
        lasted, used = time.perf_counter() - began, cpu_s(workers) - cpu
        time.sleep(4)
        listed = fromstring(line.ask(message(about("roReq"))))
        known = [(one.findtext("storyID"), one.findtext("storySlug")) for one in listed.iter("story")]
        return {
            "changes": number,
            "rate": number / lasted,
            "wrong": wrong,
            "p50_ms": statistics.median(took),
            "p99_ms": statistics.quantiles(took, n=100)[98],
            "equal": float(known == there.stories),
            "shown": float(segments(web) == [slug for _, slug in there.stories]),
            "events": api(web, "/snapshot")["seq"] - began_seq,
            "cpu_ms": used * 1000 / number,
        }


def main() -> int:
    parse = argparse.ArgumentParser(prog="python -m bench.mos", description=__doc__)
    parse.add_argument("--seconds", type=int, default=60)
    parse.add_argument("--rate", type=int, default=100, help="changes a second")
    parse.add_argument("--docs", action=IntoDocs, help="into docs/explain/performance.md too")
    asked = parse.parse_args()
    BUILD.mkdir(parents=True, exist_ok=True)
    found = run(asked.seconds, asked.rate)
    rows = [
        ["changes, a second", f"{found['changes']:,.0f}, {found['rate']:.0f}"],
        ["acknowledgements that were wrong or missing", f"{found['wrong']:.0f}"],
        ["acknowledged after, p50 and p99", f"{found['p50_ms']:.1f} ms, {found['p99_ms']:.1f} ms"],
        ["running order in the end", "that of the model" if found["equal"] else "ANOTHER than the model's"],
        [
            "segments that listeners see in the end",
            "those of the model" if found["shown"] else "OTHERS than the model's",
        ],
        ["events that listeners got", f"{found['events']:,.0f}"],
        ["CPU of the MOS process, a change", f"{found['cpu_ms']:.2f} ms"],
    ]
    text = f"{table(['a running order of 300 stories', ''], rows)}\n\n{machine()}\n"
    print(text)
    if asked.docs:
        write_between("bench.mos", text)
    return int(bool(found["wrong"]) or not (found["equal"] and found["shown"]))


if __name__ == "__main__":
    raise SystemExit(main())
