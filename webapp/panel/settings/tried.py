"""What was tried of a change before it is in force."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from webapp.newsroom.station import Station


@dataclass(frozen=True)
class Tried:
    """`says` is a reason in English (`panel/reasons.py` has its translation), `about` what was tried; `lines` are what came, such
    as titles; `sound` is an address to listen to. What `must` be right keeps the change from being put in force.
    """

    ok: bool
    about: str
    says: str
    lines: tuple[str, ...] = ()
    sound: str | None = None
    must: bool = False


class Tries(Protocol):
    def __call__(self, before: Station, after: Station) -> list[Tried]:
        """Tries all that differs. Takes seconds; raises nothing of what the world outside does."""
