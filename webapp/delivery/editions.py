"""Events and snapshots in their encoded form, encoded once for all listeners."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from datetime import datetime

from webapp.delivery.replayed import replayed
from webapp.delivery.wire import Encoded, Forms, encode, joined
from webapp.newsroom.events import Event
from webapp.store.board.replica import RING_EVENTS, Replica

MAX_GREETINGS, MAX_EVENTS_KEPT = 32, 64
"""Greetings kept at a time, each of so many events at the most. After an outage nearly all listeners had the same last event."""

Place = tuple[str, int]


class Editions:
    """The encoded events, snapshot and greetings of one replica."""

    def __init__(self, replica: Replica, now: Callable[[], datetime]) -> None:
        self._replica = replica
        self._now = now
        self._events: OrderedDict[tuple[str, int], Encoded] = OrderedDict()
        self._snapshot: tuple[object, Encoded] | None = None
        self._greetings: dict[Place | None, Forms] = {}
        self._greetings_of: object = None
        self._retellings: dict[Place, Encoded] = {}
        self._retold_of: Place | None = None

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
        key = self._moment(now)
        if self._snapshot is None or self._snapshot[0] != key:
            self._snapshot = (key, encode("snapshot", self._replica.visible(now).public(now)))
        return self._snapshot[1]

    def _moment(self, now: datetime) -> object:
        """Changes with all that is shown, and every second."""
        return (self._replica.version(now), int(now.timestamp()))

    def greeting(self, place: object) -> Forms:
        """The frames of `catch_up` in one piece, for a client that connects with `place`, which is `{"epoch", "seq"}` or
        anything else. They are made once for all who come within a second and had the same event last."""
        moment = self._moment(self._now())
        if moment != self._greetings_of:
            self._greetings_of = moment
            self._greetings.clear()
        at = _place(place)
        known = self._greetings.get(at)
        if known is not None:
            return known
        frames = self.catch_up(*(at or (None, None)))
        made = joined(frames)
        if len(self._greetings) < MAX_GREETINGS and len(frames) <= MAX_EVENTS_KEPT:
            self._greetings[at] = made
        return made

    def catch_up(self, epoch: object, seq: object, *, across_epochs: bool = True) -> list[Encoded]:
        """What a listener at `(epoch, seq)` missed, in order, or one snapshot where that is not known, or where it is events
        `across_epochs` and the listener does not follow these.

        Both values come from a client and may be of any type.
        """
        place = _place({"epoch": epoch, "seq": seq})
        if place and (across_epochs or epoch == self._replica.board.epoch):
            missed = self._replica.missed(*place)
            if missed is not None:
                return self.replayed(missed)
        return [self.snapshot()]

    def replayed(self, missed: Sequence[Event]) -> list[Encoded]:
        """The events up to the newest one, without the words of what does not stand any more."""
        told = replayed(missed)
        return [
            self.event(event) if event is was else self._retold(event) for event, was in zip(told, missed, strict=True)
        ]

    def _retold(self, event: Event) -> Encoded:
        """Made once for all who come back until the next event."""
        board = self._replica.board
        if self._retold_of != (board.epoch, board.seq):
            self._retold_of = (board.epoch, board.seq)
            self._retellings.clear()
        key = (event.epoch, event.seq)
        made = self._retellings.get(key)
        if made is None:
            made = self._retellings[key] = encode(event.type, event.wire())
        return made


def _place(given: object) -> Place | None:
    """The place that a client has said; `None` where it said none, or something else."""
    if not isinstance(given, dict):
        return None
    epoch, seq = given.get("epoch"), given.get("seq")
    return (epoch, seq) if isinstance(epoch, str) and isinstance(seq, int) and not isinstance(seq, bool) else None
