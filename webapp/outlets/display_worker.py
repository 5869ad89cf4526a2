"""The worker of a surface that shows one thing at a time: the newest current headline, or what is on the air.

A headline that was withdrawn leaves it by what is shown in its place, so its withdrawal is acknowledged by that.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from webapp.newsroom.errors import NewsroomError
from webapp.newsroom.outlets.ledger import (
    Evidence,
    LedgerEntry,
    OutletAction,
    acknowledged,
    asked,
    failed,
    replaced,
    tried,
)
from webapp.newsroom.outlets.plan import wording
from webapp.newsroom.outlets.scene import Scene, scene_of
from webapp.outlets.desk_view import DeskView
from webapp.outlets.outlet import Display, OutletFailed, Rests
from webapp.outlets.worker import Memory, Surface, in_words, may_have_reached
from webapp.store.outlets.ledger import Ledger

LOOK_TIME = timedelta(seconds=30)
"""How often it is asked whether it still shows what it was given: others may write to it, and it may have been restarted."""

log = structlog.get_logger("outlets")


class DisplayWorker:
    """`step` shows what is to be shown, if it is not shown yet."""

    def __init__(
        self,
        surface: Surface,
        display: Display,
        ledger: Ledger,
        view: DeskView,
        station: str,
        now: Callable[[], datetime],
    ) -> None:
        self.surface = surface
        self._display = display
        self._view = view
        self._station = station
        self._now = now
        self._memory = Memory(surface, ledger, view)
        self._looked_at: datetime | None = None

    def step(self, token: str) -> bool:
        """Whether something was shown. Raises `StoreAway` and `LeaseLost`; what the surface fails at is noted."""
        memory, now = self._memory, self._now()
        memory.take_up(token, now)
        scene = scene_of(self._view.board(now), self.surface.config, self._station)
        leaving = [entry for entry in memory.entries.values() if entry.may_show and not _is_of(scene, entry)]
        if memory.state.showing == scene.key and not leaving and self._confirmed(scene, now):
            if memory.state.waiting:
                memory.put(now, (), waiting=0)
            return False
        if memory.rests(now, is_urgent=any(self._is_freshly_withdrawn(entry) for entry in leaving)):
            if memory.state.waiting != 1 + len(leaving):
                memory.put(now, self._asked(scene, leaving), waiting=1 + len(leaving))
            return False
        self._show(scene, leaving)
        return False

    def rest(self) -> None:
        """Another process leads."""
        if isinstance(self._display, Rests):
            self._display.rest()

    def _confirmed(self, scene: Scene, now: datetime) -> bool:
        """Whether the surface shows `scene` still; asked now and then only."""
        if self._looked_at is not None and now - self._looked_at < LOOK_TIME:
            return True
        self._looked_at = now
        try:
            return in_words(self.surface, lambda: self._display.still_shows(scene))
        except NewsroomError as error:
            self._memory.note_failure(error, self._now())
            self._memory.put(now, ())
            return True  # not known

    def _asked(self, scene: Scene, leaving: list[LedgerEntry]) -> list[LedgerEntry]:
        """The entries of all that this change of scene is about, with what is asked for each."""
        rows = []
        if scene.headline and (record := self._view.record(scene.headline.id)):
            entry = self._memory.entries.get(record.id) or LedgerEntry(headline=record.id)
            if not _was_shown(entry, scene.headline.rev):
                action: OutletAction = "corrected" if entry.shown else "published"
                entry = asked(entry, action, scene.headline.rev, wording(record).at)
            rows.append(entry)
        return rows + [self._leaving(entry) for entry in leaving]

    def _is_freshly_withdrawn(self, entry: LedgerEntry) -> bool:
        step = self._leaving(entry).last
        return step is not None and step.action == "withdrawn" and not step.tries

    def _leaving(self, entry: LedgerEntry) -> LedgerEntry:
        record = self._view.record(entry.headline)
        if record is None or record.revisions[-1].action != "withdrawn":
            return entry
        return asked(entry, "withdrawn", record.item.rev, wording(record).at)

    def _show(self, scene: Scene, leaving: list[LedgerEntry]) -> None:
        memory = self._memory
        before = self._asked(scene, leaving)
        memory.state = memory.state.model_copy(update={"showing": None})  # until it is acknowledged nobody knows
        memory.put(self._now(), [_tried(entry) for entry in before], waiting=len(before) or 1)
        try:
            evidence = in_words(self.surface, lambda: self._display.show(scene, self._now()))
        except NewsroomError as error:
            memory.note_failure(error, self._now())
            reached = may_have_reached(error)
            off = isinstance(error, OutletFailed) and error.shows_nothing
            gone = Evidence(text=error.message)
            rows = [
                self._done(entry, scene, gone, self._now())
                if off and not _is_of(scene, entry)
                else failed(entry, error.message, was_unsure=was.unsure, reached=reached, for_good=False)
                for was, entry in ((one, memory.entries[one.headline]) for one in before)
                if off or _open_step(entry)
            ]
            memory.put(self._now(), rows)
            return
        now = self._looked_at = self._now()
        memory.note_success(now)
        memory.state = memory.state.model_copy(update={"showing": scene.key})
        memory.put(now, [self._done(entry, scene, evidence, now) for entry in before], waiting=0)
        log.info("shown", outlet=self.surface.id, headline=scene.headline and scene.headline.id, evidence=evidence.text)

    def _done(self, entry: LedgerEntry, scene: Scene, evidence: Evidence, now: datetime) -> LedgerEntry:
        entry = self._memory.entries[entry.headline]
        if _open_step(entry):
            return acknowledged(entry, evidence, now)
        if _is_of(scene, entry):  # it was shown before, and is again
            assert scene.headline
            return entry.model_copy(update={"shown": scene.headline.rev, "ended_at": None})
        return replaced(entry, now)


def _is_of(scene: Scene, entry: LedgerEntry) -> bool:
    return scene.headline is not None and scene.headline.id == entry.headline


def _was_shown(entry: LedgerEntry, rev: int) -> bool:
    return any(step.rev == rev and step.acknowledged_at and step.action != "withdrawn" for step in entry.steps)


def _open_step(entry: LedgerEntry) -> bool:
    return entry.last is not None and entry.last.acknowledged_at is None


def _tried(entry: LedgerEntry) -> LedgerEntry:
    return tried(entry) if _open_step(entry) else entry
