"""Limits on how often something may be done, as values; `store.people.rate_counters` counts by them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Limit:
    """`growing`: `free` tries, then a wait of `wait_s` that doubles with each further try up to `longest_s`.

    `steady`: `free` at once, then one every `wait_s` (GCRA).
    """

    kind: Literal["growing", "steady"]
    free: int
    wait_s: float
    longest_s: int = 0


COUNT_RETENTION_S = 24 * 3600
"""A growing count is deleted this long after its last try."""


@dataclass(frozen=True)
class Counter:
    """`who` names what is counted; an account's name is hashed, since people type passwords there too."""

    who: str
    limit: Limit
