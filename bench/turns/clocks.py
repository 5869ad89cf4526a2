"""Clock processes for whom time passes many times as fast."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from multiprocessing.process import BaseProcess
from typing import Any

import structlog

from tests.conftest import make_room
from webapp.clock import SETTLE_S, Clock
from webapp.newsroom.model import MostRead
from webapp.store.core import lease
from webapp.store.core.connection import connect
from webapp.store.core.lease import LEASE_S, Lease

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
CLOCKS = 3


@dataclass(frozen=True)
class Acceleration:
    """Time passes `speed` times as fast since `began` (Unix); leases, clock rounds and kills are `lease_speed` times as fast."""

    url: str
    began: float
    speed: float
    lease_speed: float

    def now(self) -> datetime:
        return MONDAY + timedelta(seconds=(time.time() - self.began) * self.speed)


@contextmanager
def running_clocks(make: Callable[[], BaseProcess]) -> Iterator[list[BaseProcess]]:
    """`CLOCKS` processes that `make` built; those in the list are killed afterwards. The caller may replace some."""
    clocks = [started(make()) for _ in range(CLOCKS)]
    try:
        yield clocks
    finally:
        for clock in clocks:
            clock.kill()
            clock.join()


def started(clock: BaseProcess) -> BaseProcess:
    clock.start()
    return clock


class _NoRanks:
    """These clocks rank nothing: only their schedule is under test."""

    def rank(self, now: datetime) -> MostRead:
        raise AssertionError("nobody ranks here")

    def ranked_at(self, now: datetime) -> None:
        raise AssertionError("nobody ranks here")


def run_clock(run: Acceleration) -> None:
    """One clock process: the real clock with accelerated time, rounds and lease."""
    structlog.configure(processors=[_silence])
    lease.LEASE_S = LEASE_S / run.lease_speed
    store = connect(run.url)
    room = make_room(store)
    clock = Clock(room.desk, room.log, room.rundown, Lease(store, str(os.getpid())), _NoRanks(), run.now)
    while True:
        clock.settle_once()
        time.sleep(SETTLE_S / run.lease_speed)


def _silence(*_: Any) -> Any:
    raise structlog.DropEvent
