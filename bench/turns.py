"""Five hundred turns of the air at a hurried clock, while whichever clock process leads is killed or frozen again and again.

    python -m bench.turns                 # everything hurried alike: a lease of 6 s, a kill every 20 s, a turn every 15 s
    python -m bench.turns --turns 500 --speed 500 --lease-speed 20      # the short form that `make test` runs

Real processes with a real lease in a real store run the real clock; only what they take for the time goes faster. At
the end the record must have every turn of the grid once, at the instant at which time decided it, and the log none twice.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from multiprocessing.process import BaseProcess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import structlog

from tests.conftest import Valkey, make_room
from webapp.clock import SETTLE_S, Clock
from webapp.newsroom.schedule.grid.grid import Grid
from webapp.newsroom.schedule.holds import NO_HOLDS
from webapp.newsroom.schedule.on_air import next_boundary, transition_id
from webapp.newsroom.schedule.wall_clock import format_reading
from webapp.newsroom.staff import Actor
from webapp.store.board.log import Log
from webapp.store.core import lease
from webapp.store.core.connection import Store, connect
from webapp.store.core.lease import LEASE_S, Lease
from webapp.store.schedule.rundown import Rundown

EVERY_S = 15
KILL_EVERY_S = 20.0
A_PROGRAMME = 100
MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
CLOCKS = 3
FROZEN_LEASES = 2.0
"""Whoever is frozen wakes up after so many leases, and still believes to lead."""


@dataclass(frozen=True)
class Hurry:
    """`speed` times as fast goes the time; the lease, the clock's rounds and the kills go `lease_speed` times as fast."""

    url: str
    began: float
    speed: float
    lease_speed: float

    def now(self) -> datetime:
        return MONDAY + timedelta(seconds=(time.time() - self.began) * self.speed)


@dataclass(frozen=True)
class Outcome:
    turns: int
    kills: int
    frosts: int
    leaders: int
    missed: list[str]
    doubled: list[str]
    wrong: list[str]
    untold: int
    seconds: float

    @property
    def well(self) -> bool:
        return not (self.missed or self.doubled or self.wrong)

    def __str__(self) -> str:
        return (
            f"{self.turns} turns in {self.seconds:.0f} s, {self.kills} leaders killed, {self.frosts} frozen, "
            f"{self.leaders} clocks led: "
            f"{len(self.missed)} missed, {len(self.doubled)} doubled ids, {len(self.wrong)} at another time; "
            f"{self.untold} over before a clock looked, so in the record and not in the log"
        )


def grid_of(turns: int) -> Grid:
    """`turns` segments of a quarter of a minute from Monday's midnight, a hundred a programme; then nothing."""
    programmes = []
    for first in range(0, turns, A_PROGRAMME):
        marks = [n * EVERY_S for n in range(first, min(first + A_PROGRAMME, turns))]
        programmes.append({
            "id": f"p{first}", "title": f"From {first}",
            "slots": [{"days": ["mon"], "start": format_reading(marks[0]), "end": format_reading(marks[-1] + EVERY_S)}],
            "segments": [{"id": f"s{at // EVERY_S}", "title": f"Turn {at}", "start": format_reading(at)} for at in marks],
        })  # fmt: skip
    return Grid.load({"zone": "UTC", "programmes": programmes})


def hurry(url: str, turns: int, speed: float, lease_speed: float, seed: int = 1) -> Outcome:
    """Runs clocks and kills leaders until the last turn is in the record. Raises `TimeoutError` if it never gets there."""
    store, chance = connect(url), random.Random(seed)
    room, grid = make_room(store), grid_of(turns)
    desk, rundown = room.desk, room.rundown
    began = time.time()
    run = Hurry(url, began, speed, lease_speed)
    desk.set_grid(grid, Actor(name="bench", role="system"), MONDAY)
    end = MONDAY + timedelta(seconds=turns * EVERY_S)
    patience = began + turns * EVERY_S / speed + 60
    kills, frosts, leaders, strike_at = 0, 0, set(), began + KILL_EVERY_S / lease_speed
    frozen: list[tuple[float, int]] = []
    fork = multiprocessing.get_context("fork")
    with _clocks(lambda: fork.Process(target=_clock, args=(run,), daemon=True)) as clocks:
        while (last := rundown.as_run.last()) is None or last.starts_at < end:
            if time.time() > patience:
                raise TimeoutError(f"the record is at {last and last.starts_at}, and ought to be at {end}")
            holder = Lease(store, "nobody").holder()
            leaders |= {holder} if holder else set()
            victim = next((clock for clock in clocks if str(clock.pid) == holder), None)
            while frozen and time.time() >= frozen[0][0]:
                os.kill(frozen.pop(0)[1], signal.SIGCONT)
            if time.time() >= strike_at and victim and victim.pid:
                if kills > frosts:
                    os.kill(victim.pid, signal.SIGSTOP)
                    frozen.append((time.time() + FROZEN_LEASES * LEASE_S / lease_speed, victim.pid))
                    frosts += 1
                else:
                    os.kill(victim.pid, signal.SIGKILL)
                    victim.join()
                    kills += 1
                    clocks.remove(victim)
                    clocks.append(_started(fork.Process(target=_clock, args=(run,), daemon=True)))
                strike_at = time.time() + KILL_EVERY_S / lease_speed * chance.uniform(0.7, 1.3)
            time.sleep(0.01)
    return _outcome(grid, rundown, store, end, kills, frosts, len(leaders), time.time() - began)


@contextmanager
def _clocks(make: Callable[[], BaseProcess]) -> Iterator[list[BaseProcess]]:
    clocks = [_started(make()) for _ in range(CLOCKS)]
    try:
        yield clocks
    finally:
        for clock in clocks:
            clock.kill()
            clock.join()


def _started(clock: BaseProcess) -> BaseProcess:
    clock.start()
    return clock


class _NoRanks:
    def rank(self, now: datetime) -> Any:
        raise AssertionError("nobody ranks here")


def _clock(run: Hurry) -> None:
    """One clock process: the real clock, its rounds and its lease hurried."""
    structlog.configure(processors=[_silence])
    lease.LEASE_S = LEASE_S / run.lease_speed
    store = connect(run.url)
    room = make_room(store)
    clock = Clock(room.desk, room.log, room.rundown, Lease(store, str(os.getpid())), _NoRanks(), run.now)
    while True:
        clock.settle_once()
        time.sleep(SETTLE_S / run.lease_speed)


def _silence(*_: Any) -> Any:
    raise structlog.DropEvent


def _outcome(
    grid: Grid, rundown: Rundown, store: Store, end: datetime, kills: int, frosts: int, leaders: int, seconds: float
) -> Outcome:
    wanted, at = {transition_id(grid, NO_HOLDS, MONDAY): MONDAY}, MONDAY
    while (boundary := next_boundary(grid, NO_HOLDS, at)) and boundary <= end:
        at = boundary
        wanted[transition_id(grid, NO_HOLDS, at)] = at
    rows = rundown.as_run.ran(MONDAY, end + timedelta(seconds=1))
    counted = Counter(row.id for row in rows)
    told = Counter(
        (body["programme"]["id"], body.get("segment", {}).get("id"), body["starts_at"])
        for body in (event.body for event in _events(store) if event.type == "on_air")
        if body.get("programme")
    )
    doubled = [name for name, count in counted.items() if count > 1]
    doubled += [str(turn) for turn, count in told.items() if count > 1]
    wrong = [row.id for row in rows if row.id in wanted and wanted[row.id] != row.starts_at]
    wrong += [name for name in counted if name not in wanted]
    missed = [name for name in wanted if name not in counted]
    return Outcome(
        len(wanted) - 1, kills, frosts, leaders, missed, doubled, wrong, len(wanted) - 1 - len(told), seconds
    )


def _events(store: Store) -> list[Any]:
    log, found, at = Log(store), [], 0
    epoch = log.board().epoch
    while more := log.since(epoch, at).events:
        found += more
        at = more[-1].seq
    return found


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--turns", type=int, default=500)
    ask.add_argument("--speed", type=float, default=20.0)
    ask.add_argument("--lease-speed", type=float, default=20.0)
    asked = ask.parse_args()
    with TemporaryDirectory() as folder:
        server = Valkey(Path(folder)).start()
        try:
            outcome = hurry(server.url, asked.turns, asked.speed, asked.lease_speed)
        finally:
            server.kill()
    print(outcome)
    raise SystemExit(0 if outcome.well else 1)


if __name__ == "__main__":
    main()
