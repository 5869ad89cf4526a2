"""Work caused by requests, done off the event loop: one piece at a time, in a thread, once for all who want the same.

request ─► is it under way? ─ yes ─► its result, shared
               └─ no ─► room in the queue? ─ yes ─► waits for its turn ─► runs in a thread ─► a pause, if requests caused it
                                └─ no ─► `Busy`, or `TooMany` for one address

A computing thread takes the interpreter's lock each time the loop lets go of it, for `sys.getswitchinterval()` seconds, and a
loop that sends to thousands of listeners lets go thousands of times. So few threads compute at once, and a lane of work that
anybody can cause pauses for a multiple of its work: however many ask, the loop keeps the other share of the time.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Hashable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from webapp.newsroom.errors import N_, Busy, TooMany

RunInThread = Callable[[Callable[[], Any]], Any]
"""Calls the function it is given where it may block (under gevent in a thread), and returns its result."""

MAX_REST_S = 1.0
"""A longer pause is not needed: such work mostly waited for something else than the processor."""

_working: ContextVar[bool] = ContextVar("working", default=False)


def run_inline(work: Callable[[], Any]) -> Any:
    """Calls `work` in this thread."""
    return work()


class _Job:
    """One piece of work under way, and its result for all who wait for it."""

    def __init__(self) -> None:
        self._over = threading.Event()
        self._result: Any = None
        self._error: BaseException | None = None

    def end(self, result: Any = None, error: BaseException | None = None) -> None:
        self._result, self._error = result, error
        self._over.set()

    def outcome(self) -> Any:
        self._over.wait()
        if isinstance(self._error, Exception):
            raise self._error
        if self._error:  # the thread or greenlet that did it was killed
            raise Busy(N_("this was interrupted; please ask again"), extra={"retry_after_s": 1})
        return self._result


class SharedWork:
    """Runs work once for all callers that ask for the same at the same time."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._jobs: dict[Hashable, _Job] = {}

    def do(self, key: Hashable, work: Callable[[], Any], admit: Callable[[], None] | None = None) -> Any:
        """What `work` returns or raises. Calls with the same `key` share one run. `admit` is called before work begins, and may
        raise to refuse it; it is not called where the work is under way already."""
        with self._guard:
            job = self._jobs.get(key)
            if job is None:
                if admit:
                    admit()
                mine = self._jobs[key] = _Job()
        if job is not None:
            return job.outcome()
        try:
            result = work()
        except BaseException as error:
            mine.end(error=error)
            raise
        else:
            mine.end(result)
            return result
        finally:
            with self._guard:
                del self._jobs[key]


class WorkLane:
    """A queue whose work runs one piece at a time.

    At most `max_waiting` pieces, `max_waiting_each` from one address, may be under way or wait; `None` sets no bound, for
    kinds of which there are few. Lanes that share a `gate` take turns. After each piece the lane pauses for `rest_factor`
    times as long as it took.
    """

    def __init__(
        self,
        run_in_thread: RunInThread = run_inline,
        max_waiting: int | None = None,
        max_waiting_each: int = 4,
        rest_factor: float = 0.0,
        gate: AbstractContextManager[Any] | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._run_in_thread, self._clock, self._sleep = run_in_thread, clock, sleep
        self._max_waiting, self._max_waiting_each, self._rest_factor = max_waiting, max_waiting_each, rest_factor
        self._turn, self._gate = threading.Lock(), gate or nullcontext()
        self._joined = SharedWork()
        self._under_way: Counter[str] = Counter()
        self._rested_at = 0.0

    @property
    def under_way(self) -> int:
        """How many pieces wait or run."""
        return self._under_way.total()

    def under_way_of(self, address: str) -> int:
        """How many pieces of `address` wait or run."""
        return self._under_way[address]

    def do(self, key: Hashable, work: Callable[[], Any], address: str = "", own: bool = False) -> Any:
        """What `work` returns. Calls with the same `key` share one run; `address` is the client's. Work of this process's
        `own`, which no request caused, is never refused and followed by no pause. Raises `Busy` where the lane is full,
        `TooMany` where `address` has its share, and what `work` raises."""
        if _working.get():  # called by work that has its turn
            return work()
        if own:
            return self._joined.do(key, lambda: self._run_in_turn(work, own=True))

        def ordered() -> Any:
            try:
                return self._run_in_turn(work, own=False)
            finally:
                self._leave(address)

        return self._joined.do(key, ordered, lambda: self._admit(address))

    def _run_in_turn(self, work: Callable[[], Any], own: bool) -> Any:
        with self._turn:
            return self._run(work, own)

    def _run(self, work: Callable[[], Any], own: bool) -> Any:
        if not own and (left := self._rested_at - self._clock()) > 0:
            self._sleep(left)
        if own:
            return self._run_in_thread(lambda: _as_work(work))
        with self._gate:
            began = self._clock()
            try:
                return self._run_in_thread(lambda: _as_work(work))
            finally:
                now = self._clock()
                self._rested_at = now + min(self._rest_factor * (now - began), MAX_REST_S)

    def _admit(self, address: str) -> None:
        if self._max_waiting is not None:
            if self._under_way[address] >= self._max_waiting_each:
                raise TooMany(
                    N_("too many requests of this kind at once from your address"), extra={"retry_after_s": 1}
                )
            if self._under_way.total() >= self._max_waiting:
                raise Busy(N_("too many requests of this kind at once"), extra={"retry_after_s": 2})
        self._under_way[address] += 1

    def _leave(self, address: str) -> None:
        self._under_way[address] -= 1
        if self._under_way[address] <= 0:
            del self._under_way[address]


def _as_work(work: Callable[[], Any]) -> Any:
    with _marked():
        return work()


@contextmanager
def _marked() -> Iterator[None]:
    token = _working.set(True)
    try:
        yield
    finally:
        _working.reset(token)


@dataclass(frozen=True)
class Lanes:
    """The lanes of a web process: `front` for the few pages, feeds and sitemaps that everybody opens; `reading` for what each
    article has; `odd` for what hardly anybody needs and anybody can ask for in endless variants. `reading`, `odd` and the
    search share `gate`: each further computing thread would take another share of the interpreter from the loop."""

    front: WorkLane = field(default_factory=WorkLane)
    reading: WorkLane = field(default_factory=WorkLane)
    odd: WorkLane = field(default_factory=WorkLane)
    gate: AbstractContextManager[Any] = field(default_factory=threading.Lock)


def work_lanes(run_in_thread: RunInThread) -> Lanes:
    """The lanes of a web process. The bounds for one address are wide: a whole office or a carrier's customers may share it."""
    gate = threading.Lock()
    return Lanes(
        gate=gate,
        front=WorkLane(run_in_thread),
        reading=WorkLane(run_in_thread, max_waiting=200, max_waiting_each=50, rest_factor=1, gate=gate),
        odd=WorkLane(run_in_thread, max_waiting=16, max_waiting_each=4, rest_factor=3, gate=gate),
    )
