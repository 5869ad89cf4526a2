"""Events and snapshots in their encoded form, encoded once for all listeners."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime

from webapp.delivery.wire import Encoded, encode
from webapp.newsroom.events import Event
from webapp.store.board.replica import RING_EVENTS, Replica


class Editions:
    """The encoded events and snapshot of one replica."""

    def __init__(self, replica: Replica, now: Callable[[], datetime]) -> None:
        self._replica = replica
        self._now = now
        self._events: OrderedDict[tuple[str, int], Encoded] = OrderedDict()
        self._snapshot: tuple[object, Encoded] | None = None

    def event(self, event: Event) -> Encoded:
        """`event`, encoded on its first use."""
        key = (event.epoch, event.seq)
        made = self._events.get(key)
        if made is None:
            made = self._events[key] = encode(event.type, event.wire())
            if len(self._events) > RING_EVENTS:
                self._events.popitem(last=False)
        return made

    def snapshot(self) -> Encoded:
        """The whole board. Its `now` is right to the second, so that a crowd coming back at once shares the bytes."""
        now = self._now()
        key = (self._replica.version(now), int(now.timestamp()))
        if self._snapshot is None or self._snapshot[0] != key:
            self._snapshot = (key, encode("snapshot", self._replica.visible(now).public(now)))
        return self._snapshot[1]

    def catch_up(self, epoch: object, seq: object, *, across_epochs: bool = True) -> list[Encoded]:
        """What a listener at `(epoch, seq)` missed, in order, or one snapshot where that is not known, or where it is events
        `across_epochs` and the listener does not follow these.

        Both values come from a client and may be of any type.
        """
        follows = across_epochs or epoch == self._replica.board.epoch
        if follows and isinstance(epoch, str) and isinstance(seq, int) and not isinstance(seq, bool):
            missed = self._replica.missed(epoch, seq)
            if missed is not None:
                return [self.event(event) for event in missed]
        return [self.snapshot()]
