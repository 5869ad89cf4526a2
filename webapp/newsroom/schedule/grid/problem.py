"""A problem of a grid, and its place."""

from __future__ import annotations

from dataclasses import dataclass

Path = tuple[str | int, ...]
MAX_PROBLEMS_LISTED = 20
"""How many problems are listed at once."""


@dataclass(frozen=True)
class Problem:
    """`path` uses the keys of the TOML file (`programme.0.slot.1`); `also` is the other place involved."""

    path: Path
    text: str
    also: Path | None = None

    @property
    def field(self) -> str:
        """The path with dots."""
        return ".".join(map(str, self.path))
