"""Results as Markdown: tables, verdicts on goals, and the place in `docs/explain/performance.md` they are written to."""

from __future__ import annotations

import os
import platform
from pathlib import Path

from bench.rig.processes import ROOT

PAGE = ROOT / "docs" / "explain" / "performance.md"


def write_between(name: str, text: str, path: Path = PAGE) -> None:
    """Replaces what stands between the marks of the module `name`, such as `bench.http`, in the page at `path`. Raises
    `ValueError` without marks."""
    begin, end = f"<!-- bench: python -m {name} --docs writes from here -->", f"<!-- {name}: to here -->"
    page = path.read_text()
    before, rest = page.split(begin)
    _, after = rest.split(end)
    path.write_text(f"{before}{begin}\n{text.strip()}\n{end}{after}")


def table(head: list[str], rows: list[list[str]]) -> str:
    line = ["---", *["---:"] * (len(head) - 1)]
    return "\n".join("| " + " | ".join(row) + " |" for row in [head, line, *rows])


def verdict(what: str, ratio: float, goal: float) -> str:
    return f"- {'met' if ratio >= goal else 'MISSED'}: {what}: {ratio:.2f} × (goal ≥ {goal})"


def verdict_below(what: str, value: float, goal: float) -> str:
    return f"- {'met' if value < goal else 'MISSED'}: {what} (goal < {goal})"


def verdict_at_most(what: str, value: float, goal: float, places: int = 1) -> str:
    return f"- {'met' if value <= goal else 'MISSED'}: {what}: {value:.{places}f} (goal ≤ {goal:g})"


def machine() -> str:
    """The processor, memory, kernel and Python of this machine, in one line."""
    info = Path("/proc/cpuinfo").read_text()
    model = next((line.split(":")[1].strip() for line in info.splitlines() if line.startswith("model name")), "?")
    memory = int(Path("/proc/meminfo").read_text().split()[1]) / 2**20
    kernel = platform.release().split("-")[0]
    return f"{os.cpu_count()} × {model}, {memory:.0f} GiB, Linux {kernel}, Python {platform.python_version()}"
