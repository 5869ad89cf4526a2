"""Parses stored values. What this build cannot read is reported as a newer build's, and never treated as absent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

import orjson
import structlog
from pydantic import ValidationError

from webapp.newsroom.errors import NewerBuild
from webapp.newsroom.events import first_problem
from webapp.newsroom.model import Value

V = TypeVar("V", bound=Value)

log = structlog.get_logger("store")


def parse_stored(kind: type[V], text: bytes | str) -> V:
    """Parses stored JSON. Raises `NewerBuild` when this build cannot read it, so that no decision is based on missing
    data.
    """
    try:
        plain = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise _beyond(kind, str(error)) from error
    return parse_value(kind, plain)


def parse_value(kind: type[V], plain: Any) -> V:
    """As `parse_stored`, from decoded JSON."""
    try:
        return kind.load(plain)
    except ValidationError as error:
        raise _beyond(kind, first_problem(error)) from error


def _beyond(kind: type[Value], what: str) -> NewerBuild:
    return NewerBuild(
        f"this server cannot read what another one wrote ({kind.__name__}: {what}); nothing was changed: "
        "please try again, or have this one upgraded"
    )


def parse_readable(kind: type[V], texts: Iterable[bytes | str]) -> Iterator[V]:
    """Those of `texts` that this build can read, for lists that are shown; the log names what is left out."""
    for text in texts:
        try:
            yield parse_stored(kind, text)
        except NewerBuild as error:
            log.warning("left out", why=error.message)
