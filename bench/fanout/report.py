"""The table, the verdict on the goals, and the plot."""

from __future__ import annotations

import json
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.fanout.peers import LIMIT
from bench.rig.docs_table import machine
from bench.rig.previous import TAG

Result = dict[str, Any]

FROM, TO = "<!-- bench: python -m bench --docs writes from here -->", "<!-- bench: to here -->"

COLUMNS: list[tuple[str, str, Callable[[Result], str]]] = [
    ("lock_deliveries_per_s", "deliveries/s", lambda row: f"{row['lock_deliveries_per_s']:,.0f}"),
    ("ttl_ms", "one broadcast to the last, ms", lambda row: f"{row['ttl_ms']:.1f}"),
    ("connect_per_s", "accepted/s", lambda row: f"{row['connect_per_s']:,.0f}"),
    ("rss_kb_per_conn", "kB a listener", lambda row: f"{row['rss_kb_per_conn']:.1f}"),
    ("connect_cpu_us", "server CPU a handshake, µs", lambda row: f"{row['connect_cpu_us']:.0f}"),
    ("cpu_us", "server CPU a delivery, µs", lambda row: f"{row['cpu_us']:.1f}"),
    ("http_p99_added_ms", "HTTP p99 added, ms", lambda row: f"{row['http_p99_added_ms']:+.1f}"),
]


@dataclass(frozen=True)
class Goal:
    """At the largest number of listeners: Airwire's `figure` over the peer's (or alone) against `bound`; of `costs` the peer's
    over Airwire's."""

    figure: str
    peer: str | None
    bound: float
    at_least: bool
    costs: bool = False

    def verdict(self, medians: dict[str, Result]) -> str | None:
        """One line, or `None` where a figure is missing."""
        ours = medians.get("Airwire", {}).get(self.figure)
        theirs = medians.get(self.peer, {}).get(self.figure) if self.peer else 1.0
        if ours is None or not theirs:
            return None
        value = theirs / ours if self.costs else ours / theirs
        met = value >= self.bound if self.at_least else value <= self.bound
        against = f" × {self.peer}" if self.peer else ""
        sign = "≥" if self.at_least else "≤"
        worth = ", deliveries for the same CPU" if self.costs else ""
        return f"- {'met' if met else 'MISSED'}: {self.figure}{worth} {value:.2f}{against} (goal {sign} {self.bound})"


GOALS = [
    Goal("lock_deliveries_per_s", "socket.io (Node)", 2.5, True),
    Goal("lock_deliveries_per_s", "nginx + nchan", 1.3, True),
    Goal("lock_deliveries_per_s", "C epoll loop", 0.8, True),
    Goal("cpu_us", LIMIT, 0.9, True, costs=True),
    Goal("cpu_us", "Bun", 1.25, True, costs=True),
    Goal("connect_cpu_us", TAG, 0.4, False),
    Goal("connect_cpu_us", "Bun", 3.0, False),
    Goal("ttl_ms", "socket.io (Node)", 0.45, False),
    Goal("rss_kb_per_conn", None, 12, False),
    Goal("connect_per_s", "socket.io (Node)", 4.0, True),
    Goal("http_p99_added_ms", None, 20, False),
]


def medians(results: Sequence[Result], listeners: int) -> dict[str, Result]:
    """By peer, in the order in which they were measured."""
    by_peer: dict[str, list[Result]] = {}
    for result in results:
        if result["n"] == listeners:
            by_peer.setdefault(result["label"], []).append(result)
    return {
        label: {figure: statistics.median(row[figure] for row in rows) for figure, _, _ in COLUMNS if figure in rows[0]}
        for label, rows in by_peer.items()
    }


def table(results: Sequence[Result]) -> str:
    lines = []
    for listeners in sorted({result["n"] for result in results}):
        lines += ["", f"### {listeners:,} listeners", ""]
        lines += ["| | " + " | ".join(title for _, title, _ in COLUMNS) + " |", "| --- |" + " ---: |" * len(COLUMNS)]
        for label, row in medians(results, listeners).items():
            lines.append(
                f"| {label} | " + " | ".join(show(row) if name in row else "–" for name, _, show in COLUMNS) + " |"
            )
    return "\n".join(lines[1:])


def verdicts(results: Sequence[Result]) -> str:
    largest = medians(results, max(result["n"] for result in results))
    return "\n".join(line for goal in GOALS if (line := goal.verdict(largest)))


def plot(results: Sequence[Result]) -> str:
    """Deliveries per second over the number of listeners, as an SVG that reads in light and dark."""
    sizes = sorted({result["n"] for result in results})
    rows = {size: medians(results, size) for size in sizes}
    labels = list(rows[sizes[-1]])
    most = max(row["lock_deliveries_per_s"] for by_peer in rows.values() for row in by_peer.values())
    bar, gap, left, width = 18, 30, 190, 460
    colors = ["#c8102e", "#8a8f98", "#5b8c5a", "#3f6fb5", "#b98b2f", "#7d5ba6", "#4d9aa3", "#a35d4d"]
    parts, y = [], 34
    for size in sizes:
        parts.append(f'<text x="0" y="{y}" font-weight="600">{size:,} listeners</text>')
        y += 10
        for at, label in enumerate(labels):
            row = rows[size].get(label)
            if row is None:
                continue
            value = row["lock_deliveries_per_s"]
            length = max(1, round(value / most * width))
            parts.append(f'<text x="{left - 8}" y="{y + 13}" text-anchor="end">{label}</text>')
            parts.append(
                f'<rect x="{left}" y="{y}" width="{length}" height="{bar - 4}" fill="{colors[at % len(colors)]}"/>'
            )
            parts.append(f'<text x="{left + length + 6}" y="{y + 12}">{value:,.0f}</text>')
            y += bar
        y += gap
    box = f'viewBox="0 0 {left + width + 90} {y}" font-family="sans-serif" font-size="12" fill="#777"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {box}>'
    title = '<text x="0" y="14" font-weight="600">Deliveries per second; the next publish once everybody has the last</text>'
    return "\n".join([head, title, *parts, "</svg>"])


def write_docs(text: str, svg: str, folder: Path) -> None:
    """Put the run into `docs/explain/performance.md`, between its marks, with the plot beside it."""
    page = folder / "performance.md"
    before, rest = page.read_text().split(FROM)
    _, after = rest.split(TO)
    picture = "![Deliveries per second by number of listeners](performance.svg)"
    page.write_text(f"{before}{FROM}\n{text}\n{picture}\n\n{TO}{after}")
    (folder / "performance.svg").write_text(svg)


def write(results: Sequence[Result], folder: Path, left_out: Sequence[str]) -> str:
    """Table, verdicts and plot into `folder`; the text."""
    text = "\n".join(
        [f"Machine: {machine()}. Medians of {len(results) // max(1, len({(r['label'], r['n']) for r in results}))} rounds.",
         *(f"Left out: {reason}." for reason in left_out), "", table(results), "", "Goals, at the most listeners:", "",
         verdicts(results), ""]
    )  # fmt: skip
    (folder / "delivery.md").write_text(text)
    (folder / "delivery.json").write_text(json.dumps(results, indent=1))
    (folder / "delivery.svg").write_text(plot(results))
    return text
