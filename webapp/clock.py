"""The clock process: wakes at the next boundary and records what is due by then.

APScheduler only wakes it. What is true at a moment comes from pure functions of that moment, so a late, missed or
repeated wake-up does no harm. Of several clocks only the one that holds the lease acts.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

import structlog
from apscheduler.schedulers.background import BackgroundScheduler

from webapp.desk import Desk
from webapp.newsroom.board import Board
from webapp.newsroom.errors import LeaseLost, NewerBuild, NewsroomError, StoreAway
from webapp.newsroom.model import MostRead
from webapp.newsroom.schedule.on_air import next_boundary
from webapp.processes.heartbeat import tick
from webapp.store.board.log import Log
from webapp.store.core.lease import LEASE_S, Lease
from webapp.store.schedule.rundown import Rundown

T = TypeVar("T")

log = structlog.get_logger("clock")

SETTLE_S = 2.0
"""Besides the exact wake-ups everything is checked this often: a new grid, hold or article, or a changed system clock."""

RANK_S = 5.0

STAND_ASIDE_TIME = timedelta(seconds=20)
"""How long a clock that cannot read the store's data leaves the lease to others, which may be of a newer build."""


class Ranker(Protocol):
    """Ranks the reads."""

    def rank(self, now: datetime) -> MostRead:
        """The most-read list by the counts and the editors' choices. Raises `StoreAway`."""

    def ranked_at(self, now: datetime) -> None:
        """Notes that the list was ranked. Raises `StoreAway`."""


class Clock:
    """`settle_once` and `rank_once` are single steps; `run` has APScheduler call them until `stop`."""

    def __init__(
        self, desk: Desk, store_log: Log, rundown: Rundown, lease: Lease, ranks: Ranker, now: Callable[[], datetime]
    ) -> None:
        self._desk = desk
        self._log = store_log
        self._rundown = rundown
        self._lease = lease
        self._ranks = ranks
        self._now = now
        self._acting = False
        self._away = False  # of the store, when it was last asked
        self._aside_until: datetime | None = None
        self._one_at_a_time = threading.Lock()
        self._scheduler = BackgroundScheduler(
            timezone="UTC", job_defaults={"coalesce": True, "misfire_grace_time": None}
        )
        self._stopping = threading.Event()

    def add_work(self, work: Callable[[datetime], object], every_s: float) -> None:
        """Runs `work` at the start and then every `every_s` seconds, while this clock acts."""

        def step() -> None:
            with self._one_at_a_time:
                self._guarded(lambda now, token: work(now))

        self._scheduler.add_job(step, "interval", seconds=every_s, next_run_time=self._now())

    def acting(self) -> bool:
        """Whether this clock held the lease when it last looked."""
        return self._acting

    def settle_once(self) -> datetime | None:
        """Records every transition that is due, and returns when the next one will be; `None` while not acting."""
        with self._one_at_a_time:
            return self._guarded(self._settle)

    def rank_once(self) -> None:
        """Ranks the reads, and publishes the list when it changed."""
        with self._one_at_a_time:
            self._guarded(self._rank)

    def _settle(self, now: datetime, token: str) -> datetime | None:
        next_release = self._desk.release_due(now, token)
        next_article = self._desk.put_out_due_articles(now, token)
        self._desk.expire_breaking(now, token)
        self._desk.expire_promo(now, token)
        self._desk.settle_alerts(now, token)
        self._desk.settle_stream(now, token)
        self._desk.settle_on_air(now, token)
        return min(
            filter(None, (next_release, next_article, next_wake(self._log.board(), self._rundown, now))), default=None
        )

    def _rank(self, now: datetime, token: str) -> None:
        self._desk.rank_most_read(self._ranks.rank(now), now, token)
        self._ranks.ranked_at(now)

    def _guarded(self, step: Callable[[datetime, str], T]) -> T | None:
        now = self._now()
        try:
            if self._aside_until and now < self._aside_until:
                return None
            self._log.builds.check()
            token = self._lease.take()
            if (token is not None) != self._acting:
                self._acting = token is not None
                log.info("acting" if self._acting else "standing by")
            done = step(self._now(), token) if token else None
            self._note_store(None)
            return done
        except NewerBuild as error:
            self._stand_aside(error, now)
        except StoreAway as error:
            self._note_store(error)
        except LeaseLost:
            self._acting = False
            log.warning("lease lost")
        except NewsroomError as error:
            log.error("step refused", error=error.message)
        finally:
            tick()
        return None

    def _note_store(self, error: StoreAway | None) -> None:
        """Says once that the store is away, however many steps find it so, and once that it is back."""
        if error and not self._away:
            log.warning("store away", error=error.reason)
        elif self._away and not error:
            log.info("store back")
        self._away = error is not None

    def _stand_aside(self, error: NewerBuild, now: datetime) -> None:
        log.error("standing aside for a newer build", why=self._log.builds.unread or error.message)
        self._acting, self._aside_until = False, now + STAND_ASIDE_TIME
        with suppress(StoreAway):  # then the lease expires
            self._lease.give_up()

    def run(self) -> None:
        """Runs until SIGTERM, SIGINT or `stop`."""
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: self._stopping.set())
        self._scheduler.add_job(self._tick, "interval", seconds=SETTLE_S, id="settle", next_run_time=self._now())
        self._scheduler.add_job(self.rank_once, "interval", seconds=RANK_S, id="rank", max_instances=1)
        self._scheduler.start()
        self._stopping.wait()
        self._scheduler.shutdown(wait=True)
        try:
            self._lease.give_up()
        except StoreAway:
            log.warning("the lease could not be released and will expire", seconds=LEASE_S)

    def stop(self) -> None:
        """Ends `run`; safe to call from any thread."""
        self._stopping.set()

    def _tick(self) -> None:
        boundary = self.settle_once()
        if boundary is not None and boundary <= self._now() + timedelta(seconds=SETTLE_S):
            self._scheduler.add_job(self._tick, "date", run_date=boundary, id="boundary", replace_existing=True)


def next_wake(board: Board, rundown: Rundown, now: datetime) -> datetime | None:
    """The next instant at which something ends or begins: a segment, a hold, a headline, an alert, the promo."""
    holds = rundown.holds()
    ends = [item.expires_at for item in board.breaking]
    ends += [board.promo.until] if board.promo else []
    ends += [alert.until for alert in board.alerts]
    ends += [held.until for held in (holds.stream, holds.on_air) if held]
    ends.append(next_boundary(rundown.grid(), holds, now))
    return min((end for end in ends if end and end > now), default=None)
