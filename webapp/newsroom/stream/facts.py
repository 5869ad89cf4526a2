"""What one look at a stream finds, and what many looks add up to: facts in layers, each with its age."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from webapp.newsroom.model import StreamStatus, Value
from webapp.newsroom.stream.burst import Burst
from webapp.newsroom.stream.dates import Dates
from webapp.newsroom.times import Instant

Fact = Literal["yes", "no", "unknown"]

LOOKS_TO_CHANGE = 2
"""A fact changes after this many contradicting looks in a row."""

LOOKS_TO_SETTLE = 12
"""A stream whose status is still unclear after this many looks is published as unknown."""


class Observation(Value):
    """What one look found. A fact that was not looked for, or could not be determined, is `unknown`.

    `quiet_s` is how long it had been quiet at the end of the `heard_s` seconds of sound that were analysed. `burst_s`
    is how many seconds of sound the server sent at once, beyond real time, `date_lag_s` how long after its own date the
    newest segment came; `new_encoder`: its numbers began anew. `title` is "" where there is known to be none.
    `reached` is false when nothing on the
    server's side answered (no such name, no route, no connection); `others_reached` then says whether other hosts
    answered meanwhile, which rules out our own network. `doubt` asks for another look soon, `again_s` for none before
    that many seconds. `reason` is public, `detail` is for staff.
    """

    connected: Fact = "unknown"
    moving: Fact = "unknown"
    heard_s: float = Field(default=0.0, ge=0)
    quiet_s: float = Field(default=0.0, ge=0)
    burst_s: float | None = None
    date_lag_s: float | None = None
    new_encoder: bool = False
    title: str | None = None
    listeners: int | None = None
    reached: bool = True
    others_reached: bool = False
    doubt: bool = False
    again_s: float | None = None
    reason: str | None = None
    detail: str | None = None


class Layer(Value):
    """One fact, since when it holds, and when it was last seen. The last `against` looks in a row found `other`."""

    holds: Fact = "unknown"
    since: Instant | None = None
    checked_at: Instant | None = None
    other: Fact = "unknown"
    against: int = 0


class Watch(Value):
    """All that is known of one stream. `pending_since` is the first of the looks that may lead to a change."""

    connected: Layer = Layer()
    moving: Layer = Layer()
    audible: Layer = Layer()
    quiet_since: Instant | None = None
    burst: Burst = Burst()
    dates: Dates = Dates()
    title: str | None = None
    title_since: Instant | None = None
    title_checked_at: Instant | None = None
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
        """Whether its status may be published. During the first looks everything is unknown, which is not worth an
        event.
        """
        looked_twice = self.looks >= LOOKS_TO_CHANGE and self.pending_since is None
        shut_out = self.looks > 0 and self.again_s is not None
        return self.status != "unknown" or looked_twice or shut_out or self.looks >= LOOKS_TO_SETTLE
