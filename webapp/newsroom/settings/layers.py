"""Where each setting comes from: the operator's file, else what was changed in the panel, else what the build brings along.

A setting is a key of the file's top level (`name`, `streams`, `contact`, …): the file has all of it, or nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from webapp.newsroom.station import Station

Values = Mapping[str, Any]
"""Settings by their key, as plain JSON or TOML has them."""

PANEL_KEYS = tuple(name for name in Station.model_fields if name != "demo")
"""What may be changed in the panel. `demo` says what the process was started as."""


@dataclass(frozen=True)
class SettingsLayers:
    """`file` is what the operator's file at `path` sets, which stays in force whatever the panel says; `brought` is what
    is in force where nobody has said anything, such as the demo's station.
    """

    file: Values = field(default_factory=dict)
    brought: Values = field(default_factory=dict)
    path: Path | None = None

    def station(self, kept: Values) -> Station:
        """The settings in force where the panel's are `kept`. Raises pydantic's `ValidationError`."""
        return Station.ask({**self.brought, **kept, **self.file})

    def is_from_file(self, key: str) -> bool:
        """Whether the file sets `key`, so that the panel cannot."""
        return key in self.file

    def idle(self, kept: Values) -> tuple[str, ...]:
        """What was set in the panel and is not in force, because the file sets it."""
        return tuple(key for key in kept if key in self.file)


def given(station: Station) -> dict[str, Any]:
    """What differs from the defaults, as plain JSON: what has to be kept so that the same station comes of it."""
    plain = station.model_dump(mode="json", exclude_defaults=True, exclude_none=True)
    plain.pop("demo", None)
    return plain
