"""`python -m bench.scale`: what stations of four sizes need, where it breaks, and how far the model is from the largest real
runs. Takes some seconds; `--docs` puts it into docs/explain/scale.md.
"""

from __future__ import annotations

import argparse
import sys

from bench.rig.docs_table import table, write_between
from bench.rig.processes import ROOT
from bench.scale.figures import MEASURED
from bench.scale.model import BURST_PER_S, Station, max_processes, needs, time_to_last
from bench.scale.storm import storm

SIZES = (10_000, 100_000, 1_000_000, 5_000_000)
PAGE = ROOT / "docs" / "explain" / "scale.md"


def sizes() -> str:
    found = [(size, needs(Station(size))) for size in SIZES]
    rows = [
        ["web processes, a core each", *(f"{n.processes:,}" for _, n in found)],
        ["machines of 8 cores, beside three small ones for stores", *(f"{n.machines:,}" for _, n in found)],
        ["memory of all web processes, GB", *(f"{n.memory_bytes / 1e9:.1f}" for _, n in found)],
        ["store CPU a headline, ms", *(f"{n.store_headline_s * 1e3:.2f}" for _, n in found)],
        ["store's core while nothing happens, %", *(f"{n.store_quiet * 100:.1f}" for _, n in found)],
        ["headlines a second, with half of the store's core", *(f"{n.headlines_per_s:,.0f}" for _, n in found)],
        ["a headline at the last listener, ms", *(f"{n.last_s * 1e3:.0f}" for _, n in found)],
        ["a headline to all, MB", *(f"{n.headline_bytes / 1e6:,.0f}" for _, n in found)],
        ["a failover to all, MB", *(f"{n.epoch_bytes / 1e6:,.0f}" for _, n in found)],
        [
            "the same by snapshots, as before epochs went on, MB",
            *(f"{n.epoch_today_bytes / 1e6:,.0f}" for _, n in found),
        ],
        ["machine-hours a month", *(f"{n.machine_hours:,.0f}" for _, n in found)],
        ["GB a month", *(f"{n.month_bytes / 1e9:,.0f}" for _, n in found)],
    ]
    return table(["listeners at the peak", *(f"{size:,}" for size in SIZES)], rows)


def storms() -> str:
    head = ["listeners a process", "all at once", "spread over 5 s", "all at once, each with a board"]
    rows = []
    for count in (5_000, 10_000, 20_000, 40_000, 60_000):
        runs = storm(count, 1), storm(count, 1, drain_s=5), storm(count, 1, snapshot=True)
        rows.append([f"{count:,}", *(f"{_s(run.half_s)} · {_s(run.last_s)} ({run.handshakes:.2f})" for run in runs)])
    return table(head, rows)


def _s(seconds: float | None) -> str:
    return "never" if seconds is None else f"{seconds:.1f} s"


def deviations() -> str:
    """The model beside what was measured, by the commands named."""
    storm_ms = (storm(1_000, 1).last_s or 0) * 1e3
    store_ms = needs(Station(400 * 10_000)).store_headline_s * 1e3
    runs = [
        ("a headline at the last of 1,000, one process (`bench`)", time_to_last(1_000, 1) * 1e3, 12.4, "ms"),
        ("of 5,000", time_to_last(5_000, 1) * 1e3, 33.5, "ms"),
        ("of 10,000", time_to_last(10_000, 1) * 1e3, 70.0, "ms"),
        ("of 50,000, three processes on two cores that the load shared (`bench.hold`)",
         time_to_last(50_000, 3, cores=1) * 1e3, 4.8 * 70.0, "ms"),
        ("10,000 newcomers accepted a second (`bench`)", 1 / MEASURED.handshake_s, 5_004, "/s"),
        ("1,000 listeners of a killed worker, the last one back (`bench.soak`)", storm_ms, 1_550, "ms"),
        ("store CPU a headline with 400 followers (`bench.scale.store_cost`)", store_ms, 3.39, "ms"),
    ]  # fmt: skip
    rows = [
        [name, f"{said:,.1f} {unit}", f"{real:,.1f} {unit}", f"{said / real:.2f}"] for name, said, real, unit in runs
    ]
    return table(["", "the model", "measured", "×"], rows)


def main() -> int:
    parse = argparse.ArgumentParser(prog="python -m bench.scale", description=__doc__)
    parse.add_argument("--docs", action="store_true", help="into docs/explain/scale.md too")
    asked = parse.parse_args()
    most = max_processes()
    wall = (
        f"One store carries {most:,} web processes at {BURST_PER_S:.0f} headlines a second: {most / 100:.0f} million listeners "
        "at 10,000 a process."
    )
    legend = "Who comes back when: half of them · the last one (handshakes for each)."
    text = "\n\n".join([sizes(), legend, storms(), wall, deviations()])
    print(text)
    if asked.docs:
        write_between("bench.scale", text, PAGE)
    return 0


if __name__ == "__main__":
    sys.exit(main())
