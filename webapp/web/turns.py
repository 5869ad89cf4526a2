"""Work that a stranger can order, done off the event loop: by turns, in a thread, once for all who want the same.

asked ─► is it being done already? ─ yes ─► its outcome, shared
               └─ no ─► room in the queue? ─► its turn ─► done elsewhere ─► a rest, if strangers ordered it
                                └─ no ─► `Busy`, or `TooMany` for one address

A thread that computes takes the interpreter's lock from the loop each time the loop lets go of it, for as long as
`sys.getswitchinterval()`; a loop that sends to thousands lets go thousands of times. So few threads work at once, and a lane
of strangers rests for a multiple of its work: however many ask, the loop has the rest of the time for itself.
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

from webapp.newsroom.errors import Busy, TooMany

Elsewhere = Callable[[Callable[[], Any]], Any]
"""Runs what it is given where that may take its time, and returns what that returns (a thread, under gevent)."""

LONGEST_REST_S = 1.0
"""Work that took longer had to wait for something else than the processor."""

_working: ContextVar[bool] = ContextVar("working", default=False)


def here(work: Callable[[], Any]) -> Any:
    """Runs `work` at once, in the caller's own thread or greenlet."""
    return work()


class _Job:
    """Work under way; whoever wants the same waits for it."""

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
        if self._error:  # whoever did it was ended in the middle
            raise Busy("this was interrupted; please ask again", extra={"retry_after_s": 1})
        return self._result


class Joined:
    """Work that is done once for all who want the same at a time."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._jobs: dict[Hashable, _Job] = {}

    def do(self, key: Hashable, work: Callable[[], Any], admit: Callable[[], None] | None = None) -> Any:
        """What `work` returns or raises; `key` says what it is. `admit` is asked before it begins, not before it is joined."""
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


class Turns:
    """One lane: one piece of work at a time.

    `waiting` and `waiting_each` bound how many pieces, of all and of one address, may be under way or wait; `None`: the
    work is of a kind of which there is little. Of lanes with one `gate` one works at a time. Each piece of work is followed
    by a pause `rest` times as long.
    """

    def __init__(
        self,
        elsewhere: Elsewhere = here,
        waiting: int | None = None,
        waiting_each: int = 4,
        rest: float = 0.0,
        gate: AbstractContextManager[Any] | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._elsewhere, self._clock, self._sleep = elsewhere, clock, sleep
        self._waiting, self._waiting_each, self._rest = waiting, waiting_each, rest
        self._turn, self._gate = threading.Lock(), gate or nullcontext()
        self._joined = Joined()
        self._of: Counter[str] = Counter()
        self._rested_at = 0.0

    @property
    def under_way(self) -> int:
        """Pieces of work that were ordered and are not done."""
        return self._of.total()

    def of(self, who: str) -> int:
        """The same, ordered by the address `who`."""
        return self._of[who]

    def do(self, key: Hashable, work: Callable[[], Any], who: str = "", own: bool = False) -> Any:
        """What `work` returns; `key` says what it is. `own` work, that nobody outside ordered, is never refused and needs no
        rest. Raises `Busy`, `TooMany`, and what `work` raises."""
        if _working.get():  # part of work that has its turn
            return work()
        if own:
            return self._joined.do(key, lambda: self._in_turn(work, own=True))

        def ordered() -> Any:
            try:
                return self._in_turn(work, own=False)
            finally:
                self._leave(who)

        return self._joined.do(key, ordered, lambda: self._admit(who))

    def _in_turn(self, work: Callable[[], Any], own: bool) -> Any:
        with self._turn:
            return self._now(work, own)

    def _now(self, work: Callable[[], Any], own: bool) -> Any:
        if not own and (left := self._rested_at - self._clock()) > 0:
            self._sleep(left)
        if own:
            return self._elsewhere(lambda: _as_work(work))
        with self._gate:
            began = self._clock()
            try:
                return self._elsewhere(lambda: _as_work(work))
            finally:
                now = self._clock()
                self._rested_at = now + min(self._rest * (now - began), LONGEST_REST_S)

    def _admit(self, who: str) -> None:
        if self._waiting is not None:
            if self._of[who] >= self._waiting_each:
                raise TooMany("too many requests of this kind at once from your address", extra={"retry_after_s": 1})
            if self._of.total() >= self._waiting:
                raise Busy("too many requests of this kind at once", extra={"retry_after_s": 2})
        self._of[who] += 1

    def _leave(self, who: str) -> None:
        self._of[who] -= 1
        if self._of[who] <= 0:
            del self._of[who]


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
    """`front`: what there are few of, made anew as news come (pages, feeds, maps); `reading`: what each article has;
    `odd`: what hardly anybody wants and anybody can order endlessly many of. What strangers order, searches too, goes through
    `gate`: each thread more that computes would take another share of the interpreter from the loop."""

    front: Turns = field(default_factory=Turns)
    reading: Turns = field(default_factory=Turns)
    odd: Turns = field(default_factory=Turns)
    gate: AbstractContextManager[Any] = field(default_factory=threading.Lock)


def lanes(elsewhere: Elsewhere) -> Lanes:
    """The lanes of a web process. A whole office, or a carrier's customers, may come from one address."""
    gate = threading.Lock()
    return Lanes(
        gate=gate,
        front=Turns(elsewhere),
        reading=Turns(elsewhere, waiting=200, waiting_each=50, rest=1, gate=gate),
        odd=Turns(elsewhere, waiting=16, waiting_each=4, rest=3, gate=gate),
    )
