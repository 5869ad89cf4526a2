"""Typed access to JSON of unknown shape: the value if it has the wanted type, else an empty one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def as_text(value: Any) -> str:
    """A text, or an integer as text; else empty."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""


def as_object(value: Any) -> dict[str, Any]:
    """The object, else an empty one."""
    return value if isinstance(value, dict) else {}


def objects_in(value: Any) -> Iterator[dict[str, Any]]:
    """The objects in a list, or one object that stands in place of a list."""
    yield from (item for item in (value if isinstance(value, list) else [value]) if isinstance(item, dict))


def texts_in(value: Any) -> tuple[str, ...]:
    """The texts in a list, or one text."""
    return tuple(filter(None, map(as_text, value if isinstance(value, list) else [value])))


def pixels(value: Any) -> int | None:
    """A size in pixels from 1 to 20,000, given as a number or as text (`640`, `640px`); else `None`."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    try:
        size = int(str(value)[:10].strip().removesuffix("px"))
    except ValueError:
        return None
    return size if 0 < size <= 20_000 else None
