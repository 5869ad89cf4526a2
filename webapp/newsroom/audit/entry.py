"""An entry of the audit trail. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, get_args

from webapp.newsroom.times import rfc3339

Trail = Literal["changes", "access"]
"""Who changed what, and who came in or was refused: two chains, so that no stranger's tries stand in the way of a change."""

TRAILS: tuple[Trail, ...] = get_args(Trail)


@dataclass(frozen=True)
class AuditEntry:
    """Who (`by`, `role`) did what (`did`); `what` describes it for people, and `item` is its id or slug where it has one.
    `rehearsal` says that it was done in one, and concerned nobody outside.
    """

    at: datetime
    by: str
    role: str
    did: str
    what: str
    item: str = ""
    rehearsal: bool = False

    def fields(self) -> dict[str, Any]:
        """Plain JSON types, without what is empty."""
        found: dict[str, Any] = {
            "at": rfc3339(self.at),
            "by": self.by,
            "role": self.role,
            "did": self.did,
            "what": self.what,
        }
        found |= {"item": self.item} if self.item else {}
        return found | ({"rehearsal": True} if self.rehearsal else {})
