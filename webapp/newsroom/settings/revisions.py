"""A change of the settings as it is kept: who made it, when, and all that was set from then on."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from webapp.newsroom.errors import Stale
from webapp.newsroom.model import Value
from webapp.newsroom.times import Instant

REVISIONS_KEPT = 100


class SettingsRevision(Value):
    """`values` are all settings made in the panel, by their key, as plain JSON; `changed` are the keys that this change made
    other. One that put an older revision back says which in `put_back`.
    """

    rev: int
    at: Instant | None = None
    by: str = ""
    role: str = ""
    changed: tuple[str, ...] = ()
    put_back: int | None = None
    values: dict[str, Any] = Field(default_factory=dict)


NOTHING_SET = SettingsRevision(rev=0)


class SettingsChanged(Stale):
    """Somebody else changed the settings first: `extra["current"]` is their revision."""


def changed_keys(before: dict[str, Any], after: dict[str, Any]) -> tuple[str, ...]:
    """The keys whose values differ, in the order of the later ones."""
    names = dict.fromkeys([*after, *before])
    return tuple(name for name in names if before.get(name) != after.get(name))
