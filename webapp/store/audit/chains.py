"""The heads of both trails as this process last knew them, and the key upon which its entries are signed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

from webapp.newsroom.audit.chain import BEGINNING, ChainKey, Head, Signed
from webapp.newsroom.audit.entry import TRAILS, AuditEntry, Trail

MAX_RELINKS = 30
"""How often an entry is signed again because another one came first; more means that something is wrong."""


class Chains:
    """One a process. `secret_key` is asked for when the first entry is signed, and may raise `ConfigError`."""

    def __init__(self, secret_key: Callable[[], str], former: Sequence[str] = ()) -> None:
        self._secret_key = secret_key
        self._former = former
        self._heads = dict.fromkeys(TRAILS, BEGINNING)

    @cached_property
    def key(self) -> ChainKey:
        return ChainKey(self._secret_key(), self._former)

    def signed(self, trail: Trail, entry: AuditEntry, seq: int | None = None) -> Signed:
        """`entry` upon the head as it is known here. The store compares it."""
        return self.key.signed(trail, entry, self._heads[trail], seq)

    def appended(self, trail: Trail, signed: Signed) -> None:
        if self._heads[trail] == signed.before:  # others of this process may have come after it
            self._heads[trail] = signed.head

    def moved(self, trail: Trail, answer: list[Any]) -> None:
        """The store's answer `{'relink', number, link, key's id}`: another process was first."""
        self._heads[trail] = Head(int(answer[1]), answer[2].decode(), answer[3].decode())


def _no_key() -> str:
    raise RuntimeError("whoever only reads the log signs nothing")


SIGNS_NOTHING = Chains(_no_key)
"""For who only reads the log."""
