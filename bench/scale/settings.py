"""From a change of the settings to the last process that has it in force.

`python -m bench.scale.settings [changes] [web processes]` runs a whole station on loopback (web, clock, monitor, outlets) on a
store of its own, and changes its tagline again and again. What each process has in force is read from the store, every 10 ms.
The goal is less than 2 s at the 99th percentile.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.ports import free_port
from webapp.newsroom.staff import Actor
from webapp.wiring.config import read_config
from webapp.wiring.services import Services, build

BENCH = Actor(name="bench", role="admin")
START_S, PATIENCE_S, LOOK_EVERY_S = 60.0, 10.0, 0.01


def main() -> None:
    changes, workers = (int(text) for text in (*sys.argv[1:], *("100", "2")[len(sys.argv) - 1 :]))
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ, "AIRWIRE_DATA": folder, "PORT": str(free_port()), "WEB_CONCURRENCY": str(workers),
            "LOG_LEVEL": "WARNING", "AIRWIRE_DEMO": "0",
        }  # fmt: skip
        up = subprocess.Popen(
            [sys.executable, "-m", "webapp.cli", "up"],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            took = measured(Path(folder), changes, workers + 3)
        finally:
            up.terminate()
            up.wait(20)
    took.sort()
    p50, p99 = took[len(took) // 2], took[min(len(took) - 1, len(took) * 99 // 100)]
    print(f"{len(took)} changes, {workers + 3} processes: in force everywhere after {p50:.2f} s (p50), {p99:.2f} s (p99), "
          f"{took[-1]:.2f} s at the most")  # fmt: skip


def measured(folder: Path, changes: int, processes: int) -> list[float]:
    """The seconds of each change."""
    services = started(folder, processes)
    took = []
    for number in range(changes):
        began = time.monotonic()
        desk = services.settings_desk
        rev = desk.put({"tagline": f"Number {number}"}, desk.newest().rev, BENCH, services.now()).rev
        while not in_force(services, rev, processes):
            if time.monotonic() - began > PATIENCE_S:
                raise SystemExit(f"change {rev} is not in force everywhere after {PATIENCE_S:.0f} s")
            time.sleep(LOOK_EVERY_S)
        took.append(time.monotonic() - began)
    return took


def in_force(services: Services, rev: int, processes: int) -> bool:
    seen = services.settings.in_force(set(services.presence.every(services.now())))
    return len(seen) >= processes and all(number == rev for number in seen.values())


def started(folder: Path, processes: int) -> Services:
    """Once every process says what it has in force."""
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline:
        if (folder / "run.json").exists():
            services = build(read_config(airwire_data=folder, redis_url=None, airwire_demo=False))
            if in_force(services, 0, processes):
                return services
        time.sleep(0.2)
    raise SystemExit(f"not all processes run after {START_S:.0f} s")


if __name__ == "__main__":
    main()
