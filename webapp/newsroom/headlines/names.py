"""The station's own list of names: how each is written, and how it is said. Pure."""

from __future__ import annotations

from pydantic import Field

from webapp.newsroom.model import OneLineText, Value


class StationName(Value):
    """A name as the station writes it; `also` are ways of writing it that are wrong, `said` is how it is read aloud."""

    name: OneLineText
    also: tuple[OneLineText, ...] = Field(default=(), max_length=20)
    said: OneLineText | None = None
