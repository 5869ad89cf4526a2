"""Instants: aware datetimes in UTC, written as RFC 3339 with milliseconds."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, PlainSerializer


def rfc3339(instant: datetime) -> str:
    """`2026-03-01T04:05:06.789Z`: UTC, always three decimals, so texts sort as times do."""
    return instant.astimezone(UTC).isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z"


def to_utc_ms(instant: datetime) -> datetime:
    """In UTC and cut to milliseconds, so that a value survives its own JSON unchanged."""
    utc = instant.astimezone(UTC)
    return utc.replace(microsecond=utc.microsecond // 1000 * 1000)


Instant = Annotated[
    AwareDatetime,
    AfterValidator(to_utc_ms),
    PlainSerializer(rfc3339, return_type=str, when_used="json"),
]
