"""What the steps of a sign-in, or of setting up a second factor, wait for: kept here, and good once, for minutes."""

from __future__ import annotations

import secrets
from typing import Any

import orjson

from webapp.store.core import keys
from webapp.store.core.client import Store
from webapp.store.core.connection import store_errors

CEREMONY_TTL_S = 600
"""Long enough to fetch a phone from another room."""


class Ceremonies:
    """Raises `StoreAway` when the store does not answer."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def begin(self, kind: str, body: dict[str, Any]) -> str:
        """Keeps `body`; the answer is the secret by which it is had back."""
        secret = secrets.token_urlsafe(18)
        with store_errors():
            self._store.set(keys.ceremony(secret), orjson.dumps({"kind": kind, **body}), ex=CEREMONY_TTL_S)
        return secret

    def look(self, kind: str, secret: str) -> dict[str, Any] | None:
        """What was kept, which stays; `None` where it is over or of another kind."""
        with store_errors():
            text = self._store.get(keys.ceremony(secret))
        return _of_kind(kind, text)

    def take(self, kind: str, secret: str) -> dict[str, Any] | None:
        """What was kept, once: as `look`, and then it is gone."""
        with store_errors(), self._store.pipeline(transaction=True) as pipe:
            pipe.get(keys.ceremony(secret))
            pipe.delete(keys.ceremony(secret))
            text, _ = pipe.execute()
        return _of_kind(kind, text)


def _of_kind(kind: str, text: bytes | None) -> dict[str, Any] | None:
    body: dict[str, Any] = orjson.loads(text) if text else {}
    return body if body.get("kind") == kind else None
