"""Who may do what in the newsroom."""

from __future__ import annotations

from typing import Literal

from webapp.newsroom.errors import NotAllowed
from webapp.newsroom.model import OneLineText, Role, Value

Duty = Literal["breaking", "stream", "on_air", "promo", "articles", "schedule", "staff", "hint", "read"]
"""`read` is to look into the newsroom: the panel, the rundown, what was on. Encoders only hint."""

DUTIES: dict[str, frozenset[Duty]] = {
    "anchor": frozenset({"read", "breaking", "stream", "on_air"}),
    "producer": frozenset({"read", "breaking", "stream", "on_air", "promo", "schedule"}),
    "editor": frozenset({"read", "breaking", "articles", "promo"}),
    "admin": frozenset({"read", "breaking", "stream", "on_air", "promo", "articles", "schedule", "staff", "hint"}),
    "encoder": frozenset({"hint"}),
}


class Actor(Value):
    """Who does something. `system` is Airwire itself: the clock, the monitor, an import run by the operator."""

    name: OneLineText
    role: Role | Literal["system"]

    def may(self, duty: Duty) -> bool:
        return self.role == "system" or duty in DUTIES[self.role]

    def must(self, duty: Duty) -> None:
        """Raises `NotAllowed` unless this is among the actor's duties."""
        if not self.may(duty):
            able = ", ".join(role for role, duties in DUTIES.items() if duty in duties)
            raise NotAllowed(f"{self.role}s do not do this; it is for: {able}")
