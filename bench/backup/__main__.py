"""`python -m bench.backup`: what a backup costs who publishes meanwhile, and how long a restore takes. About two minutes.

A store with 10,000 articles and a year of records. Headlines are published by HTTP, with backups being made one after the
other and without, in turns; then the last backup is restored into an empty folder.
"""

from __future__ import annotations

import argparse
import contextlib
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench.backup.archive import fill
from bench.page.quiet import IntoDocs
from bench.publish import acknowledged_ms
from bench.rig.docs_table import machine, table, write_between
from bench.rig.processes import BUILD, ROOT
from bench.store_costs import alone, newsroom_of
from webapp.processes.logs import configure
from webapp.store.core.connection import connect
from webapp.store.people.staff import Staff

ROUNDS, HEADLINES_A_ROUND = 4, 900
MAX_RATIO, MAX_RESTORE_S = 1.2, 60.0


@contextlib.contextmanager
def backups_meanwhile(url: str, to: Path, made: list[float]) -> Iterator[None]:
    """Backups one after the other, as the command makes them, until the end of the block."""
    settings = {"REDIS_URL": url, "SECRET_KEY": "a-secret-key-for-this-run-alone-xx", "AIRWIRE_DATA": str(to)}
    script = (
        "import sys, time\nfrom webapp.cli import main\n"
        "while True:\n    began = time.monotonic()\n"
        "    main(['backup', sys.argv[1], '--keep', '1'], standalone_mode=False)\n"
        "    print('took', time.monotonic() - began, flush=True)\n    time.sleep(1)\n"
    )
    running = subprocess.Popen(
        [sys.executable, "-c", script, str(to)], cwd=ROOT, env={"PATH": "/usr/bin:/bin", **settings},
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    assert running.stdout is not None
    line = ""
    while not line.startswith("took"):  # the first is made, and the program is loaded
        line = running.stdout.readline()
    made.append(float(line.split()[1]))
    try:
        yield
    finally:
        running.terminate()
        made += [float(line.split()[1]) for line in running.stdout if line.startswith("took")]
        running.wait()


def publish(url: str, port: int, mark: str) -> list[float]:
    """Milliseconds until each headline was acknowledged; by an account of its own, since one may not publish as much as all."""
    return acknowledged_ms(port, Staff(connect(url)).add_token(mark, "editor"), HEADLINES_A_ROUND, mark)


def p99(values: list[float]) -> float:
    return statistics.quantiles(values, n=100)[98]


def main() -> int:
    parse = argparse.ArgumentParser(prog="python -m bench.backup", description=__doc__)
    parse.add_argument("--rounds", type=int, default=ROUNDS)
    parse.add_argument("--docs", action=IntoDocs, help="into docs/explain/performance.md too")
    asked = parse.parse_args()
    configure("ERROR")
    BUILD.mkdir(parents=True, exist_ok=True)
    quiet: list[float] = []
    busy: list[float] = []
    took: list[float] = []
    with tempfile.TemporaryDirectory(dir=BUILD) as name:
        folder = Path(name)
        for part in ("store", "data", "backups"):
            (folder / part).mkdir()
        with alone(folder / "store") as server:
            url = f"redis://127.0.0.1:{server.port}/0"
            fill(url)
            with newsroom_of(url, folder / "data") as (port, token):
                acknowledged_ms(port, token, 60, "fill")
                for n in range(asked.rounds):
                    quiet += publish(url, port, f"quiet{n}")
                    with backups_meanwhile(url, folder / "backups", took):
                        busy += publish(url, port, f"busy{n}")
        file = max((folder / "backups").glob("airwire-*.tar.gz"))
        size = file.stat().st_size
        began = time.monotonic()
        subprocess.run(
            [sys.executable, "-m", "webapp.cli", "restore", str(file)], cwd=ROOT, check=True, stderr=subprocess.DEVNULL,
            env={"PATH": "/usr/bin:/bin", "AIRWIRE_DATA": str(folder / "restored")},
        )  # fmt: skip
        restored_s = time.monotonic() - began
    ratio = p99(busy) / p99(quiet)
    rows = [
        [
            "headline acknowledged, p99",
            f"{p99(quiet):.1f} ms",
            f"{p99(busy):.1f} ms",
            f"{ratio:.2f} times (at most {MAX_RATIO})",
        ],
        [
            "headline acknowledged, median",
            f"{statistics.median(quiet):.1f} ms",
            f"{statistics.median(busy):.1f} ms",
            "",
        ],
        ["a backup", "", f"{statistics.median(took or [0]):.1f} s, {size / 1e6:.1f} MB", ""],
        ["a restore", "", f"{restored_s:.1f} s", f"at most {MAX_RESTORE_S:.0f} s"],
    ]
    text = table(["", "without a backup", "while one is made", ""], rows)
    print(text)
    if asked.docs:
        write_between("bench.backup", f"{text}\n\n{machine()}")
    return 0 if ratio <= MAX_RATIO and restored_s <= MAX_RESTORE_S else 1


if __name__ == "__main__":
    raise SystemExit(main())
