"""Reading JSON that may hold anything anywhere: the value if it is of the kind wanted, else nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def as_text(value: Any) -> str:
    """A text, or a number as one."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""


def as_object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def objects_in(value: Any) -> Iterator[dict[str, Any]]:
    """The objects in a list, or the one object that stands where a list was meant."""
    yield from (item for item in (value if isinstance(value, list) else [value]) if isinstance(item, dict))


def texts_in(value: Any) -> tuple[str, ...]:
    """The texts in a list, or the one text."""
    return tuple(filter(None, map(as_text, value if isinstance(value, list) else [value])))


def pixels(value: Any) -> int | None:
    """A size in pixels, be it a number or a text."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    try:
        size = int(str(value)[:10].strip().removesuffix("px"))
    except ValueError:
        return None
    return size if 0 < size <= 20_000 else None
