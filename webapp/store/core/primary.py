"""Connections that reach the primary of a store: as it is named, or as Sentinels name it, wherever it is by now.

Each new connection asks where the primary is, and the server whether it is one. When it has moved, connections to the
former one are dropped before they are used again: a frozen primary that wakes takes writes for ten seconds more.
"""

# redis-py's connections have no types.
# mypy: disable-error-code="no-untyped-call"
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import redis
from redis.backoff import NoBackoff
from redis.exceptions import AuthenticationError, NoPermissionError, ReadOnlyError
from redis.retry import Retry

from webapp.store.core.address import Place, StoreAddress

SENTINEL_TIMEOUT_S = 1.0
"""For one Sentinel to connect, and to answer; then the next one is asked."""

GREETING_TIMEOUT_S = 1.0
"""For the first words of a connection. A frozen server is connected to by its kernel, and says nothing: by the next try the
primary may be elsewhere.
"""

CLUSTER = (
    "it is one of a Cluster, which Airwire does not use: one store holds everything a station has; "
    "give it one primary, with replicas and Sentinel (redis+sentinel://…)"
)


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
            except redis.RedisError:
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
            return str(error)
        if place is None:
            return f"knows no service {self.address.service!r}"
        return None if place == self.place else f"names another primary, {place[0]}:{place[1]}"

    def forget(self) -> None:
        """Every connection is made anew before it is used again."""
        self.moves += 1

    def _is_at(self, place: Place) -> None:
        if place != self.place:
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


if TYPE_CHECKING:
    from redis.connection import AbstractConnection as _Base  # each class below stands before one of these
else:
    _Base = object


class _ToPrimary(_Base):
    primary: Primary
    made_after = 0  # of the primary's moves

    def _connect(self) -> Any:
        self.made_after = self.primary.moves
        return super()._connect()  # type: ignore[safe-super]

    def on_connect_check_health(self, check_health: bool = True) -> None:
        """Raises `ReadOnlyError` where a replica answers, and `redis.ConnectionError` where a Cluster does."""
        sock: Any = self._sock
        sock.settimeout(GREETING_TIMEOUT_S)
        super().on_connect_check_health(check_health)
        try:
            role = self._asked("ROLE")[0]
            in_cluster = "cluster_enabled:1" in str(self._asked("INFO", "cluster"))
        except NoPermissionError:
            role, in_cluster = "master", False  # `airwire check` says so
        if in_cluster:
            raise redis.ConnectionError(CLUSTER)
        if role not in (b"master", "master"):
            raise ReadOnlyError("a replica answers where the primary should", status_code="READONLY")
        sock.settimeout(self.socket_timeout)

    def _asked(self, *command: str) -> Any:
        self.send_command(*command, check_health=False)
        return self.read_response()


class _ToHost(_ToPrimary):
    def __init__(self, *, primary: Primary, **options: Any) -> None:
        self.primary = primary
        super().__init__(**options)

    def _connect(self) -> Any:
        self.host, self.port = self.primary.find()
        return super()._connect()


class HostConnection(_ToHost, redis.Connection):
    """By TCP."""


class TlsConnection(_ToHost, redis.SSLConnection):
    """By TLS."""


class SocketConnection(_ToPrimary, redis.UnixDomainSocketConnection):
    """By a socket of this machine."""

    def __init__(self, *, primary: Primary, **options: Any) -> None:
        self.primary = primary
        super().__init__(**options)


class PrimaryPool(redis.BlockingConnectionPool):
    """Hands out connections to where the primary is by now."""

    @property
    def primary(self) -> Primary:
        return self.connection_kwargs["primary"]  # type: ignore[no-any-return]

    def forget(self) -> None:
        """Every connection of this process to the store is made anew before it is used again."""
        self.primary.forget()

    def is_current(self, connection: Any) -> bool:
        """Whether it reaches the primary where it is by now, as far as is known."""
        return bool(connection.made_after == connection.primary.moves)

    def get_connection(self, *args: Any, **options: Any) -> Any:
        connection = super().get_connection(*args, **options)
        if not self.is_current(connection):
            try:
                connection.disconnect()
                connection.connect()
            except BaseException:
                self.release(connection)
                raise
        return connection


def pool(primary: Primary, **options: Any) -> PrimaryPool:
    """Connections to `primary`; `options` are redis-py's, of the pool and of each connection."""
    address = primary.address
    kind: type[HostConnection | TlsConnection | SocketConnection] = HostConnection
    if address.path:
        kind = SocketConnection
        options.pop("socket_keepalive", None)
        options["path"] = address.path
    elif address.tls:
        kind = TlsConnection
        options.update(address.tls_options)
    return PrimaryPool(
        connection_class=kind, primary=primary, db=address.db, username=address.username, password=address.password,
        retry=no_retry(), **options,
    )  # fmt: skip
