"""Writes a grid as TOML (`grid.toml` documents the format and reads it back)."""

from __future__ import annotations

from datetime import date
from typing import Any

from webapp.newsroom.model import Value
from webapp.newsroom.schedule.grid.grid import Grid, RotationFields

_TABLE_NAMES = {
    "programmes": "programme", "overrides": "override", "slots": "slot", "segments": "segment", "picture": "picture",
}  # fmt: skip
"""Fields that are tables of their own, and what these are called in a file."""


def format_grid(grid: Grid) -> str:
    """TOML that `parse_grid` reads back to an equal grid."""
    import tomlkit  # only the export command needs it

    return tomlkit.dumps({"zone": grid.zone, **_table(grid)})


def _table(value: Value) -> dict[str, Any]:
    """The fields of `value` that differ from their defaults: its own first, then its rotation rules, then its tables."""
    written = value.model_dump(mode="json", exclude_none=True)
    plain, tables = {}, {}
    for name, field in sorted(
        type(value).model_fields.items(), key=lambda item: item[0] in RotationFields.model_fields
    ):
        content = getattr(value, name)
        if content is None or not (field.is_required() or content != field.get_default(call_default_factory=True)):
            continue
        if name in _TABLE_NAMES:
            tables[_TABLE_NAMES[name]] = (
                _table(content) if isinstance(content, Value) else [_table(item) for item in content]
            )
        else:
            plain[name] = _as_written(content, written[name])
    return plain | tables


def _as_written(content: Any, in_json: Any) -> Any:
    """TOML has dates and times with an offset of its own; whatever else is written as JSON has it."""
    if isinstance(content, date):
        return content
    if isinstance(content, tuple):
        return [_as_written(*pair) for pair in zip(content, in_json, strict=True)]
    return in_json
