"""A CAP message as this application keeps it: the parts of the document that decide what is shown, and where it came from."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256
from typing import Literal

from pydantic import Field

from webapp.newsroom.model import Language, Value
from webapp.newsroom.times import Instant, unix_ms

MessageStatus = Literal["Actual", "Exercise", "System", "Test", "Draft"]
MessageType = Literal["Alert", "Update", "Cancel", "Ack", "Error"]
Scope = Literal["Public", "Restricted", "Private"]
Severity = Literal["Extreme", "Severe", "Moderate", "Minor", "Unknown"]
Urgency = Literal["Immediate", "Expected", "Future", "Past", "Unknown"]
Certainty = Literal["Observed", "Likely", "Possible", "Unlikely", "Unknown"]

DEFAULT_STAY = timedelta(hours=24)
"""How long an alert without `expires` is in force, counted from `sent`."""

MAX_STAY = timedelta(days=30)
"""An alert is over this long after it was sent, whatever it says: some agencies write a year that never comes."""

Point = tuple[float, float]
"""Latitude and longitude in degrees (WGS 84)."""


class Circle(Value):
    """A centre, and a radius in km."""

    centre: Point
    radius_km: float


class CapArea(Value):
    """Where an alert applies: `geocodes` are `name:value`, such as `UGC:MTZ014`; polygons repeat their first point."""

    described: str
    polygons: tuple[tuple[Point, ...], ...] = ()
    circles: tuple[Circle, ...] = ()
    geocodes: tuple[str, ...] = ()


class CapInfo(Value):
    """One `info` of a message: one hazard in one language. `codes` are the values of its event codes."""

    language: Language
    event: str
    severity: Severity
    urgency: Urgency
    certainty: Certainty
    headline: str = ""
    description: str = ""
    instruction: str = ""
    sender_name: str = ""
    web: str | None = None
    codes: tuple[str, ...] = ()
    is_all_clear: bool = False
    onset: Instant | None = None
    expires: Instant | None = None
    areas: tuple[CapArea, ...] = ()


class Reference(Value):
    """Names a message: messages are the same when all three are, whatever zone the instant is written in."""

    sender: str
    identifier: str
    sent: Instant

    @property
    def key(self) -> str:
        return message_key(self.sender, self.identifier, self.sent)


class CapMessage(Value):
    """One CAP document. `references` name the messages that an Update replaces and a Cancel takes back."""

    sender: str
    identifier: str
    sent: Instant
    status: MessageStatus
    kind: MessageType
    scope: Scope
    references: tuple[Reference, ...] = ()
    note: str = ""
    infos: tuple[CapInfo, ...] = Field(default=(), max_length=100)

    @property
    def key(self) -> str:
        return message_key(self.sender, self.identifier, self.sent)

    @property
    def replaces(self) -> tuple[Reference, ...]:
        """What of the references it replaces: none by an Ack or an Error, and never itself."""
        if self.kind not in ("Update", "Cancel"):
            return ()
        return tuple(one for one in self.references if one.key != self.key)

    @property
    def is_for_the_public(self) -> bool:
        return self.status == "Actual" and self.scope == "Public"

    @property
    def active(self) -> tuple[CapInfo, ...]:
        """The infos that warn: not those that say that something is over."""
        return tuple(info for info in self.infos if not info.is_all_clear)

    def until_of(self, info: CapInfo) -> datetime:
        """When `info` is over."""
        return min(info.expires or self.sent + DEFAULT_STAY, self.sent + MAX_STAY)

    def without_shapes(self) -> CapMessage:
        """The message with the names of its areas alone: where they lie is looked at once."""
        named = tuple(
            info.model_copy(update={"areas": tuple(CapArea(described=area.described) for area in info.areas)})
            for info in self.infos
        )
        return self.model_copy(update={"infos": named})

    @property
    def until(self) -> datetime:
        """When all of it is over."""
        return max((self.until_of(info) for info in self.infos), default=self.sent + DEFAULT_STAY)


def message_key(sender: str, identifier: str, sent: datetime) -> str:
    """A short stable name of a message, made of what identifies it."""
    return sha256(f"{sender}\0{identifier}\0{unix_ms(sent)}".encode()).hexdigest()[:20]
