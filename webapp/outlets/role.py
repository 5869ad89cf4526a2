"""The outlets process: one leads by lease and runs a worker for each surface; the others stand by.

lease ─► acting ─┬─ thread of surface 1: step, step, … wait for news
                 ├─ thread of surface 2
                 └─ …
"""

from __future__ import annotations

import math
import signal
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import structlog

from webapp.newsroom.errors import LeaseLost, StoreAway
from webapp.outlets.desk_view import DeskView
from webapp.outlets.worker import Worker
from webapp.processes.heartbeat import tick
from webapp.store.core.lease import LEASE_S, Lease

LEASE_EVERY_S = 1.0

LOOK_EVERY_S = 1.0
"""Besides the relay's word each worker looks this often: time ends headlines, and pauses."""

BURST_S = 0.1
"""From one look at the news to the next. A headline after a quiet time is taken at once, what comes within a burst together: each
write of the ledger uses the disk that the next push waits for."""

FINISH_S = 3.0
"""How long a step under way may take to finish when the process ends."""

SAFE_LEASE_S = LEASE_S - 1.5
"""A lease that could not be kept for this long counts as lost before another process can take it."""

MakeWorker = Callable[[], Worker]

log = structlog.get_logger("outlets")


class WorkerThread(NamedTuple):
    """A surface that is looked after; `stopping` ends it."""

    worker: Worker
    thread: threading.Thread
    stopping: threading.Event


class OutletsRole:
    """`workers` says which surfaces there are by now, and how the worker of each is made.

    `use_settings`, `keep_lease` and `work_once` are single steps; `run` runs them all until SIGTERM, SIGINT or `stop`."""

    def __init__(
        self,
        workers: Callable[[], Mapping[str, MakeWorker]],
        view: DeskView,
        lease: Lease,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self._workers = workers
        self._running: dict[str, WorkerThread] = {}
        self._view = view
        self._lease = lease
        self._seconds = seconds
        self._token: str | None = None
        self._kept_at = 0.0
        self._stopping = threading.Event()

    def acting(self) -> bool:
        """Whether this process leads."""
        return self._acting_token() is not None

    def _acting_token(self) -> str | None:
        return self._token if self._seconds() - self._kept_at < SAFE_LEASE_S else None

    def keep_lease(self) -> None:
        """Takes or keeps the lease. While the store does not answer it counts as kept for a while."""
        asked_at = self._seconds()
        try:
            token = self._lease.take()
        except StoreAway:
            log.debug("store away")
            return
        if (token is None) != (self._token is None):
            log.info("acting" if token else "standing by")
        self._token, self._kept_at = token, asked_at

    def work_once(self, worker: Worker) -> bool:
        """One step of a worker while this process leads; whether there may be more to do at once."""
        token = self._acting_token()
        if token is None:
            worker.rest()
            return False
        if not self._view.loaded:
            return False
        try:
            return worker.step(token)
        except StoreAway as error:
            log.debug("store away", outlet=worker.surface.id, error=error.message)
        except LeaseLost:
            log.warning("lease lost", outlet=worker.surface.id)
        except Exception:
            log.exception("worker failed", outlet=worker.surface.id)
        return False

    def run(self) -> None:
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: self._stopping.set())
        while not self._stopping.is_set():
            self.use_settings()
            self.keep_lease()
            tick()
            self._stopping.wait(LEASE_EVERY_S)
        self._end(list(self._running))
        self._token = None
        try:
            self._lease.give_up()
        except StoreAway:
            log.warning("the lease could not be released and will expire", seconds=LEASE_S)

    def use_settings(self) -> None:
        """Starts a thread for each surface that is new, and ends those of surfaces that are gone or have other settings."""
        wanted = self._workers()
        self._end([name for name in self._running if name not in wanted])
        for name, make in wanted.items():
            if name not in self._running:
                worker, stopping = make(), threading.Event()
                thread = threading.Thread(
                    target=self._run, args=(worker, stopping), name=worker.surface.id, daemon=True
                )
                self._running[name] = WorkerThread(worker, thread, stopping)
                thread.start()

    def _end(self, names: Sequence[str]) -> None:
        ended = [self._running.pop(name) for name in names]
        for one in ended:
            one.stopping.set()
        deadline = self._seconds() + FINISH_S
        for one in ended:  # what is under way would only be tried again by the next one
            one.thread.join(max(0.0, deadline - self._seconds()))
            if not self._stopping.is_set():
                one.worker.rest()  # its port, or its file, is the next one's

    def stop(self) -> None:
        """Ends `run`; safe to call from any thread."""
        self._stopping.set()

    def _run(self, worker: Worker, stopping: threading.Event) -> None:
        edition, looked_at = 0, -math.inf
        while not (self._stopping.is_set() or stopping.is_set()):
            self._view.wait(edition, LOOK_EVERY_S)
            stopping.wait(looked_at + BURST_S - self._seconds())
            edition, looked_at = self._view.wait(-1, 0), self._seconds()
            while not (self._stopping.is_set() or stopping.is_set()) and self.work_once(worker):
                pass
