"""What a station needs first, and what of it is there. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from webapp.newsroom.station import Station

Step = Literal["name", "stream", "feed", "grid", "person", "backup"]


@dataclass(frozen=True)
class FirstStep:
    """`at` is where in the panel it is done; `None` where a command does it."""

    step: Step
    done: bool
    at: str | None = None


def first_steps(station: Station, programmes: int, people: int) -> list[FirstStep]:
    """All of them, in order; of use while one is not done."""
    return [
        FirstStep("name", station.name != Station().name, "/panel/settings/station"),
        FirstStep("stream", bool(station.streams), "/panel/settings/streams"),
        FirstStep("feed", bool(station.feeds), "/panel/settings/feeds"),
        FirstStep("grid", programmes > 0),
        FirstStep("person", people > 1, "/panel/people"),
        FirstStep("backup", station.backup is not None, "/panel/settings/text"),
    ]
