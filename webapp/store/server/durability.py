"""How durable the store is: what `airwire check` reports about an operator's own store."""

from __future__ import annotations

import redis

from webapp.newsroom.errors import StoreAway, StoreRefuses
from webapp.store.board.confirmed import Confirmed
from webapp.store.core import keys
from webapp.store.core.client import Store
from webapp.store.core.connection import store_errors
from webapp.store.server.watch import MAX_LAG_S, online_replicas

Finding = tuple[bool, str]
"""Whether it is good, and a line that says what was found."""

FULL = 0.95
"""Of maxmemory: worth a word before it is reached."""


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
    settings = _settings(store, "appendonly", "appendfsync", "maxmemory-policy")
    if settings is None:
        return [(False, "store: cannot say how durable it is (CONFIG is disabled); see docs/operate/stores.md")]
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


def room_left(store: Store) -> Finding:
    """How full the store is. Raises `StoreAway`."""
    with store_errors():
        memory = store.info("memory")
    used, most = int(memory["used_memory"]), int(memory.get("maxmemory", 0))
    share = used / most if most else 0.0
    what = f"store: {used / 1e6:.0f} MB used" + (f", {share:.0%} of maxmemory" if most else "")
    return share < FULL, what + ("" if share < FULL else ": nothing can be changed once it is full")


def replication(store: Store, replicas: int, by_sentinel: bool) -> list[Finding]:
    """Whether a failover would keep what was acknowledged; nothing to say of a store that stands alone. Raises
    `StoreAway`.
    """
    there = online_replicas(store)
    if not (there or replicas or by_sentinel):
        return []
    found = [
        (
            there >= max(replicas, 1),
            f"store: replicas in step: {there}, those that must confirm a change (AIRWIRE_REPLICAS): {replicas}",
        ),
    ]
    if not replicas:
        found.append((False, "store: AIRWIRE_REPLICAS is 0: a failover can lose acknowledged headlines; 1 is right"))
    settings = _settings(store, "min-replicas-to-write", "min-replicas-max-lag") or {}
    least, lag = int(settings.get("min-replicas-to-write", 0)), int(settings.get("min-replicas-max-lag", 0))
    well = least > 0 and 0 < lag <= MAX_LAG_S
    hint = (
        "" if well else f": 1 and at most {MAX_LAG_S} are right, or a primary that was cut off takes what will be lost"
    )
    found.append((well, f"store: min-replicas-to-write {least}, min-replicas-max-lag {lag}{hint}"))
    return [*found, _trial(store, replicas)]


def _trial(store: Store, replicas: int) -> Finding:
    key = keys.trial("confirmed")
    try:
        with store_errors():
            store.set(key, "1", ex=keys.TRIAL_TTL_S)
            on_disk = Confirmed(store, replicas).again(key, keys.TRIAL_TTL_S)
    except StoreAway as error:
        return False, f"store: a change is not confirmed: {error.reason}; have all of them appendonly yes?"
    if not on_disk:
        return False, "store: replicas confirm what they have in memory, not on disk: set appendonly yes"
    return True, f"store: a change is confirmed by {replicas} replicas, on disk"


def _settings(store: Store, *names: str) -> dict[str, str] | None:
    """`None` where CONFIG is disabled or forbidden."""
    try:
        with store_errors():
            answer = store.config_get(*names)
    except (redis.ResponseError, StoreRefuses):
        return None
    return {_text(name): _text(value) for name, value in answer.items()}


def _text(value: bytes | str) -> str:
    return value.decode() if isinstance(value, bytes) else value
