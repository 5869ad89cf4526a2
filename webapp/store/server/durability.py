"""How durable the store is: what `airwire check` reports about an operator's own store."""

from __future__ import annotations

import redis

from webapp.newsroom.errors import StoreAway
from webapp.store.core.client import Store
from webapp.store.core.connection import store_errors

Finding = tuple[bool, str]
"""Whether it is good, and a line that says what was found."""


def answers(store: Store) -> Finding:
    """Whether the store answers. Never raises."""
    try:
        with store_errors():
            store.ping()
    except StoreAway as error:
        return False, f"store: {error.reason}"
    return True, "store: answers"


def durability(store: Store) -> list[Finding]:
    """When the store writes to disk, and what it does when it is full. Raises `StoreAway`."""
    try:
        with store_errors():
            answer = store.config_get("appendonly", "appendfsync", "maxmemory-policy")
    except redis.ResponseError:
        return [(False, "store: cannot say how durable it is (CONFIG is disabled); see docs/operate/operators.md")]
    settings = {_text(name): _text(value) for name, value in answer.items()}
    sync, policy = settings.get("appendfsync"), settings.get("maxmemory-policy")
    return [
        (True, "store: appendonly yes")
        if settings.get("appendonly") == "yes"
        else (False, "store: appendonly no: a crash loses acknowledged headlines"),
        (
            sync == "always",
            f"store: appendfsync {sync}" + ("" if sync == "always" else ": power loss can lose a second"),
        ),
        (
            policy == "noeviction",
            f"store: maxmemory-policy {policy}"
            + ("" if policy == "noeviction" else ": a full store would drop keys in silence"),
        ),
    ]


def _text(value: bytes | str) -> str:
    return value.decode() if isinstance(value, bytes) else value
