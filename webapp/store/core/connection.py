"""The connection to the store: timeouts on everything, and every kind of absence raised as `StoreAway`."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import resources
from typing import cast

import redis
from redis.commands.core import Script

from webapp.newsroom.errors import StoreAway
from webapp.store.core.address import StoreAddress, parse_address
from webapp.store.core.client import Store
from webapp.store.core.moved_keys import MovedKeys
from webapp.store.core.primary import pool
from webapp.store.core.refusals import refusal
from webapp.store.core.sentinels import Primary
from webapp.store.core.unreachable import AWAY, unreachable

CONNECT_TIMEOUT_S = 2.0
ANSWER_TIMEOUT_S = 3.0

MAX_CONNECTIONS = 64
"""Of one client; when all are in use, a caller waits for at most `ANSWER_TIMEOUT_S`."""

ASK_AGAIN_S = 0.5
"""After a timeout one caller at a time probes the store, this long after the last; all others are refused at once."""


def connect(url: str, *, answer_s: float = ANSWER_TIMEOUT_S, protocol: int = 2, moved_to: str = "") -> Store:
    """A client for the store's primary at `url`, which connects on first use. It never retries by itself, because the
    desk decides about retries. `protocol` 3 is for who takes what the server says unasked. With `moved_to` it reaches no key but
    those that begin so (`moved_keys.py`). Raises `BadAddress`.
    """
    connections = pool(
        _primary(parse_address(url)),
        max_connections=MAX_CONNECTIONS,
        timeout=answer_s,
        socket_connect_timeout=CONNECT_TIMEOUT_S,
        socket_timeout=answer_s,
        socket_keepalive=True,
        health_check_interval=15,
        decode_responses=False,
        protocol=protocol,
        command_packer=MovedKeys(moved_to) if moved_to else None,
    )
    return cast(Store, redis.Redis.from_pool(connections))


_primaries: dict[str, Primary] = {}


def _primary(address: StoreAddress) -> Primary:
    """One for all clients of a process."""
    return _primaries.setdefault(repr((address, address.password, address.sentinel_password)), Primary(address))


class Silence:
    """Remembers that the store timed out, so that not every caller waits for the timeout."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._next: float | None = None
        self.reason = AWAY
        """Why, as far as is known."""

    def may_ask(self) -> bool:
        """Whether this caller may ask the store now."""
        now = self._clock()
        if self._next is None:
            return True
        if now < self._next:
            return False
        self._next = now + CONNECT_TIMEOUT_S + ANSWER_TIMEOUT_S  # until this caller's own timeout
        return True

    def begin(self, reason: str = AWAY) -> None:
        """The store timed out."""
        self._next = self._clock() + ASK_AGAIN_S
        self.reason = reason

    def end(self) -> None:
        """The store answered, or refused the connection at once."""
        self._next = None


_silence = Silence()
"""Of this process, which has one store."""


@contextmanager
def store_errors() -> Iterator[None]:
    """Turns every way in which the store can fail to answer, or refuse, into `StoreAway`."""
    if not _silence.may_ask():
        raise StoreAway("the store does not answer; nothing is confirmed", reason=_silence.reason)
    try:
        yield
        _silence.end()
    except redis.RedisError as error:
        why = (None if isinstance(error, redis.TimeoutError) else refusal(error)) or unreachable(error)
        if isinstance(error, redis.TimeoutError):
            _silence.begin(why.reason if why else AWAY)
        else:
            _silence.end()  # it answered, or refused at once without waiting
        if why:
            raise why from error
        raise


def script(store: Store, *names: str) -> Script:
    """The Lua files `names` (without extension), concatenated into one script."""
    folder = resources.files("webapp.store") / "lua"
    return store.register_script("\n".join((folder / f"{name}.lua").read_text("utf-8") for name in names))
