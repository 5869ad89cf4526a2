"""Scripts whose writes count once replicas have them on their disks, so that a failover cannot lose them.

`WAIT` goes with the script, in one round trip; `WAITAOF` follows by itself: sent together with a write it is answered by
a replica before its disk has that write, and then only with the replica's next word, up to a second later.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import redis
from redis.commands.core import Script

from webapp.newsroom.errors import StoreAway
from webapp.store.board.commits import Word
from webapp.store.core.client import Connection, Sent, Store

REPLICAS_WAIT_MS = 1_200
"""For their memory, and again for their disks; both together end before a connection times out."""


class Confirmed:
    """Methods raise redis-py's errors, and `StoreAway` when fewer than `replicas` have confirmed; it is done then, and may be
    lost. Without replicas nothing is waited for.
    """

    def __init__(self, store: Store, replicas: int) -> None:
        self.replicas = replicas
        self._pool = store.connection_pool
        self._by_disk = True

    def run(self, script: Script, keys: Sequence[str], words: Sequence[Word], wrote: Callable[[Any], bool]) -> Any:
        """What the script answers; replicas are waited for when `wrote` says that there is something to confirm."""
        command = ("EVALSHA", script.sha, len(keys), *keys, *words)
        connection = self._pool.get_connection()
        try:
            answer, copies = self._ask(connection, command)
            if isinstance(answer, redis.exceptions.NoScriptError):  # the store was emptied or replaced; nothing ran
                _told(connection, ("SCRIPT", "LOAD", script.script))
                answer, copies = self._ask(connection, command)
            _raise(answer)
            if self.replicas and wrote(answer):
                self._confirm(connection, copies)
            return answer
        finally:
            self._pool.release(connection)

    def again(self, key: str, ttl_s: int) -> bool:
        """Confirms what an earlier request wrote: with a write after it, since only those of a connection are waited for.
        False where they cannot say whether it is on their disks.
        """
        if not self.replicas:
            return True
        connection = self._pool.get_connection()
        try:
            answer, copies = self._ask(connection, ("EXPIRE", key, ttl_s))
            _raise(answer)
            self._confirm(connection, copies)
            return self._by_disk
        finally:
            self._pool.release(connection)

    def _ask(self, connection: Connection, command: Sequence[Sent]) -> tuple[Any, Any]:
        if not self.replicas:
            return _told(connection, command)[0], 0
        answer, copies = _told(connection, command, ("WAIT", self.replicas, REPLICAS_WAIT_MS))
        return answer, copies

    def _confirm(self, connection: Connection, copies: Any) -> None:
        _raise(copies)
        where = "memory"
        if copies >= self.replicas and self._by_disk:
            (kept,) = _told(connection, ("WAITAOF", 1, self.replicas, REPLICAS_WAIT_MS))
            if isinstance(kept, redis.ResponseError):
                self._by_disk = False  # no append-only file, or a server that does not know the command
            else:
                copies, where = kept[1], "on disk"
        if copies < self.replicas:
            raise StoreAway(
                f"it is written, but {copies} of {self.replicas} replicas have it {where}: a failover could lose it. "
                "Send it again by the same key",
                reason=f"{copies} of {self.replicas} replicas confirm (AIRWIRE_REPLICAS)",
            )


def _told(connection: Connection, *commands: Sequence[Sent]) -> list[Any]:
    """The answers, errors of the store among them."""
    connection.send_packed_command(connection.pack_commands(commands))
    answers = []
    for _ in commands:
        try:
            answers.append(connection.read_response())
        except redis.ResponseError as error:
            answers.append(error)
    return answers


def _raise(answer: Any) -> None:
    if isinstance(answer, redis.RedisError):
        raise answer
