"""What is wrong with a grid, and where."""

from __future__ import annotations

from dataclasses import dataclass

Path = tuple[str | int, ...]
MAX_PROBLEMS_LISTED = 20
"""So many problems are worth reading at once."""


@dataclass(frozen=True)
class Problem:
    """`path` uses the keys of the written grid (`programme.0.slot.1`); `also` is the other place it is about."""

    path: Path
    text: str
    also: Path | None = None

    @property
    def field(self) -> str:
        return ".".join(map(str, self.path))
