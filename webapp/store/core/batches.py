"""Batches of script runs: while one batch is under way, the next one gathers.

    put ─► waiting ─► the carrier: packs, sends, reads the answers ─► each caller's `on_result`

The carrier is a thread (under gevent a greenlet) that exists while there is work. `put` never waits, so even gevent's
hub may call it.
"""

from __future__ import annotations

import _thread
import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Any, Generic, TypeVar

import redis
from redis.commands.core import Script

from webapp.newsroom.errors import StoreAway
from webapp.store.core.client import Connection, Store
from webapp.store.core.connection import store_errors

log = logging.getLogger(__name__)

MAX_BATCH_SIZE = 256
"""Runs in one batch; the store serves other clients between two."""

MAX_WAITING_RUNS = 16_384
"""Runs that may wait; further ones are refused with `StoreAway`."""

GATHER_TIME_S = 0.001
"""The pause after a batch, in which more runs gather, so that they share its cost. The first run after a quiet time is
sent at once.
"""

R = TypeVar("R")
OnResult = Callable[[Any], None]
"""Receives the store's answer, or the exception in its place. Called by the carrier: it must neither block nor raise."""


def packed(*parts: str | int) -> bytes:
    """Parts of a command in the wire format (RESP bulk strings)."""
    raws = [part.encode() if isinstance(part, str) else b"%d" % part for part in parts]
    return b"".join([b"$%d\r\n%b\r\n" % (len(raw), raw) for raw in raws])


def wait_for_result(put: Callable[[OnResult], None]) -> Any:
    """Calls `put` with a callback and waits for its result. Raises the result when it is an exception."""
    done, results = threading.Lock(), []

    def on_result(result: Any) -> None:
        results.append(result)
        done.release()

    done.acquire()
    put(on_result)
    done.acquire()
    if isinstance(results[0], Exception):
        raise results[0]
    return results[0]


class Batches(Generic[R]):
    """Sends runs of one script together; the script answers a batch with a list of results.

    Runs with the same `alike` value share a command, which `pack` builds; `pack` may query the store. What a caller gets is made
    by `result_of`, of its run and the store's answer.
    """

    def __init__(
        self,
        store: Store,
        script: Script,
        alike: Callable[[R], object],
        pack: Callable[[list[R]], bytes],
        result_of: Callable[[R, Any], Any],
    ) -> None:
        self._store = store
        self._script = script
        self._alike = alike
        self._pack = pack
        self._result_of = result_of
        self._waiting: deque[tuple[R, OnResult]] = deque()
        self._free = threading.Lock()  # held by the carrier
        self._carried = False  # whether `_free` is held; cheaper to read
        self._connection: Connection | None = None  # the carrier's, while there is work

    def head(self, keys: int, arguments: int) -> bytes:
        """The beginning of the command; its `packed` keys and arguments follow."""
        return b"*%d\r\n" % (keys + arguments + 3) + packed("EVALSHA", self._script.sha, keys)

    def put(self, run: R, on_result: OnResult) -> None:
        """Queues a run and returns at once. Raises `StoreAway` when too many wait; then `on_result` is never called."""
        if len(self._waiting) >= MAX_WAITING_RUNS:
            raise StoreAway("too many reads at once; this one is not counted, please try again")
        self._waiting.append((run, on_result))
        if not self._carried and self._free.acquire(blocking=False):
            self._carried = True
            _thread.start_new_thread(self._carry_on, ())

    def _carry_on(self) -> None:
        while True:
            while self._waiting:
                self._carry(self._next())
                if len(self._waiting) < MAX_BATCH_SIZE:
                    time.sleep(GATHER_TIME_S)
            self._let_go()
            self._carried = False
            self._free.release()
            # A run that was put just before the release is either seen here, or has started another carrier.
            if not self._waiting or not self._free.acquire(blocking=False):
                return
            self._carried = True

    def _next(self) -> list[tuple[R, OnResult]]:
        waiting, alike = self._waiting, self._alike
        batch = [waiting.popleft()]
        first = alike(batch[0][0])
        while waiting and len(batch) < MAX_BATCH_SIZE and alike(waiting[0][0]) == first:
            batch.append(waiting.popleft())
        return batch

    def _carry(self, batch: list[tuple[R, OnResult]]) -> None:
        results: list[Any]
        try:
            with store_errors():
                runs = [run for run, _ in batch]
                results = list(map(self._result_of, runs, self._answers(self._pack(runs))))
        except Exception as error:  # noqa: BLE001 - every caller gets it
            results = [error] * len(batch)
        for (_, on_result), result in zip(batch, results, strict=True):
            try:
                on_result(result)
            except Exception:
                log.exception("an answer of the store was not taken")

    def _answers(self, command: bytes) -> Any:
        pool = self._store.connection_pool
        if self._connection is None or not pool.may_go_on(self._connection):
            self._let_go()
            self._connection = pool.get_connection()
        connection = self._connection
        try:
            connection.send_packed_command([command])
            try:
                return connection.read_response()
            except redis.exceptions.NoScriptError:  # the store was emptied or replaced; nothing ran
                connection.send_command("SCRIPT", "LOAD", self._script.script)
                connection.read_response()
            connection.send_packed_command([command])
            return connection.read_response()
        except BaseException:
            self._let_go()
            raise

    def _let_go(self) -> None:
        if self._connection is not None:
            self._store.connection_pool.release(self._connection)
            self._connection = None
