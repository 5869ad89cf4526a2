"""The first run: what the search of a station's site has found, as it is kept until somebody takes it over. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Literal

from pydantic import Field

from webapp.newsroom.model import Value
from webapp.newsroom.times import Instant

LINK_LASTS = timedelta(hours=1)
SEARCH_LASTS = timedelta(minutes=4)
"""A search ends by itself before that; one that has not belongs to a process that is gone."""


class FirstRunLink(Value):
    """`hashed` is of the link's secret."""

    hashed: str
    until: Instant


class FoundFact(Value):
    """One fact: `where` and `says` are reasons in English, `lines` what came of trying it, such as titles."""

    name: str
    value: str
    where: str
    sure: Literal["certain", "likely", "perhaps"]
    says: str | None = None
    lines: tuple[str, ...] = ()


class FoundUnusable(Value):
    """What the site names for `name`, and cannot be used because of `why`."""

    name: str
    url: str
    why: str


class SiteSearch(Value):
    """A search of `address`: how far it is, then what came of it. `settings` are what was found, by key, as the station's file
    has them; `grid` is the schedule as TOML. `private` allows addresses inside a network. Without an address nobody searched:
    all is typed by hand.
    """

    state: Literal["searching", "found", "failed"]
    at: Instant
    address: str = ""
    private: bool = False
    part: int = 0
    parts: int = 1
    step: str = ""
    problem: str = ""
    facts: tuple[FoundFact, ...] = ()
    unusable: tuple[FoundUnusable, ...] = ()
    missing: tuple[str, ...] = ()
    settings: dict[str, Any] = Field(default_factory=dict)
    grid: str | None = None
    programmes: tuple[str, ...] = ()

    def is_under_way(self, now: datetime) -> bool:
        """Whether it is still going on; one whose process is gone is not."""
        return self.state == "searching" and now - self.at < SEARCH_LASTS
