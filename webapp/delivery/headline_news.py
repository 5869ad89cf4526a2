"""Wakes whoever reports what this process serves, as soon as a headline has changed here: the ledger of outlets waits for it."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from webapp.newsroom.events import Event


class HeadlineNews:
    """A sink of the relay; add it after those that send to listeners."""

    def __init__(self) -> None:
        self._came = threading.Event()

    def events(self, events: Sequence[Event]) -> None:
        if any(event.type == "breaking" for event in events):
            self._came.set()

    def snapshot(self) -> None:
        self._came.set()

    def wait(self, seconds: float) -> bool:
        """Whether a headline changed since the last call; returns as soon as one does, after `seconds` at the latest."""
        came = self._came.wait(seconds)
        self._came.clear()
        return came
