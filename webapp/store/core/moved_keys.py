"""The same keys under a longer beginning, for a client that must never reach those of the newsroom.

It is done where commands become bytes, below every class that asks the store: no script, pipeline, channel or write within a
commit goes another way.
"""

from __future__ import annotations

from redis.connection import PythonRespSerializer

from webapp.store.core import keys
from webapp.store.core.client import Sent

CHUNK_BYTES = 6000
"""Longer words go to the socket by themselves; redis-py's own number."""

_PREFIX = keys.PREFIX.encode()


class MovedKeys:
    """Packs commands for redis-py's connections. Every word that begins as our keys do begins with `to` instead; one that begins
    so already stays. `to` has to begin as our keys do, so that an account for those may use these.
    """

    def __init__(self, to: str) -> None:
        if not to.startswith(keys.PREFIX) or to == keys.PREFIX:
            raise ValueError(f"{to!r} is not beneath {keys.PREFIX!r}")
        self._to = to.encode()
        self._packer = PythonRespSerializer(CHUNK_BYTES, _encoded)

    def pack(self, *words: Sent) -> list[bytes]:
        """The command as redis-py sends it."""
        packed: list[bytes] = self._packer.pack(*map(self._moved, words))  # type: ignore[no-untyped-call]
        return packed

    def _moved(self, word: Sent) -> Sent:
        if isinstance(word, int | float):
            return word
        raw = _encoded(word)
        if raw.startswith(_PREFIX) and not raw.startswith(self._to):
            return self._to + raw[len(_PREFIX) :]
        return word


def _encoded(word: Sent) -> bytes:
    if isinstance(word, str):
        return word.encode()
    if isinstance(word, bytes):
        return word
    return bytes(word) if isinstance(word, memoryview) else repr(word).encode()
