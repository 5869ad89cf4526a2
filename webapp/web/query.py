"""Values in a query string, read with errors that name the parameter."""

from __future__ import annotations

from datetime import date, datetime

from flask import request

from webapp.newsroom.errors import N_, FieldError, Invalid, NotFound
from webapp.newsroom.numbers import whole_number
from webapp.newsroom.schedule.wall_clock import parse_date


def page_number(text: str | None) -> int:
    """The number of a page, from 1 to 99999; 1 without one. Raises `NotFound` for anything else."""
    number = 1 if text is None else whole_number(text, 5)
    if not number:
        raise NotFound(N_("there is no such page"))
    return number


def limit_in_query(default: int, most: int) -> int:
    """The parameter `limit`, from 1 to `most`. Raises `Invalid`."""
    number = whole_number(request.args.get("limit", str(default)), 3)
    if number is None or not 1 <= number <= most:
        problem = f"expected a number from 1 to {most}"
        raise Invalid(f"limit: {problem}", fields=[FieldError("limit", problem)])
    return number


def day_in_path(text: str | None, default: date) -> date:
    """A date such as `2026-03-02`, from 1970 to 2199; `default` without one. Raises `NotFound`: each day is a page of its own."""
    try:
        return parse_date(text) if text else default
    except ValueError:
        raise NotFound(N_("there is no such day; a day is written as 2026-03-02")) from None


def instant_in_query(name: str, default: datetime) -> datetime:
    """The parameter `name`, an RFC 3339 time with offset. Raises `Invalid`."""
    text = request.args.get(name)
    if text is None:
        return default
    try:
        instant: datetime | None = datetime.fromisoformat(text.replace(" ", "+"))
    except ValueError:
        instant = None
    if instant is None or instant.tzinfo is None or not 1970 < instant.year < 2200:
        problem = "expected an RFC 3339 time with offset, such as 2026-03-01T06:00:00Z"
        raise Invalid(f"{name}: {problem}", fields=[FieldError(name, problem)])
    return instant
