"""Five hundred changes of segment at many times the speed, while the leading clock process is killed or frozen repeatedly.

    python -m bench.turns                 # time, lease and kills 20 × as fast
    python -m bench.turns --turns 500 --speed 500 --lease-speed 20      # the short form that `make test` runs

Real processes with a real lease in a real store run the real clock; only their time is accelerated. At the end the as-run
record must hold every change of the grid once, at its scheduled instant, and the log must hold none twice.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import random
import signal
import time
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.turns.clocks import MONDAY, Acceleration, run_clock, running_clocks, started
from bench.turns.outcome import Outcome, compare
from tests.conftest import Valkey, make_room
from webapp.newsroom.schedule.grid.grid import Grid
from webapp.newsroom.schedule.wall_clock import format_time_of_day
from webapp.newsroom.staff import Actor
from webapp.store.core.connection import connect
from webapp.store.core.lease import LEASE_S, Lease

SEGMENT_S = 15
KILL_EVERY_S = 20.0
SEGMENTS_A_PROGRAMME = 100
FROZEN_LEASES = 2.0
"""A frozen leader is woken after this many leases, and then still believes that it leads."""


def grid_of(turns: int) -> Grid:
    """`turns` segments of `SEGMENT_S` from Monday's midnight, `SEGMENTS_A_PROGRAMME` in each programme; then nothing."""
    programmes = []
    for first in range(0, turns, SEGMENTS_A_PROGRAMME):
        marks = [n * SEGMENT_S for n in range(first, min(first + SEGMENTS_A_PROGRAMME, turns))]
        programmes.append({
            "id": f"p{first}", "title": f"From {first}",
            "slots": [{"days": ["mon"], "start": format_time_of_day(marks[0]), "end": format_time_of_day(marks[-1] + SEGMENT_S)}],
            "segments": [{"id": f"s{at // SEGMENT_S}", "title": f"Turn {at}", "start": format_time_of_day(at)} for at in marks],
        })  # fmt: skip
    return Grid.load({"zone": "UTC", "programmes": programmes})


def run_turns(url: str, turns: int, speed: float, lease_speed: float, seed: int = 1) -> Outcome:
    """Runs clocks and kills leaders until the last turn is in the record. Raises `TimeoutError` if it is not in time."""
    store, chance = connect(url), random.Random(seed)
    room, grid = make_room(store), grid_of(turns)
    desk, rundown = room.desk, room.rundown
    began = time.time()
    run = Acceleration(url, began, speed, lease_speed)
    desk.set_grid(grid, Actor(name="bench", role="system"), MONDAY)
    end = MONDAY + timedelta(seconds=turns * SEGMENT_S)
    time_limit = began + turns * SEGMENT_S / speed + 60
    kills, freezes, leaders, next_strike_at = 0, 0, set(), began + KILL_EVERY_S / lease_speed
    frozen: list[tuple[float, int]] = []
    fork = multiprocessing.get_context("fork")
    with running_clocks(lambda: fork.Process(target=run_clock, args=(run,), daemon=True)) as clocks:
        while (last := rundown.as_run.last()) is None or last.starts_at < end:
            if time.time() > time_limit:
                raise TimeoutError(f"the record is at {last and last.starts_at}, and ought to be at {end}")
            holder = Lease(store, "nobody").holder()
            leaders |= {holder} if holder else set()
            victim = next((clock for clock in clocks if str(clock.pid) == holder), None)
            while frozen and time.time() >= frozen[0][0]:
                os.kill(frozen.pop(0)[1], signal.SIGCONT)
            if time.time() >= next_strike_at and victim and victim.pid:
                if kills > freezes:
                    os.kill(victim.pid, signal.SIGSTOP)
                    frozen.append((time.time() + FROZEN_LEASES * LEASE_S / lease_speed, victim.pid))
                    freezes += 1
                else:
                    os.kill(victim.pid, signal.SIGKILL)
                    victim.join()
                    kills += 1
                    clocks.remove(victim)
                    clocks.append(started(fork.Process(target=run_clock, args=(run,), daemon=True)))
                next_strike_at = time.time() + KILL_EVERY_S / lease_speed * chance.uniform(0.7, 1.3)
            time.sleep(0.01)
    return compare(grid, rundown, store, end, kills, freezes, len(leaders), time.time() - began)


def main() -> None:
    parse = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parse.add_argument("--turns", type=int, default=500)
    parse.add_argument("--speed", type=float, default=20.0)
    parse.add_argument("--lease-speed", type=float, default=20.0)
    asked = parse.parse_args()
    with TemporaryDirectory() as folder:
        server = Valkey(Path(folder)).start()
        try:
            outcome = run_turns(server.url, asked.turns, asked.speed, asked.lease_speed)
        finally:
            server.kill()
    print(outcome)
    raise SystemExit(0 if outcome.correct else 1)


if __name__ == "__main__":
    main()
