"""A table into `docs/explain/performance.md`, between its own marks."""

from __future__ import annotations

from bench.peers import ROOT

PAGE = ROOT / "docs" / "explain" / "performance.md"


def write_between(name: str, text: str) -> None:
    """`name` is the command that writes there, such as `bench.http`."""
    begin, end = f"<!-- bench: python -m {name} --docs writes from here -->", f"<!-- {name}: to here -->"
    page = PAGE.read_text()
    before, rest = page.split(begin)
    _, after = rest.split(end)
    PAGE.write_text(f"{before}{begin}\n{text.strip()}\n{end}{after}")


def table(head: list[str], rows: list[list[str]]) -> str:
    line = ["---", *["---:"] * (len(head) - 1)]
    return "\n".join("| " + " | ".join(row) + " |" for row in [head, line, *rows])


def verdict(what: str, ratio: float, goal: float) -> str:
    return f"- {'met' if ratio >= goal else 'MISSED'}: {what}: {ratio:.2f} × (goal ≥ {goal})"
