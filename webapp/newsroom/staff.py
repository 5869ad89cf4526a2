"""The roles of staff and what each role may do."""

from __future__ import annotations

from typing import Literal, get_args

from webapp.newsroom.errors import NotAllowed
from webapp.newsroom.model import OneLineText, Role, Value

Duty = Literal[
    "breaking",
    "alerts",
    "stream",
    "on_air",
    "promo",
    "articles",
    "schedule",
    "staff",
    "settings",
    "hint",
    "read",
    "audit",
]
"""`read` is read access to the panel, the rundown and the as-run record, `audit` to who did what. Encoders may only send
hints.
"""

DUTIES: dict[str, frozenset[Duty]] = {
    "anchor": frozenset({"read", "breaking", "alerts", "stream", "on_air"}),
    "producer": frozenset({"read", "breaking", "alerts", "stream", "on_air", "promo", "schedule"}),
    "editor": frozenset({"read", "breaking", "alerts", "articles", "promo", "audit"}),
    "admin": frozenset(get_args(Duty)),
    "encoder": frozenset({"hint"}),
}


class Actor(Value):
    """A person or system that makes a change. `system` is Airwire itself: the clock, the monitor, an import by the
    operator. `may_flash_alone` is for newsroom systems whose flashes need no second person.
    """

    name: OneLineText
    role: Role | Literal["system"]
    may_flash_alone: bool = False

    def may(self, duty: Duty) -> bool:
        """Whether the actor's role includes `duty`."""
        return self.role == "system" or duty in DUTIES[self.role]

    def must(self, duty: Duty) -> None:
        """Raises `NotAllowed` unless the actor's role includes `duty`."""
        if not self.may(duty):
            able = ", ".join(role for role, duties in DUTIES.items() if duty in duties)
            raise NotAllowed(f"{self.role}s do not do this; it is for: {able}")
