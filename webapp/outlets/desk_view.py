"""What workers know of the newsroom: this process's replica, woken by the relay whenever a headline changes."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from datetime import datetime

from webapp.newsroom.board import Board
from webapp.newsroom.events import Event
from webapp.newsroom.headlines.record import HeadlineRecord, revision_of
from webapp.store.board.replica import Replica

Position = tuple[str, int]
"""Epoch and seq of an event."""

MAX_POSITIONS = 500


class DeskView:
    """A sink of the relay. Threads may read it while the relay's thread feeds it."""

    def __init__(self, replica: Replica, now: Callable[[], datetime]) -> None:
        self._replica = replica
        self._now = now
        self._positions: dict[tuple[str, int], Position] = {}
        self._changed = threading.Condition()
        self._edition = 0

    @property
    def loaded(self) -> bool:
        """Whether the board is here: before that nothing can be due."""
        return self._replica.heard_at is not None

    def events(self, events: Sequence[Event]) -> None:
        for event in events:
            if revision := revision_of(event):
                self._positions[revision.item.id, revision.item.rev] = (event.epoch, event.seq)
        while len(self._positions) > MAX_POSITIONS:
            del self._positions[next(iter(self._positions))]
        self._wake()

    def snapshot(self) -> None:
        self._wake()

    def _wake(self) -> None:
        with self._changed:
            self._edition += 1
            self._changed.notify_all()

    def wait(self, edition: int, seconds: float) -> int:
        """Returns the edition once it is another than `edition`, after `seconds` at the latest."""
        with self._changed:
            self._changed.wait_for(lambda: self._edition != edition, seconds)
            return self._edition

    def board(self, now: datetime) -> Board:
        """As it may be shown at `now`."""
        return self._replica.visible(now)

    def current(self, now: datetime) -> list[HeadlineRecord]:
        """The records of the headlines on the board."""
        found = (self._replica.headlines.get(item.id) for item in self.board(now).breaking)
        return [record for record in found if record is not None]

    def record(self, headline: str) -> HeadlineRecord | None:
        return self._replica.headlines.get(headline)

    def position(self, headline: str, rev: int) -> Position:
        """The event by which the headline got its revision `rev`, or the newest that is known here."""
        board = self._replica.board
        return self._positions.get((headline, rev), (board.epoch, board.seq))
