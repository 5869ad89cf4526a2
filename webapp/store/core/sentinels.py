"""Where the primary of a store is: as it is named, or as Sentinels name it, wherever it is by now."""

# redis-py's connections have no types.
# mypy: disable-error-code="no-untyped-call"
from __future__ import annotations

from typing import Any

import redis
import structlog
from redis.backoff import NoBackoff
from redis.exceptions import AuthenticationError
from redis.retry import Retry

from webapp.store.core.address import Place, StoreAddress
from webapp.store.core.unreachable import trouble

log = structlog.get_logger("store")

SENTINEL_TIMEOUT_S = 1.0
"""For one Sentinel to connect, and to answer; then the next one is asked."""


def no_retry() -> Retry:
    """Of a connection: the desk decides about retries."""
    return Retry(NoBackoff(), 0)


class Primary:
    """Where the primary is. One for each address and process: all connections of a process move together."""

    def __init__(self, address: StoreAddress) -> None:
        self.address = address
        self.moves = 0
        """How often it has moved, or its connections were given up; those of before are not used again."""
        self.place: Place | None = None if address.service else next(iter(address.hosts), None)
        self._sentinels = [_Sentinel(place, address) for place in address.hosts] if address.service else []

    @property
    def may_move(self) -> bool:
        return bool(self._sentinels)

    def find(self) -> Place:
        """Asks the Sentinels, the one that answered last first; when none answers, it is where it was.

        Raises `redis.ConnectionError`.
        """
        refused = ""
        for sentinel in self._sentinels:
            try:
                place = sentinel.primary_of(self.address.service)
            except AuthenticationError:
                refused = refused or f"Sentinel {sentinel} refuses the name or password"
                continue
            except redis.RedisError as error:
                if wrong := trouble(error):
                    refused = refused or f"Sentinel {sentinel}: {wrong}"
                continue
            if place is None:
                refused = refused or f"Sentinel {sentinel} knows no service {self.address.service!r}"
                continue
            self._sentinels = [sentinel, *(other for other in self._sentinels if other is not sentinel)]
            self._is_at(place)
            return place
        if self.place is None:
            raise redis.ConnectionError(refused or f"none of the Sentinels answers: {self.address}")
        return self.place

    def ask_each(self) -> list[tuple[str, str | None]]:
        """Each Sentinel, and what is wrong with it; `None` where it names the primary that this process uses."""
        return [(str(sentinel), self._wrong_with(sentinel)) for sentinel in self._sentinels]

    def _wrong_with(self, sentinel: _Sentinel) -> str | None:
        try:
            place = sentinel.primary_of(self.address.service)
        except redis.RedisError as error:
            return trouble(error) or str(error)
        if place is None:
            return f"knows no service {self.address.service!r}"
        return None if place == self.place else f"names another primary, {place[0]}:{place[1]}"

    def forget(self) -> None:
        """Every connection is made anew before it is used again."""
        self.moves += 1

    def _is_at(self, place: Place) -> None:
        if place != self.place:
            log.info("primary", at=f"{place[0]}:{place[1]}", was=self.place and f"{self.place[0]}:{self.place[1]}")
            self.place = place
            self.moves += 1


class _Sentinel:
    def __init__(self, place: Place, address: StoreAddress) -> None:
        self._place = place
        own = (address.sentinel_username, address.sentinel_password)
        self._logins = [own] if any(own) else [(None, None), (address.username, address.password)]
        self._options: dict[str, Any] = {"ssl": address.tls, **(address.tls_options if address.tls else {})}
        self._client: redis.Redis | None = None

    def __str__(self) -> str:
        return f"{self._place[0]}:{self._place[1]}"

    def primary_of(self, service: str) -> Place | None:
        """`None` when it knows no such service. Raises `redis.RedisError`."""
        try:
            return self._ask(service)
        except AuthenticationError:
            if len(self._logins) < 2:
                raise
        del self._logins[0]  # it has a password, and the address names none for Sentinels: then it is the store's
        self._client = None
        return self._ask(service)

    def _ask(self, service: str) -> Place | None:
        if self._client is None:
            username, password = self._logins[0]
            self._client = redis.Redis(
                *self._place, username=username, password=password, protocol=2, retry=no_retry(), max_connections=8,
                socket_timeout=SENTINEL_TIMEOUT_S, socket_connect_timeout=SENTINEL_TIMEOUT_S, **self._options,
            )  # fmt: skip
        found = self._client.execute_command("SENTINEL", "GET-MASTER-ADDR-BY-NAME", service)
        if not found:
            return None
        host, port = (part.decode() if isinstance(part, bytes) else part for part in found)
        return host, int(port)
