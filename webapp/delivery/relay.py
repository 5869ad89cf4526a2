"""The relay: reads the log into this process's replica and passes the events on to listeners, in order and without a gap.

While the store is away it retries, and the replica keeps answering; nothing is lost, since it resumes at its position.
Events of a newer build are passed on too; the board is then loaded from the store, where the newer build has written it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

import structlog

from webapp.newsroom.board import Board, Former
from webapp.newsroom.errors import NewerBuild, StoreAway
from webapp.newsroom.events import Event
from webapp.newsroom.schedule.grid.grid import Grid
from webapp.store.articles.articles import Articles
from webapp.store.board.epochs import formers_of
from webapp.store.board.log import Log, Missed
from webapp.store.board.replica import Replica
from webapp.store.board.revisions import Revisions
from webapp.store.schedule.rundown import Rundown

LOG_WAIT_S = 1.0
"""The longest wait for an event; a flushed log is noticed after this at the latest."""

PRIMARY_LOOK_S = 1.0
"""How often the Sentinels are asked where the primary is. One that was replaced on purpose answers on for ten seconds, and says
that there is nothing new."""

RETRY_S = 0.25
"""Pause between attempts while the store is away."""

log = structlog.get_logger("relay")


class Sink(Protocol):
    """Passes events on to listeners of one kind."""

    def events(self, events: Sequence[Event]) -> None:
        """The next events, and a word where another epoch goes on from this one; the replica has them already."""

    def snapshot(self) -> None:
        """The history is another, or the gap was too wide: all listeners need the whole board."""


class Relay:
    """`pump_once` is one step; `start` runs steps in a thread of their own until `stop`."""

    def __init__(
        self,
        store_log: Log,
        articles: Articles,
        rundown: Rundown,
        revisions: Revisions,
        replica: Replica,
        now: Callable[[], datetime],
    ) -> None:
        self._log = store_log
        self._articles = articles
        self._revisions = revisions
        self._rundown = rundown
        self._replica = replica
        self._now = now
        self._sinks: list[Sink] = []
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self._away = False
        self._reload = False
        self._beyond = False

    def add(self, sink: Sink) -> None:
        self._sinks.append(sink)

    def pump_once(self, wait_s: float = LOG_WAIT_S) -> bool:
        """Waits up to `wait_s` seconds for events, applies them and passes them on. False while the store is away, or where a
        newer build wrote what this one cannot read."""
        try:
            board = self._replica.board
            # At first, and where an entry could not be applied, the whole board is loaded.
            reload = self._reload or not board.epoch
            missed = self._log.since("", 0) if reload else self._log.news(board.epoch, board.seq, wait_s)
            self._reload = False
            self._apply(missed)
        except NewerBuild as error:
            if not self._reload:
                log.error("cannot be read", why=error.message)
            self._reload = True
            return False
        except StoreAway as error:
            if not self._away:
                log.warning("store away", error=error.reason)
            self._away = True
            return False
        if self._away:
            log.info("store back", epoch=missed.epoch, seq=missed.top)
        self._away = False
        return True

    def _apply(self, missed: Missed) -> None:
        now = self._now()
        if missed.board is not None:
            shown = [item.id for item in missed.board.breaking]
            self._replica.replace(
                missed.board, list(self._articles.every()), self._grid(), list(self._revisions.records(shown))
            )
            self._replica.confirm(now)
            self._beyond = False
            for sink in self._sinks:
                sink.snapshot()
            return
        was = self._replica.board
        slugs = {str(event.body.get("slug")) for event in missed.events if event.type == "article"}
        self._replica.put_articles(self._articles.shown(sorted(slugs)))
        if any(event.type == "schedule" for event in missed.events):
            self._replica.grid = self._grid()
        for event in missed.events:
            self._replica.apply(event)
        if missed.succeeds is not None:
            self._go_on(missed.epoch, missed.succeeds, missed.top)
        self._replica.confirm(now)
        self._beyond = self._beyond or missed.beyond
        if self._beyond:
            self._catch_up()
        self._tell(was, missed)

    def _go_on(self, epoch: str, succeeds: tuple[Former, ...], top: int) -> None:
        """The history goes on under another epoch: listeners who have it all need no board."""
        here = self._replica.board
        if here.seq == top:
            log.info("another epoch goes on", epoch=epoch, seq=top)
        else:  # more events than one answer holds
            epoch, succeeds = here.epoch, formers_of(here.epoch, epoch, succeeds)
        self._replica.follow(epoch, succeeds)

    def _tell(self, was: Board, missed: Missed) -> None:
        events: Sequence[Event] | None = missed.events
        if missed.succeeds is not None:
            events = self._replica.missed(was.epoch, was.seq)
        for sink in self._sinks:
            if events is None:
                sink.snapshot()
            elif events:
                sink.events(events)

    def _grid(self) -> Grid:
        try:
            return self._rundown.grid()
        except NewerBuild as error:
            log.error("the grid stays as it is", why=error.message)
            return self._replica.grid

    def _catch_up(self) -> None:
        """Loads the board that a newer build has written, as soon as it is of the same event as the replica."""
        try:
            whole = self._log.since("", 0)
        except NewerBuild:
            self._beyond = False  # the events are all that can be read
            return
        here = self._replica.board
        if whole.board and (whole.epoch, whole.top) == (here.epoch, here.seq):
            if not whole.damaged:
                self._replica.refresh(whole.board)
            self._beyond = False

    def start(self) -> None:
        self._thread = threading.Thread(target=self._run, name="relay", daemon=True)
        self._thread.start()
        threading.Thread(target=self._look_for_primary, name="primary", daemon=True).start()

    def stop(self) -> None:
        self._stopping.set()

    def _look_for_primary(self) -> None:
        """Apart from the relay's own turns: a Sentinel may take its time, and news does not wait for that."""
        while not self._stopping.wait(PRIMARY_LOOK_S):
            self._log.look_for_primary()

    def _run(self) -> None:
        self._replica.followed = True
        while not self._stopping.is_set():
            if not self.step():
                self._stopping.wait(RETRY_S)

    def step(self) -> bool:
        """`pump_once` without its errors. False where the next attempt should wait a little."""
        try:
            return self.pump_once()
        except Exception:
            # One entry that cannot be read must not stop the relay: log it and load the whole board.
            log.exception("relay step failed")
            self._reload = True
            return False
