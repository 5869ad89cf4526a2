"""Connections that reach the primary of a store: as it is named, or as Sentinels name it, wherever it is by now.

Each new connection asks where the primary is, and the server whether it is one. When it has moved, connections to the
former one are dropped before they are used again: a frozen primary that wakes takes writes for ten seconds more.
"""

# redis-py's connections have no types.
# mypy: disable-error-code="no-untyped-call"
from __future__ import annotations

import socket
import ssl
from typing import TYPE_CHECKING, Any

import redis
from redis.exceptions import NoPermissionError, ReadOnlyError

from webapp.store.core.sentinels import Primary, no_retry
from webapp.store.core.unreachable import CLOSED, CLOSED_AFTER_TLS, BadFile, is_closed, trouble, wrong_file

GREETING_TIMEOUT_S = 0.5
"""For the first words of a connection, where Sentinels may fail over. A frozen server is connected to by its kernel, and says
nothing: by the next try the primary may be elsewhere.
"""

CLUSTER = (
    "it is one of a Cluster, which Airwire does not use: one store holds everything a station has; "
    "give it one primary, with replicas and Sentinel (redis+sentinel://…)"
)


if TYPE_CHECKING:
    from redis.connection import AbstractConnection as _Base  # each class below stands before one of these
else:
    _Base = object


class _ToPrimary(_Base):
    primary: Primary
    made_after = 0  # of the primary's moves
    closed = ""
    """What to say of a server that ends the connection at its first words; empty where that says nothing about the address."""

    def _connect(self) -> Any:
        self.made_after = self.primary.moves
        return super()._connect()  # type: ignore[safe-super]

    def on_connect_check_health(self, check_health: bool = True) -> None:
        """Raises `ReadOnlyError` where a replica answers, and `redis.ConnectionError` where a Cluster does."""
        sock: Any = self._sock
        if self.primary.may_move:
            sock.settimeout(GREETING_TIMEOUT_S)
        try:
            super().on_connect_check_health(check_health)
        except redis.ConnectionError as error:
            if self.closed and is_closed(error) and not trouble(error):
                raise redis.ConnectionError(self.closed) from error
            raise
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

    closed = CLOSED


class TlsConnection(_ToHost, redis.SSLConnection):
    """By TLS. What is wrong with its files is a `BadFile`, which redis-py makes a `redis.ConnectionError`."""

    closed = CLOSED_AFTER_TLS

    def _connect(self) -> Any:
        try:
            return super()._connect()
        except OSError as error:
            of_the_network = ConnectionError, TimeoutError, socket.gaierror, ssl.SSLCertVerificationError
            if not isinstance(error, of_the_network) and (
                wrong := wrong_file(self.ca_certs, self.certfile, self.keyfile)
            ):
                raise BadFile(wrong) from error
            raise


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

    def may_go_on(self, connection: Any) -> bool:
        """Whether a connection that was got may take another command: it reaches the primary and is open, and the store said
        nothing unasked. `get_connection` looks too, with a poll, for which gevent's hub takes a turn."""
        return self.is_current(connection) and _is_quiet(connection)

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


def _is_quiet(connection: Any) -> bool:
    """Whether nothing is to be read, not even an end."""
    raw = getattr(connection._sock, "_sock", None)
    try:
        if raw is None or raw.gettimeout() != 0.0:  # not gevent's, or under TLS
            return not connection.can_read()
        raw.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT)
    except BlockingIOError:
        return True
    except (OSError, ValueError, redis.ConnectionError):
        return False
    return False


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
