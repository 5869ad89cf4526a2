"""Heads of requests by kind. Thousands come that differ in a few values only (a key, a cookie, a forwarded address); what clients
of one kind have in common is parsed for the first of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

T = TypeVar("T")

MAX_KINDS, MAX_KIND_BYTES = 1_024, 2_048
"""Kinds that are remembered (by browser, language, page and so on), each of a head of so many bytes, without what is cut out."""


class Kinds(Generic[T]):
    """Knows heads by all but the values of the headers `own`. `learn` makes of a first head what is to be remembered of its kind,
    or `None` for one that is not to be read here; it may not depend on those values, and what it raises is raised again."""

    def __init__(self, own: Sequence[str], learn: Callable[[bytes], T | None]) -> None:
        self._own = [name.lower().encode() for name in own]
        self._learn = learn
        # A value as `read_request` takes it; without one a header is part of the kind.
        self._cut = re.compile(rb"\r\n((?i:%b)):[ \t]*([!-~][\t -~]*)(?=\r\n)" % b"|".join(self._own))
        self._known: dict[tuple[bytes, ...], tuple[T, list[int]]] = {}

    def read(self, head: bytes) -> tuple[T, list[bytes]] | None:
        """What `learn` made of this kind, and the values of `own` as they were sent, with spaces that they end with; empty where
        not sent. `head` ends with its empty line."""
        parts = self._cut.split(head)
        values = [*parts[2::3], b""]
        del parts[2::3]
        known = self._known.get(tuple(parts)) or self._remember(parts, head)
        if known is None:
            return None
        made, places = known
        return made, [values[at] for at in places]

    def _remember(self, parts: list[bytes], head: bytes) -> tuple[T, list[int]] | None:
        made = self._learn(head)
        if made is None:
            return None
        if len(self._known) >= MAX_KINDS:
            self._known.clear()
        places = {name.lower(): at for at, name in enumerate(parts[1::2])}
        known = made, [places.get(name, -1) for name in self._own]
        if sum(map(len, parts)) <= MAX_KIND_BYTES:
            self._known[tuple(parts)] = known
        return known


def value_of(sent: bytes) -> str:
    """The value of a header field, as `read_request` has it."""
    return sent.decode().rstrip(" \t")
