"""Many callers' runs of one script, sent to the store together: while one batch is under way, the next gathers.

Works with threads and greenlets alike, and has none of its own: whoever finds the road free takes everybody's along.
"""

from __future__ import annotations

import threading
from collections import deque

import redis
from redis.commands.core import Script

from webapp.newsroom.errors import StoreAway
from webapp.store.connection import Store, told_when_away

MOST = 256
"""Runs in one batch; the store serves others between two."""

ROOM = 4_096
"""Runs that may wait; more are told that the store is away."""


def packed(*parts: str | int) -> bytes:
    """Parts of a command as they go over the wire."""
    raws = [part.encode() if isinstance(part, str) else b"%d" % part for part in parts]
    return b"".join([b"$%d\r\n%b\r\n" % (len(raw), raw) for raw in raws])


class _Run:
    __slots__ = ("answer", "command", "error", "turn")

    def __init__(self, command: bytes) -> None:
        self.command = command
        self.answer: bytes | None = None
        self.error: Exception | None = None
        self.turn = threading.Lock()  # released once it is answered, or is the next to carry
        self.turn.acquire()


class Batches:
    """`head` begins a command, which goes on with its keys and arguments, `packed`.

    `ask` returns when the store has answered this very run. Raises `StoreAway`.
    """

    def __init__(self, store: Store, script: Script) -> None:
        self._store = store
        self._script = script
        self._waiting: deque[_Run] = deque()
        self._order = threading.Lock()  # never held while the store is asked
        self._carried = False

    def head(self, keys: int, arguments: int) -> bytes:
        return b"*%d\r\n" % (keys + arguments + 3) + packed("EVALSHA", self._script.sha, keys)

    def ask(self, command: bytes) -> str:
        if len(self._waiting) >= ROOM:
            raise StoreAway("too many reads at once; this one is not counted, please try again")
        run = _Run(command)
        with self._order:
            self._waiting.append(run)
            carries, self._carried = not self._carried, True
        if not carries:
            run.turn.acquire()
        if run.answer is None and run.error is None:
            self._carry_on()
        if run.answer is None:
            if isinstance(run.error, redis.ResponseError):
                with told_when_away():
                    raise run.error
            raise run.error or StoreAway("nothing is confirmed")
        return run.answer.decode()

    def _carry_on(self) -> None:
        """Carries what waits, one's own run first of it, then leaves the road to the next."""
        with self._order:
            runs = [self._waiting.popleft() for _ in range(min(MOST, len(self._waiting)))]
        try:
            self._carry(runs)
        finally:
            with self._order:
                following = self._waiting[0] if self._waiting else None
                self._carried = following is not None
            for run in runs[1:]:
                run.turn.release()
            if following is not None:
                following.turn.release()

    def _carry(self, runs: list[_Run]) -> None:
        try:
            with told_when_away():
                connection = self._store.connection_pool.get_connection()
                try:
                    unknown = self._exchange(connection, runs)
                    if unknown:  # the store was emptied, or is another one, and does not know the script
                        connection.send_command("SCRIPT", "LOAD", self._script.script)
                        connection.read_response()
                        self._exchange(connection, unknown)
                finally:
                    self._store.connection_pool.release(connection)
        except BaseException as error:
            known = isinstance(error, Exception)
            for run in runs:
                if run.answer is None and run.error is None:
                    run.error = error if known else StoreAway("nothing is confirmed")  # type: ignore[assignment]
            if not known:
                raise

    @staticmethod
    def _exchange(connection: redis.Connection, runs: list[_Run]) -> list[_Run]:
        """The runs that found no script; they have done nothing."""
        connection.send_packed_command([b"".join([run.command for run in runs])])  # type: ignore[no-untyped-call]
        unknown = []
        for run in runs:
            try:
                run.answer = connection.read_response()
            except redis.exceptions.NoScriptError:
                unknown.append(run)
            except redis.ResponseError as error:
                run.error = error
        return unknown
