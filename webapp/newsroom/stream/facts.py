"""What a look at a stream finds, and what is known of a stream after many: facts in layers, each with its age."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from webapp.newsroom.model import StreamStatus, Value
from webapp.newsroom.stream.burst import Burst
from webapp.newsroom.times import Instant

Fact = Literal["yes", "no", "unknown"]

LOOKS_TO_CHANGE = 2
"""A fact changes when so many looks in a row contradict it."""

LOOKS_TO_SETTLE = 12
"""A stream that still cannot be known after so many looks is told as unknown."""


class Observation(Value):
    """What one look found. A fact that was not looked for, or could not be seen, is `unknown`.

    `quiet_s` is how long it had been quiet at the end of the `heard_s` seconds of sound that were listened to.
    `burst_s` is how many seconds of sound the server sent at once, beyond what came in its time.
    `reached` is false where nobody at their end answered: no such name, no route, no connection; `others_reached` then
    says whether somebody else was reached meanwhile, so that it is not our own network.
    `doubt` asks for another look soon, `again_s` for none before so many seconds.
    `reason` is shown to everybody, `detail` only to the station's own people.
    """

    connected: Fact = "unknown"
    moving: Fact = "unknown"
    heard_s: float = Field(default=0.0, ge=0)
    quiet_s: float = Field(default=0.0, ge=0)
    burst_s: float | None = None
    title: str | None = None
    listeners: int | None = None
    reached: bool = True
    others_reached: bool = False
    doubt: bool = False
    again_s: float | None = None
    reason: str | None = None
    detail: str | None = None


class Layer(Value):
    """One fact, since when it holds and when it was last seen; the last `against` looks in a row said `other`."""

    holds: Fact = "unknown"
    since: Instant | None = None
    checked_at: Instant | None = None
    other: Fact = "unknown"
    against: int = 0


class Watch(Value):
    """What is known of one stream. `pending_since` is the first look of those that may change something."""

    connected: Layer = Layer()
    moving: Layer = Layer()
    audible: Layer = Layer()
    quiet_since: Instant | None = None
    burst: Burst = Burst()
    title: str | None = None
    title_since: Instant | None = None
    listeners: int | None = None
    looks: int = 0
    pending_since: Instant | None = None
    again_s: float | None = None
    status: StreamStatus = "unknown"
    reason: str | None = None
    detail: str | None = None
    since: Instant | None = None
    checked_at: Instant | None = None

    @property
    def settled(self) -> bool:
        """Whether it can be told. In the first looks everything is unknown, and that is no news."""
        looked_twice = self.looks >= LOOKS_TO_CHANGE and self.pending_since is None
        shut_out = self.looks > 0 and self.again_s is not None
        return self.status != "unknown" or looked_twice or shut_out or self.looks >= LOOKS_TO_SETTLE
