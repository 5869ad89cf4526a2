"""Keeps several processes running, in stages, until a signal stops it; then ends them in reverse order.

A process that ends is started again. One whose loop no longer ticks counts as hung; it is killed and started again.

One loop in the main thread: a signal (SIGCHLD when a child ends) wakes it, it checks every role, it sleeps.
"""

from __future__ import annotations

import os
import select
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass

import structlog

from webapp.processes.child import Child

log = structlog.get_logger("up")

BACK_OFF_S = (0.1, 0.5, 1.0, 2.0, 5.0)
STEADY_S = 30.0
"""A process that has run this long has recovered: its next failure counts as the first."""

FIRST_TICK_S = 60.0
"""The least time that a newly started role has until its first tick."""

MACHINE_ASLEEP_S = 5.0
"""We check every second. After a longer pause the whole machine stood still, and no role counts as hung."""

HURRIED_STOP_S = 0.3
"""The time that a role has to end after a second signal."""

CHECK_S = 1.0
STARTING_CHECK_S = 0.05


@dataclass
class Role:
    """One process to keep running: `launch` starts it, `why` says in words why it ended.

    It may take `stop_s` to end after SIGTERM. Its loop may stand still for `hung_s` before it counts as hung; 0 for a child
    without a heartbeat, or one that may hang.
    """

    name: str
    launch: Callable[[], Child]
    stop_s: float
    why: Callable[[Child], str] = lambda child: ": ".join([child.outcome, *list(child.last)[-1:]])
    child: Child | None = None
    hung_s: float = 0.0
    failures: int = 0
    since: float = 0.0
    _ticked_at: float = 0.0
    _ever_ticked: bool = False
    _checked_at: float = 0.0
    _hung: bool = False

    def tend(self, now: float) -> str | None:
        """Starts the process if it does not run and its back-off is over. If it has just ended: why, in words."""
        if self.child is not None and self.child.status is None:
            if self._hangs(self.child, now):
                self.child.kill()  # again at each check, until it is gone
            if self.failures and now - self.since > STEADY_S:
                self.failures = 0
            return None
        if self.child is not None:
            self.child.wait()
            wait_s = BACK_OFF_S[min(self.failures, len(BACK_OFF_S) - 1)]
            why = f"hung: its loop stood still for {self.hung_s:.0f} s" if self._hung else self.why(self.child)
            log.error("process fell", role=self.name, why=why, again_in_s=wait_s)
            self.child, self.failures, self.since = None, self.failures + 1, now + wait_s
            return f"{self.name} fell: {why}"
        if now >= self.since:
            self.child, self.since = self.launch(), now
            self._ticked_at = self._checked_at = now
            self._ever_ticked = self._hung = False
        return None

    def _hangs(self, child: Child, now: float) -> bool:
        asleep, self._checked_at = now - self._checked_at > MACHINE_ASLEEP_S, now
        ticked = child.ticked
        self._ever_ticked = self._ever_ticked or ticked
        if ticked or asleep:
            self._ticked_at = now
        allowed = self.hung_s if self._ever_ticked else max(self.hung_s, FIRST_TICK_S)
        if self.hung_s and not self._hung and now - self._ticked_at > allowed:
            self._hung = True
            log.error("process hangs", role=self.name, silent_s=round(now - self._ticked_at))
        return self._hung

    @property
    def runs(self) -> bool:
        return self.child is not None and self.child.status is None


class Supervisor:
    """`stages` in the order in which they start. Make and run it in the main thread: see `processes.tether`."""

    def __init__(self, stages: Sequence[Sequence[Role]]) -> None:
        self._stages = stages
        self._stops = 0

    def run(self, settled: Callable[[], bool], announce: Callable[[], None]) -> str | None:
        """Keeps everything running until SIGINT, SIGTERM or SIGHUP; a second one hurries the end.

        `announce` is called once `settled` is true. If a process ends before that, a restart would not help: everything is
        ended, and the reason is returned. Nothing runs any more when this returns or raises.
        """
        announced = False
        with self._woken_by_signals() as sleep:
            try:
                while not self._stops:
                    failed = [why for role in self._roles() if (why := role.tend(time.monotonic()))]
                    if not announced:
                        if failed:
                            return failed[0]
                        if settled():
                            announced = True
                            announce()
                    sleep(CHECK_S if announced and all(role.runs for role in self._roles()) else STARTING_CHECK_S)
                return None
            finally:
                self._stop()

    def _roles(self) -> Iterator[Role]:
        for stage in self._stages:
            yield from stage

    def _stop(self) -> None:
        for stage in reversed(self._stages):
            running = [role for role in stage if role.child is not None]
            for role in running:
                assert role.child is not None
                role.child.end()
            asked = time.monotonic()
            for role in running:
                self._see_it_end(role, asked)

    def _see_it_end(self, role: Role, asked: float) -> None:
        assert role.child is not None
        while role.child.wait(0.05) is None:
            stop_s = min(role.stop_s, HURRIED_STOP_S) if self._stops > 1 else role.stop_s
            if time.monotonic() > asked + stop_s:
                log.warning("killed", role=role.name, why=f"did not end within {stop_s} s")
                role.child.kill()
                role.child.wait()
        role.child = None

    @contextmanager
    def _woken_by_signals(self) -> Iterator[Callable[[float], None]]:
        """Gives a sleep that any signal ends. Handlers only count: what else they did could meet a lock that we hold."""
        reading, writing = os.pipe()
        for end in (reading, writing):
            os.set_blocking(end, False)

        def stop(number: int, frame: object) -> None:
            self._stops += 1

        def sleep(seconds: float) -> None:
            select.select([reading], [], [], seconds)
            with suppress(BlockingIOError):
                os.read(reading, 4096)

        before = {
            number: signal.getsignal(number)
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGCHLD)
        }
        earlier = signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda number, frame: None)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, stop)
        if before[signal.SIGHUP] is not signal.SIG_IGN:  # as nohup has it
            signal.signal(signal.SIGHUP, stop)
        try:
            yield sleep
        finally:
            signal.set_wakeup_fd(earlier)
            for number, handler in before.items():
                signal.signal(number, handler)
            os.close(reading)
            os.close(writing)
