"""One timer for the pings of all listeners: each tick pings one slot of them and checks another slot for answers."""

from __future__ import annotations

from typing import Generic, Protocol, TypeVar

TICKS_PER_S = 4


class Pingable(Protocol):
    """A listener, as the wheel sees it; the wheel sets `slot`."""

    slot: int

    def ping(self) -> None: ...
    def check(self) -> None:
        """Called `ping_timeout_s` after each `ping`."""


P = TypeVar("P", bound=Pingable)


class Wheel(Generic[P]):
    """Pings each listener every `interval_s` seconds. Newcomers are spread over the slots, so that a crowd is not pinged at
    once."""

    def __init__(self, interval_s: float, timeout_s: float) -> None:
        count = max(2, round(interval_s * TICKS_PER_S))
        self.tick_s = interval_s / count
        self._slots: list[set[P]] = [set() for _ in range(count)]
        self._late = min(count - 1, max(1, round(timeout_s / self.tick_s)))
        self._hand = 0
        self._next_offset = 0

    def add(self, one: P) -> None:
        # Counted down from the slot just pinged, so that the first ping of a newcomer is up to an interval away.
        self._next_offset = (self._next_offset - 1) % len(self._slots)
        one.slot = (self._hand + self._next_offset) % len(self._slots)
        self._slots[one.slot].add(one)

    def remove(self, one: P) -> None:
        self._slots[one.slot].discard(one)

    def tick(self) -> None:
        self._hand = (self._hand + 1) % len(self._slots)
        for one in tuple(self._slots[self._hand - self._late]):
            one.check()
        for one in tuple(self._slots[self._hand]):
            one.ping()
