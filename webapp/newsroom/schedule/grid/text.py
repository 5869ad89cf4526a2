"""Writing a grid down as TOML (`grid_toml` has the format and reads it back)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from webapp.newsroom.model import Value
from webapp.newsroom.schedule.grid.grid import Grid, Rotates

_NESTED = {"programmes", "overrides", "slots", "segments", "picture"}
_UNQUOTED = {"date", "start_date", "end_date", "except_dates", "starts_at", "ends_at"}


def format_grid(grid: Grid) -> str:
    """The grid as TOML that `parse_grid` reads back to the same grid."""
    return "\n".join(_written(grid)) + "\n"


def _written(grid: Grid) -> Iterator[str]:
    yield from _keys(grid, always=("zone",))
    for programme in grid.programmes:
        yield from ("", "[[programme]]", *_keys(programme))
        if programme.picture:
            yield from ("", "[programme.picture]", *_keys(programme.picture))
        yield from _tables_of("programme.slot", programme.slots)
        yield from _tables_of("programme.segment", programme.segments)
    for override in grid.overrides:
        yield from ("", "[[override]]", *_keys(override))
        yield from _tables_of("override.segment", override.segments)


def _tables_of(name: str, values: Iterable[Value]) -> Iterator[str]:
    for value in values:
        yield from ("", f"[[{name}]]", *_keys(value))


def _keys(value: Value, always: tuple[str, ...] = ()) -> Iterator[str]:
    """The plain keys of a value that say something; tables inside it are written elsewhere."""
    plain = value.model_dump(mode="json", exclude=_NESTED, exclude_none=True)
    for name, content in sorted(plain.items(), key=lambda item: item[0] in Rotates.model_fields):
        field = type(value).model_fields[name]
        if (
            name in always
            or field.is_required()
            or getattr(value, name) != field.get_default(call_default_factory=True)
        ):
            yield f"{name} = {_literal(content, quoted=name not in _UNQUOTED)}"


def _literal(content: Any, *, quoted: bool) -> str:
    if isinstance(content, list):
        return "[" + ", ".join(_literal(item, quoted=quoted) for item in content) + "]"
    if isinstance(content, str) and not quoted:
        return content
    # JSON's strings are TOML's, but for one control character that JSON leaves bare.
    return json.dumps(content, ensure_ascii=False).replace("\x7f", "\\u007F")
