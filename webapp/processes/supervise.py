"""Keeps several processes running, in stages, until it is told to stop; then ends them in reverse.

What falls is started again, and so is what hangs: a role whose loop goes round no more is killed, for it ends no other way.

One loop in the main thread: a signal (or a child's end, which is one) wakes it, it looks at everything, it sleeps.
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
"""What runs so long has recovered: its next fall counts as the first."""

FIRST_TICK_S = 60.0
"""A role that has just been started has so long, at least, until its loop goes round for the first time."""

ASLEEP_S = 5.0
"""We look every second. If we have not for so long, the whole machine stood still, and no role is to blame."""

HURRY_S = 0.3
"""The patience left once asked a second time."""

LOOK_S = 1.0
LOOK_UNTIL_SETTLED_S = 0.05


@dataclass
class Role:
    """One process to keep. `patience_s` is how long it may take to end once asked, `silence_s` how long its loop may stand
    still before it counts as hung; 0 for a child that has no pulse, or that may hang."""

    name: str
    launch: Callable[[], Child]
    patience_s: float
    why: Callable[[Child], str] = lambda child: ": ".join([child.outcome, *list(child.last)[-1:]])
    child: Child | None = None
    silence_s: float = 0.0
    falls: int = 0
    since: float = 0.0
    _heard: float = 0.0
    _ticked: bool = False
    _looked: float = 0.0
    _hung: bool = False

    def tend(self, now: float) -> str | None:
        """Starts what does not run, unless it is too early for that. If it was found fallen just now: why."""
        if self.child is not None and self.child.status is None:
            if self._hangs(self.child, now):
                self.child.kill()  # again at each look, until it is gone
            if self.falls and now - self.since > STEADY_S:
                self.falls = 0
            return None
        if self.child is not None:
            self.child.wait()
            wait_s = BACK_OFF_S[min(self.falls, len(BACK_OFF_S) - 1)]
            why = f"hung: its loop stood still for {self.silence_s:.0f} s" if self._hung else self.why(self.child)
            log.error("process fell", role=self.name, why=why, again_in_s=wait_s)
            self.child, self.falls, self.since = None, self.falls + 1, now + wait_s
            return f"{self.name} fell: {why}"
        if now >= self.since:
            self.child, self.since = self.launch(), now
            self._heard = self._looked = now
            self._ticked = self._hung = False
        return None

    def _hangs(self, child: Child, now: float) -> bool:
        asleep, self._looked = now - self._looked > ASLEEP_S, now
        ticked = child.ticked
        self._ticked = self._ticked or ticked
        if ticked or asleep:
            self._heard = now
        allowed = self.silence_s if self._ticked else max(self.silence_s, FIRST_TICK_S)
        if self.silence_s and not self._hung and now - self._heard > allowed:
            self._hung = True
            log.error("process hangs", role=self.name, silent_s=round(now - self._heard))
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

        `announce` is called once `settled`. What falls before that will not do better the next time: then everything
        is ended, and the answer is why. Nothing runs any more when this returns or raises.
        """
        announced = False
        with self._woken_by_signals() as sleep:
            try:
                while not self._stops:
                    fallen = [why for role in self._roles() if (why := role.tend(time.monotonic()))]
                    if not announced:
                        if fallen:
                            return fallen[0]
                        if settled():
                            announced = True
                            announce()
                    sleep(LOOK_S if announced and all(role.runs for role in self._roles()) else LOOK_UNTIL_SETTLED_S)
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
            patience_s = min(role.patience_s, HURRY_S) if self._stops > 1 else role.patience_s
            if time.monotonic() > asked + patience_s:
                log.warning("killed", role=role.name, why=f"did not end within {patience_s} s")
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
