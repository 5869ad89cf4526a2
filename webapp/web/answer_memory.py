"""Rendered answers in memory, with their compressed copies, within a bound."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Any

from webapp.web.compression.codings import Coding


@dataclass(eq=False)
class MadeAnswer:
    """A rendered answer. `copies` has it compressed, by coding, each made when it is first asked for; `None` where that is not
    shorter."""

    version: Any
    body: bytes
    tag: str
    copies: dict[Coding, bytes | None] = field(default_factory=dict)

    @property
    def size(self) -> int:
        return len(self.body) + sum(len(copy or b"") for copy in tuple(self.copies.values()))  # threads add to them


class AnswerMemory:
    """An LRU cache of at most `max_answers` answers with `max_bytes` bytes together."""

    def __init__(self, max_answers: int, max_bytes: int) -> None:
        self._max_answers, self._max_bytes = max_answers, max_bytes
        self._made: OrderedDict[Hashable, tuple[MadeAnswer, int]] = OrderedDict()
        self.size = 0

    def __len__(self) -> int:
        return len(self._made)

    def get(self, name: Hashable, version: Any) -> MadeAnswer | None:
        made, _ = self._made.get(name, (None, 0))
        if made is None or made.version != version:
            return None
        self._made.move_to_end(name)
        return made

    def keep(self, name: Hashable, made: MadeAnswer) -> None:
        """Also where it is kept already, and has grown by a copy."""
        _, size = self._made.pop(name, (None, 0))
        self._made[name] = made, made.size
        self.size += made.size - size
        while len(self._made) > self._max_answers or self.size > self._max_bytes:
            _, (_, size) = self._made.popitem(last=False)
            self.size -= size
