"""The news of the log as they are committed: each commit publishes its event, and this process has subscribed.

It spares the store: of a blocking read the store wakes each reader, answers, and takes its next read. Nothing is relied on
but that it is quick. What is lost shows as a gap, or as a quiet second, and then the log is asked.
"""

from __future__ import annotations

import structlog
from redis.exceptions import NoPermissionError

from webapp.store.board.entries import Entry
from webapp.store.core import keys
from webapp.store.core.client import Connection, Store

log = structlog.get_logger("store")

_FIELDS = (b"epoch", b"at", b"type", b"schema", b"min_reader", b"body")
"""After the seq, in the order of `commit.lua`, a line each."""


class News:
    """One subscription, which is made anew after an error. Methods raise redis-py's errors."""

    def __init__(self, store: Store) -> None:
        self._pool = store.connection_pool
        self._connection: Connection | None = None
        self.allowed = True
        """False where the store's account may not subscribe: then the log itself must be read."""

    def subscribe(self) -> bool:
        """Subscribes, if this process has not yet, or the primary has moved. True when the log must be asked first."""
        if self._connection is not None and self._pool.is_current(self._connection):
            return False
        self.close()
        connection = self._pool.get_connection()
        try:
            connection.send_command("SUBSCRIBE", keys.NEWS)
            connection.read_response()
        except NoPermissionError:
            self._pool.release(connection)
            self.allowed = False
            log.warning("the store's account may not subscribe: news cost it more", channel=keys.NEWS)
            return True
        except BaseException:
            self._give_back(connection)
            raise
        self._connection = connection
        return True

    def wait(self, seconds: float) -> list[Entry]:
        """What was published: returns with the first, or empty after `seconds`."""
        connection = self._connection
        assert connection is not None, "subscribe comes first"
        found: list[Entry] = []
        try:
            while connection.can_read(timeout=0 if found else seconds):
                kind, *_, message = connection.read_response()
                if kind == b"message":
                    seq, *values = message.split(b"\n", len(_FIELDS))
                    found.append((seq + b"-0", dict(zip(_FIELDS, values, strict=True))))
        except BaseException:
            self.close()
            raise
        return found

    def close(self) -> None:
        if self._connection is not None:
            self._give_back(self._connection)
            self._connection = None

    def _give_back(self, connection: Connection) -> None:
        connection.disconnect()
        self._pool.release(connection)
