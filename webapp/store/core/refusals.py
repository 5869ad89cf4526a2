"""Why a store that is there does not do what it is asked, in words for the person on call."""

from __future__ import annotations

import redis
from redis.exceptions import AuthenticationError, BusyLoadingError, ReadOnlyError

from webapp.newsroom.errors import StoreAway, StoreRefuses
from webapp.store.core.primary import CLUSTER

REFUSALS = {
    "OOM": "it is full (maxmemory): give it more, or remove something",
    "MISCONF": "it cannot write to its disk",
    "LOADING": "it is loading its data",
    "READONLY": "a replica answers, or a primary that was set to read-only",
    "MASTERDOWN": "a replica answers, and its primary is away",
    "UNBLOCKED": "it is no longer the primary",
    "NOREPLICAS": "fewer replicas are connected than its min-replicas-to-write asks for",
    "BUSY": "a script runs in it for too long",
    "UNKILLABLE": "a script runs in it for too long",
    "NOAUTH": "it wants a name or password: REDIS_URL",
    "WRONGPASS": "it refuses the name or password of REDIS_URL",
    "NOPERM": "its ACL forbids what Airwire needs (docs/operate/stores.md)",
    "NO DATABASE": "it has no database of that number: the end of REDIS_URL",
    "CLUSTERDOWN": CLUSTER,
    "CROSSSLOT": CLUSTER,
    "MOVED": CLUSTER,
    "ASK": CLUSTER,
}
"""By the code of the store's error, or one of ours."""

OF_ITS_SETTINGS = {"NOAUTH", "WRONGPASS", "NOPERM", "NO DATABASE", "CLUSTERDOWN", "CROSSSLOT", "MOVED", "ASK"}
"""These stay until somebody changes something."""


def refusal(error: redis.RedisError) -> StoreAway | None:
    """What to raise for an error of the store; `None` where it is away, or the error is a fault of ours."""
    code = error.status_code or str(error).split(" ", 1)[0]
    if str(error) == CLUSTER:
        code = "CROSSSLOT"
    elif "DB index is out of range" in str(error):
        code = "NO DATABASE"
    elif code not in REFUSALS:
        code = next((known for kind, known in _KINDS.items() if isinstance(error, kind)), "")
    if not code:
        return None
    reason = f"{REFUSALS[code]}: {error}" if code == "NOPERM" else REFUSALS[code]
    kind = StoreRefuses if code in OF_ITS_SETTINGS else StoreAway
    return kind(f"the store takes no changes now: {reason}; nothing is confirmed", reason=reason)


_KINDS = {BusyLoadingError: "LOADING", ReadOnlyError: "READONLY", AuthenticationError: "WRONGPASS"}
