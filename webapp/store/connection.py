"""One way to the store: time limits on everything, and its absence told as the newsroom's own error."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from typing import Any, TypeAlias

import redis
from redis.backoff import NoBackoff
from redis.commands.core import Script
from redis.retry import Retry

from webapp.newsroom.errors import StoreAway

Store: TypeAlias = Any
"""A `redis.Redis` that answers bytes; its own types answer bytes or text, whatever it was told."""

CONNECT_S = 2.0
ANSWER_S = 3.0


def connect(url: str, *, answer_s: float = ANSWER_S) -> Store:
    """A client for `url`; it connects on first use. Nothing is retried behind the caller's back: the desk decides."""
    return redis.Redis.from_url(
        url,
        socket_connect_timeout=CONNECT_S,
        socket_timeout=answer_s,
        socket_keepalive=True,
        health_check_interval=15,
        retry=Retry(NoBackoff(), 0),
        decode_responses=False,
        protocol=2,
    )


TAKES_NO_CHANGES = {"OOM", "MISCONF", "LOADING", "MASTERDOWN", "NOREPLICAS", "BUSY", "CLUSTERDOWN"}
"""How the answers begin of a store that is there, but out of memory or disk, or not ready."""


@contextmanager
def told_when_away() -> Iterator[None]:
    """Turns every way in which the store can fail to answer into `StoreAway`."""
    try:
        yield
    except (redis.ConnectionError, redis.TimeoutError, redis.exceptions.ReadOnlyError) as error:
        raise StoreAway("the store does not answer; nothing is confirmed") from error
    except redis.ResponseError as error:
        if str(error).split(" ", 1)[0] in TAKES_NO_CHANGES:
            raise StoreAway(f"the store takes no changes now: {error}") from error
        raise


def script(store: Store, *names: str) -> Script:
    """The Lua files `names` (without ending), one after the other, as one script."""
    folder = resources.files("webapp.store") / "lua"
    made: Script = store.register_script("\n".join((folder / f"{name}.lua").read_text("utf-8") for name in names))
    return made
