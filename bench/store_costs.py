"""`python -m bench.store_costs`: what copies and crowds of web processes cost the store. About a minute and a half.

A headline acknowledged once a replica has it on its disk, beside one store alone, in turns by the same newsroom; and the store's
CPU a headline with as many web processes as `--tails` following it, by blocking reads as until 0.1.0 and by subscription.
"""

from __future__ import annotations

import argparse
import contextlib
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from bench.page.quiet import IntoDocs
from bench.publish import acknowledged_ms
from bench.rig.docs_table import machine, table, verdict_at_most, write_between
from bench.rig.processes import BUILD, ROOT, cpu_s, running
from bench.rig.replicated import ReplicatedStore, Server
from tests.conftest import make_room
from tests.ports import free_port
from webapp.newsroom.drafts import BreakingDraft
from webapp.newsroom.errors import StoreAway
from webapp.newsroom.staff import Actor
from webapp.processes.logs import configure
from webapp.store.board.log import Log
from webapp.store.core.connection import connect
from webapp.store.people.staff import Staff

FILL_HEADLINES, HEADLINES_A_ROUND, ROUNDS = 60, 50, 8
TAIL_HEADLINES, TAIL_EVERY_S = 60, 0.1
MAX_COPIES_RATIO, MAX_TAILS_RATIO = 1.8, 0.6
BY = Actor(name="bench", role="system")


class Newsroom:
    """Publishes at a store by a desk of its own."""

    def __init__(self, url: str) -> None:
        self.room = make_room(connect(url))

    def publish(self, count: int) -> None:
        for n in range(count):
            self.room.desk.publish_breaking(
                BreakingDraft(headline=f"Ferry {n} runs", priority="urgent"), BY, datetime.now(UTC)
            )


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[Server]:
    """One store on the same disk, with the settings of the embedded one."""
    server = Server(folder, free_port())
    server.start(
        ["-"], f'port {server.port}\nbind 127.0.0.1\ndir {folder}\nsave ""\nappendonly yes\nappendfsync always\n'
    )
    try:
        yield server
    finally:
        server.kill()


@contextlib.contextmanager
def newsroom_of(url: str, folder: Path) -> Iterator[tuple[int, str]]:
    """A web process on this store: its port, and a token for it."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "-c", str(ROOT / "webapp" / "gunicorn_conf.py"), "webapp.wsgi:app"]
    settings = {
        "REDIS_URL": url, "SECRET_KEY": "a-secret-key-for-this-run-alone-xx", "PORT": str(port), "LOG_LEVEL": "WARNING",
        "AIRWIRE_DATA": str(folder),
    }  # fmt: skip
    with running(command, port, settings, pinned=False):
        yield port, Staff(connect(url)).add_token("bench", "editor")


def copies(folder: Path) -> tuple[float, float]:
    """The median in milliseconds with one store, and with two replicas of which one must confirm."""
    ports = [free_port() for _ in range(6)]
    with (
        alone(folder / "alone") as one,
        ReplicatedStore(folder / "replicated", ports) as three,
        newsroom_of(f"redis://127.0.0.1:{one.port}", folder / "alone") as first,
        newsroom_of(three.url, folder / "replicated") as second,
    ):
        newsrooms = (first, second)
        took: tuple[list[float], list[float]] = ([], [])
        for newsroom in newsrooms:
            acknowledged_ms(*newsroom, FILL_HEADLINES, "fill")
        for number in range(ROUNDS):
            for n in (0, 1) if number % 2 else (1, 0):
                took[n].append(statistics.median(acknowledged_ms(*newsrooms[n], HEADLINES_A_ROUND, f"round {number}")))
    return statistics.median(took[0]), statistics.median(took[1])


def tails(folder: Path, count: int, *, by_subscription: bool) -> float:
    """The store's CPU in milliseconds a headline, ten of them a second, with `count` processes' logs following it."""
    with alone(folder) as store:
        url, stop = f"redis://127.0.0.1:{store.port}", threading.Event()
        newsroom = Newsroom(url)
        newsroom.publish(FILL_HEADLINES)
        logs = [Log(connect(url)) for _ in range(count)]
        board = logs[0].board()
        heard = [board.seq] * count

        def follow(n: int) -> None:
            logs[n]._news.allowed = by_subscription
            while not stop.is_set():
                with contextlib.suppress(StoreAway):
                    heard[n] = logs[n].news(board.epoch, heard[n], 1.0).top

        followers = [threading.Thread(target=follow, args=(n,), daemon=True) for n in range(count)]
        for follower in followers:
            follower.start()
        time.sleep(4)
        assert store.process
        before = cpu_s([store.process.pid])
        for _ in range(TAIL_HEADLINES):
            newsroom.publish(1)
            time.sleep(TAIL_EVERY_S)
        used = cpu_s([store.process.pid]) - before
        time.sleep(2)
        stop.set()
        top = newsroom.room.log.board().seq
        if any(seq < top for seq in heard):
            raise RuntimeError(f"{sum(seq < top for seq in heard)} of {count} did not hear everything")
    return used * 1000 / TAIL_HEADLINES


def main() -> int:
    parse = argparse.ArgumentParser(prog="python -m bench.store_costs", description=__doc__)
    parse.add_argument("--tails", type=int, default=400)
    parse.add_argument("--docs", action=IntoDocs, help="into docs/explain/performance.md too")
    asked = parse.parse_args()
    BUILD.mkdir(parents=True, exist_ok=True)
    configure("WARNING")
    with tempfile.TemporaryDirectory() as folder:
        one, three = copies(Path(folder))
        reading, subscribed = (tails(Path(folder) / str(by), asked.tails, by_subscription=by) for by in (False, True))
    ratios = three / one, subscribed / reading
    text = "\n".join([
        f"Machine: {machine()}, everything on it.", "",
        table(["", "before", "now", "×"], [
            ["acknowledged p50, ms: one store · two replicas, one confirms", f"{one:.2f}", f"{three:.2f}", f"{ratios[0]:.2f}"],
            [f"store CPU a headline with {asked.tails} followers, ms: blocking reads · subscription",
             f"{reading:.2f}", f"{subscribed:.2f}", f"{ratios[1]:.2f}"],
        ]), "",
        verdict_at_most("× the wait with two replicas", ratios[0], MAX_COPIES_RATIO),
        verdict_at_most("× the store's CPU with followers", ratios[1], MAX_TAILS_RATIO),
    ])  # fmt: skip
    print(text)
    if asked.docs:
        write_between("bench.store_costs", text)
    return 0 if ratios[0] <= MAX_COPIES_RATIO and ratios[1] <= MAX_TAILS_RATIO else 1


if __name__ == "__main__":
    sys.exit(main())
