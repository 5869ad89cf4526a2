"""Who is at the desk, and what each of them is writing at. Pure."""

from __future__ import annotations

from pydantic import Field

from webapp.newsroom.model import OneLineText, Role, Value
from webapp.newsroom.staff import Actor
from webapp.newsroom.times import Instant


class Colleague(Value):
    """Somebody at the desk: when they were last there, and the item that they are writing at (a headline's id, `new` for one
    that is being written, `None` for none).
    """

    name: OneLineText
    role: Role
    at: Instant
    writing: str | None = Field(default=None, max_length=120)

    @property
    def actor(self) -> Actor:
        """The person as the author of a change."""
        return Actor(name=self.name, role=self.role)
