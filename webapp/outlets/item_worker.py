"""The worker of a surface that keeps headlines: publishes, corrects and withdraws them one by one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import structlog

from webapp.newsroom.errors import NewsroomError, StoreAway
from webapp.newsroom.outlets.ledger import Evidence, LedgerEntry, acknowledged, asked, failed, tried
from webapp.newsroom.outlets.plan import Task
from webapp.outlets.desk_view import DeskView
from webapp.outlets.outlet import OnlyLooks, Outlet, OutletFailed, OutletRefused
from webapp.outlets.worker import Memory, Surface, in_words, may_have_reached
from webapp.store.outlets.ledger import Ledger

TRIES_IN_A_ROW = 5
"""After so many tries a headline lets those behind it go first: the surface may have something against it alone."""

log = structlog.get_logger("outlets")


class ItemWorker:
    """`step` does the first thing that is due on one surface, or all that is due where it only looks."""

    def __init__(
        self, surface: Surface, outlet: Outlet, ledger: Ledger, view: DeskView, now: Callable[[], datetime]
    ) -> None:
        self.surface = surface
        self._outlet = outlet
        self._only_looks = isinstance(outlet, OnlyLooks)
        self._now = now
        self._memory = Memory(surface, ledger, view)

    def step(self, token: str) -> bool:
        """Whether something was done. Raises `StoreAway` and `LeaseLost`; what the surface fails at is noted."""
        memory, now = self._memory, self._now()
        memory.take_up(token, now)
        tasks = memory.due(now)
        if not tasks:
            if memory.state.waiting:
                memory.put(now, (), waiting=0)
            return False
        if memory.rests(now, is_urgent=_is_fresh_withdrawal(tasks[0])):
            fresh = [noted for task in tasks if (noted := _asked(task)) != task.entry]
            if fresh or memory.state.waiting != len(tasks):
                memory.put(now, fresh, waiting=len(tasks))
            return False
        if self._only_looks:  # nothing is sent, so a burst is looked after in one step
            return all(self._do(task, left, now) for left, task in zip(range(len(tasks), 0, -1), tasks, strict=True))
        chosen = tasks[0] if _is_fresh_withdrawal(tasks[0]) else min(tasks, key=_patience)
        return self._do(chosen, len(tasks), now)

    def rest(self) -> None:
        """Another process leads: nothing to stop here."""

    def _do(self, task: Task, waiting: int, now: datetime) -> bool:
        memory = self._memory
        before = _asked(task)
        if self._only_looks:
            memory.note([tried(before)], waiting=waiting)
        else:  # put down before it is tried: whoever comes after a kill knows that it may have happened
            memory.put(now, [tried(before)], waiting=waiting)
        entry = memory.entries[task.item.id]
        task = Task(task.action, task.item, task.rev, task.asked_at, before)
        try:
            evidence = in_words(self.surface, lambda: self._call(task))
        except StoreAway:
            raise
        except NewsroomError as error:
            for_good = isinstance(error, OutletRefused) and task.action != "withdrawn"
            memory.note_failure(error, self._now(), pause=not for_good)
            noted = failed(
                entry, error.message, was_unsure=before.unsure, reached=may_have_reached(error), for_good=for_good
            )
            if isinstance(error, OutletFailed) and error.handle:
                noted = noted.model_copy(update={"handle": error.handle})
            memory.put(self._now(), [noted])
            return for_good
        now = self._now()
        memory.note_success(now)
        if self._only_looks and waiting > 1:  # a burst is written as one, with its last
            memory.note([acknowledged(entry, evidence, now)], waiting=waiting - 1)
        else:
            memory.put(now, [acknowledged(entry, evidence, now)], waiting=waiting - 1)
        log.info(task.action, outlet=self.surface.id, headline=task.item.id, rev=task.rev, evidence=evidence.text)
        return True

    def _call(self, task: Task) -> Evidence:
        do = {
            "published": self._outlet.publish,
            "corrected": self._outlet.correct,
            "withdrawn": self._outlet.withdraw,
        }
        return do[task.action](task)


def _asked(task: Task) -> LedgerEntry:
    return asked(task.entry, task.action, task.rev, task.asked_at)


def _is_fresh_withdrawal(task: Task) -> bool:
    """Whether a withdrawal has not been tried yet: it does not wait for the end of a pause that began before it."""
    step = task.entry.last
    return task.action == "withdrawn" and (step is None or step.action != "withdrawn" or not step.tries)


def _patience(task: Task) -> int:
    step = task.entry.last
    return step.tries // TRIES_IN_A_ROW if step and step.acknowledged_at is None else 0
