"""Entries of the log, as the store gives them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from webapp.newsroom.events import Event

Entry = tuple[bytes, Mapping[bytes, bytes]]
"""Its id and its fields. From a script the fields are a list, names and values in turn."""


def seq_of(entry: Entry) -> int:
    return int(entry[0].split(b"-")[0])


def read_entry(entry: Sequence[Any]) -> tuple[Event, int | None, int]:
    """The event, its writer's schema, and the oldest schema that may write after it (0 when not given)."""
    entry_id, flat = entry
    pairs = flat if isinstance(flat, dict) else dict(zip(flat[::2], flat[1::2], strict=True))
    event = Event(
        epoch=pairs[b"epoch"].decode(),
        seq=int(entry_id.split(b"-")[0]),
        at=pairs[b"at"].decode(),
        type=pairs[b"type"].decode(),
        body=orjson.loads(pairs[b"body"]),
    )
    return event, int(pairs[b"schema"]) if b"schema" in pairs else None, int(pairs.get(b"min_reader", 0))
