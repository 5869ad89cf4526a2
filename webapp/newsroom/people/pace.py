"""How often something may be done, as values: the store counts by them (`store.counts`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Limit:
    """`growing`: `free` tries, then a wait of `wait_s` that doubles with each further one up to `longest_s`.

    `steady`: `free` at once, then one every `wait_s`.
    """

    kind: Literal["growing", "steady"]
    free: int
    wait_s: float
    longest_s: int = 0


COUNT_RETENTION_S = 24 * 3600
"""A growing count without another try is forgotten after so long."""


@dataclass(frozen=True)
class Counter:
    """`who` is what is counted, hashed where it is somebody's name: that may be anything, a password too."""

    who: str
    limit: Limit
