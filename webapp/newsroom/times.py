"""Instants: aware datetimes in UTC, written as RFC 3339 with milliseconds."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from typing import Annotated, Any
from zoneinfo import available_timezones

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, PlainSerializer


def rfc3339(instant: datetime) -> str:
    """`2026-03-01T04:05:06.789Z`: UTC with exactly three decimals, so that texts sort as times do."""
    return instant.astimezone(UTC).isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z"


def unix_ms(instant: datetime) -> int:
    """Whole milliseconds since 1970, as the store's scores and the read tokens have them."""
    return int(instant.timestamp() * 1000)


EARLIEST, LATEST = 1900, 2200
"""Years. Outside them dates are mistakes, and time zones cannot be computed."""


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())  # which reads the disk at each call


def known_zone(zone: str) -> str:
    """Returns `zone`, an IANA name. Raises `ValueError` when there is no such time zone."""
    if zone not in _zones():
        raise ValueError(f"{zone[:60]!r} is no time zone; an example of one is 'Asia/Manila'")
    return zone


def _refuse_numbers(value: Any) -> Any:
    """Refuses numbers, which pydantic would otherwise take for seconds since 1970."""
    if isinstance(value, int | float):
        raise ValueError("expected an RFC 3339 time with offset, such as 2026-03-01T06:00:00Z")
    return value


def to_utc_ms(instant: datetime) -> datetime:
    """The instant in UTC, cut to milliseconds, so that a value survives its own JSON unchanged. Raises `ValueError`."""
    if not EARLIEST <= instant.year < LATEST:
        raise ValueError(f"expected a time between {EARLIEST} and {LATEST}")
    utc = instant.astimezone(UTC)
    return utc.replace(microsecond=utc.microsecond // 1000 * 1000)


Instant = Annotated[
    AwareDatetime,
    BeforeValidator(_refuse_numbers),
    AfterValidator(to_utc_ms),
    PlainSerializer(rfc3339, return_type=str, when_used="json"),
]
