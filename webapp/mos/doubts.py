"""Running orders that have to be asked for again: unknown ones, and those of which a message may be missing."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable

ASK_AGAIN_S = 30.0
"""A running order is asked for at most this often, however much is in doubt."""

MAX_DOUBTS = 1_000
"""A peer that names more unknown running orders than this is not believed."""


class Doubts:
    """What is to be asked, and when: a set with a pace. Any thread may add."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._wanted: set[str] = set()
        self._asked: dict[str, float] = {}
        self._all = True
        self.new = threading.Event()

    def add(self, order_ids: Iterable[str]) -> None:
        """These running orders may not be what the other end has."""
        with self._lock:
            for order_id in order_ids:
                if len(self._wanted) < MAX_DOUBTS:
                    self._wanted.add(order_id)
        self.new.set()

    def add_all(self) -> None:
        """Nothing is certain: ask which there are, then for each."""
        with self._lock:
            self._all = True
        self.new.set()

    def take_all(self) -> bool:
        """Whether all are to be asked for; once."""
        with self._lock:
            was, self._all = self._all, False
            return was

    def take(self) -> str | None:
        """A running order to ask for now; `None` while there is none, or none yet."""
        with self._lock:
            self.new.clear()
            now = self._clock()
            self._asked = {name: at for name, at in self._asked.items() if now - at < ASK_AGAIN_S}
            due = next((name for name in sorted(self._wanted) if name not in self._asked), None)
            if due is not None:
                self._wanted.discard(due)
                self._asked[due] = now
            return due
