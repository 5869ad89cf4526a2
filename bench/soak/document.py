"""Writes measured tables into `docs/explain/reliability.md`."""

from __future__ import annotations

from bench.rig.processes import ROOT

PAGE = ROOT / "docs" / "explain" / "reliability.md"


def into_docs(table: str) -> None:
    """Replaces the page's table that has the same first column head. Raises `ValueError` without one."""
    PAGE.write_text(with_table(PAGE.read_text(), table))


def with_table(page: str, table: str) -> str:
    """`page` with `table` in place of the one whose first column has the same name."""
    lines, new = page.splitlines(), table.splitlines()
    first = "|".join(new[0].split("|")[:2]) + "|"
    start = next((at for at, line in enumerate(lines) if line.startswith(first)), None)
    if start is None:
        raise ValueError(f"no table begins with {first!r}")
    end = next((at for at in range(start, len(lines)) if not lines[at].startswith("|")), len(lines))
    return "\n".join([*lines[:start], *new, *lines[end:]]) + "\n"
