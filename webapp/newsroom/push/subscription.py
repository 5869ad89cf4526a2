"""A browser that wants notices: where it is reached, its keys, and of what it wants to hear."""

from __future__ import annotations

from datetime import datetime, time
from hashlib import blake2b
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import Field, field_validator

from webapp.newsroom.model import OneLineText, Priority, Value
from webapp.newsroom.times import Instant, known_zone

Level = Literal["flash", "bulletin", "all"]
"""Flashes alone, flashes and bulletins, or every headline."""

WANTED: dict[Level, frozenset[Priority]] = {
    "flash": frozenset({"flash"}),
    "bulletin": frozenset({"flash", "bulletin"}),
    "all": frozenset({"flash", "bulletin", "urgent"}),
}

MAX_TOPICS = 20


class QuietHours(Value):
    """From `start` to `end` by the clock of `zone`, over midnight too."""

    start: time
    end: time
    zone: str

    @field_validator("zone")
    @classmethod
    def _a_known_zone(cls, zone: str) -> str:
        return known_zone(zone)

    def covers(self, moment: datetime) -> bool:
        """Whether `moment` is in them; equal times mean none."""
        at = moment.astimezone(ZoneInfo(self.zone)).time()
        if self.start <= self.end:
            return self.start <= at < self.end
        return at >= self.start or at < self.end


class PushSubscription(Value):
    """`key` is the browser's public key (65 bytes) and `auth` its secret (16 bytes), both in base64url. `confirmed` once the
    push service has taken a test notice for it: until then nothing else is sent. `topics` in lower case; none means all."""

    endpoint: str
    key: str
    auth: str
    level: Level = "flash"
    topics: tuple[OneLineText, ...] = Field(default=(), max_length=MAX_TOPICS)
    quiet: QuietHours | None = None
    language: str = "en"
    since: Instant
    confirmed: bool = False

    @property
    def id(self) -> str:
        """32 hexadecimal digits of its endpoint."""
        return subscription_id(self.endpoint)

    def wants(self, priority: Priority, topics: frozenset[str]) -> bool:
        """Whether a headline of `priority`, about `topics`, is for it. A flash, and a headline about no topic, is for all who
        want that level."""
        if priority not in WANTED[self.level]:
            return False
        return priority == "flash" or not self.topics or not topics or not topics.isdisjoint(self.topics)

    def is_quiet(self, moment: datetime) -> bool:
        """Whether it wants to hear nothing at `moment`."""
        return self.quiet is not None and self.quiet.covers(moment)


def subscription_id(endpoint: str) -> str:
    """32 hexadecimal digits: what a subscription is known by here."""
    return blake2b(endpoint.encode(), digest_size=16).hexdigest()
