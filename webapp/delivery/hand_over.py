"""A process whose board is stale sends its listeners to another host, spread, while a front says that there is a ready one.

    stale for twice `stale_s` ─► ask the front for `/readyz` ─ 200 ─► close some listeners, and ask again
                                                └─ anything else ─► nobody is cut: pages stay, with their age

A host that is cut from the store cannot tell whether the store is away for all. The front can, and it is the way by which its
listeners would come back: what cannot be reached through it takes nobody over.
"""

from __future__ import annotations

import http.client
import json
import threading
import urllib.request
from collections.abc import Callable
from typing import Protocol

import structlog

from webapp.web.health.readiness import Readiness

STEP_S = 1.0
SPREAD_STEPS = 10
"""A crowd is sent away in so many steps, so that another host is not asked by all at once."""

MIN_PER_STEP = 50
ASK_TIMEOUT_S = 2.0
MAX_ANSWER_BYTES = 65_536

log = structlog.get_logger("hand-over")


class Senders(Protocol):
    """What holds listeners of one kind."""

    def listening(self) -> int: ...
    def send_away(self, count: int) -> int:
        """Closes up to `count` connections, which come back through the front; returns how many."""


class HandOver:
    """`step` is one second's work; `start` runs steps in a thread of their own."""

    def __init__(self, readiness: Readiness, ask_front: Callable[[], bool], *senders: Senders) -> None:
        self._readiness = readiness
        self._ask_front = ask_front
        self._senders = senders
        self._per_step = 0

    def step(self) -> int:
        """Returns how many listeners were sent away."""
        readiness = self._readiness
        age = readiness.age_s
        if age is not None and age <= 2 * readiness.stale_s:
            self._end()
            return 0
        readiness.another_is_ready = readiness.is_stale and self._ask_front()
        if not readiness.another_is_ready:
            self._end()
            return 0
        left = sum(one.listening() for one in self._senders)
        if not self._per_step and left:
            self._per_step = max(MIN_PER_STEP, -(-left // SPREAD_STEPS))
            log.warning("listeners are sent to another host, which is ready", listeners=left)
        sent = 0
        for one in self._senders:
            sent += one.send_away(self._per_step - sent)
        return sent

    def _end(self) -> None:
        self._readiness.another_is_ready = False
        self._per_step = 0

    def start(self) -> None:
        threading.Thread(target=self._run, name="hand-over", daemon=True).start()

    def _run(self) -> None:
        while True:
            threading.Event().wait(STEP_S)
            try:
                self.step()
            except Exception:
                log.exception("the hand-over failed")


def asks_front(front_url: Callable[[], str]) -> Callable[[], bool]:
    """Asks the front at `front_url` whether it has a ready host; without an address nobody is known to be ready."""
    straight = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def ask() -> bool:
        front = front_url()
        if not front:
            return False
        try:
            with straight.open(f"{front.rstrip('/')}/readyz", timeout=ASK_TIMEOUT_S) as answer:
                return bool(json.loads(answer.read(MAX_ANSWER_BYTES))["status"] == "ready")
        except (OSError, ValueError, LookupError, TypeError, http.client.HTTPException):
            return False

    return ask
