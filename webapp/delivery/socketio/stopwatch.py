"""How long headlines take from their push to the sockets of this process's listeners."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from time import perf_counter

from webapp.delivery.audience import Audience
from webapp.delivery.socketio.fanout import Written
from webapp.newsroom.events import BreakingChange, Event
from webapp.newsroom.listeners.deliveries import Delivered, thinned


class Stopwatch:
    """Used by one thread, broadcast by broadcast. The push is when the desk decided it, by the clock of its machine."""

    def __init__(self, audience: Audience, process: str, now: Callable[[], datetime]) -> None:
        self._audience, self._process, self._now = audience, process, now
        self._events: list[tuple[Event, BreakingChange]] = []
        self._began = (now(), 0.0)

    def start(self, events: Sequence[Event]) -> Written | None:
        """What the broadcast of `events` is to fill; `None` where none of them is worth measuring."""
        read = ((event, event.content) for event in events if event.type == "breaking")
        self._events = [
            (event, body) for event, body in read if isinstance(body, BreakingChange) and body.action != "expired"
        ]
        if not self._events:
            return None
        self._began = self._now(), perf_counter()
        return []

    def stop(self, written: Written) -> None:
        """Keeps what was measured of the broadcast for the store."""
        at, began = self._began
        so_far, points = 0, []
        for moment, listeners in written:
            so_far += listeners
            points.append((moment - began, so_far))
        for event, body in self._events:
            before = max(0.0, (at - event.at).total_seconds())
            in_ms = thinned([(round((before + since) * 1000), count) for since, count in points])
            self._audience.delivered(
                Delivered(
                    id=body.item.id,
                    seq=event.seq,
                    action=body.action,
                    at=event.at,
                    process=self._process,
                    written=in_ms,
                )
            )
