"""Entries chained by HMAC-SHA-256: each is signed together with the link of the one before it. Pure.

    entry 1 ─ link 1 ◄── prev: entry 2 ─ link 2 ◄── prev: entry 3 …

A link is the HMAC of the entry's canonical JSON (sorted names, no spaces), which has its number, its trail, the link before
it and the id of the key; the first of another key names the one before (`key_before`). Who can write the store but has no key
can change, take away, move or add nothing unseen.
"""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from typing import Any, NamedTuple

import orjson

from webapp.newsroom.audit.entry import AuditEntry, Trail


class Head(NamedTuple):
    """The newest entry of a trail: its number, from 1, its link, and the id of the key that it was signed by."""

    n: int
    link: str
    key: str = ""


BEGINNING = Head(0, "")


class Signed(NamedTuple):
    """An entry that was signed upon the head `before`: its canonical JSON, and the head that it becomes."""

    before: Head
    text: bytes
    head: Head


class ChainKey:
    """Signs by a key derived from `secret`; also checks what was signed by those of `former` secrets."""

    def __init__(self, secret: str, former: Sequence[str] = ()) -> None:
        self.id, self._key = _derived(secret)
        self._known = {self.id: self._key} | dict(map(_derived, former))

    def signed(self, trail: Trail, entry: AuditEntry, before: Head, seq: int | None = None) -> Signed:
        """`entry` signed upon `before`; `seq` is the position of the log after the change."""
        n = before.n + 1
        whole = entry.fields() | {"trail": trail, "n": n, "prev": before.link, "key": self.id}
        if before.key not in ("", self.id):
            whole["key_before"] = before.key
        text = canonical(whole | ({} if seq is None else {"seq": seq}))
        return Signed(before, text, Head(n, self.link(text), self.id))

    def link(self, text: bytes) -> str:
        """The HMAC of `text` in 64 hexadecimal digits."""
        return hmac.digest(self._key, text, "sha256").hex()

    def made(self, key_id: object, text: bytes, link: str) -> bool | None:
        """Whether `link` is that of `text`; `None` where the key is not known here."""
        key = self._known.get(key_id) if isinstance(key_id, str) else None
        return (
            None if key is None else hmac.compare_digest(hmac.digest(key, text, "sha256").hex().encode(), link.encode())
        )


def canonical(plain: dict[str, Any]) -> bytes:
    """The one form in which `plain` is signed."""
    return orjson.dumps(plain, option=orjson.OPT_SORT_KEYS)


def _derived(secret: str) -> tuple[str, bytes]:
    """The key's id and the key, by HKDF (RFC 5869) with SHA-256; the id says nothing of the key."""
    extracted = hmac.digest(b"airwire audit trail", secret.encode(), "sha256")
    key = hmac.digest(extracted, b"link\x01", "sha256")
    return hmac.digest(extracted, b"id\x01", "sha256").hex()[:8], key
