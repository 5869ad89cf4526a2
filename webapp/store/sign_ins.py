"""The counts of tried passwords, in the store, so that all workers share them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import datetime

from webapp.newsroom.errors import TooMany
from webapp.newsroom.sign_in_limits import FORGOTTEN_S, Counter
from webapp.store import keys
from webapp.store.connection import Store, script, told_when_away


class SignIns:
    """Raises `StoreAway`."""

    def __init__(self, store: Store) -> None:
        self._try = script(store, "sign_in")
        self._right = script(store, "signed_in")

    def count(self, counters: Sequence[Counter], now: datetime) -> None:
        """Counts a try before its password is looked at. Raises `TooMany`, saying when to come back; then none is."""
        args: list[str | int] = [_ms(now), FORGOTTEN_S * 1000]
        for counter in counters:
            limit = counter.limit
            args += [limit.kind, limit.free, limit.wait_s * 1000, limit.longest_s * 1000]
        with told_when_away():
            wait_ms = int(self._try(keys=_keys(counters), args=args))
        if wait_ms > 0:
            wait_s = math.ceil(wait_ms / 1000)
            raise TooMany("too many tries; wait, then try again", extra={"retry_after_s": wait_s})

    def was_right(self, counters: Sequence[Counter], now: datetime) -> None:
        """Takes a counted try back: its password was the right one."""
        args: list[str | int] = [_ms(now)]
        for counter in counters:
            args += [counter.limit.kind, counter.limit.wait_s * 1000]
        with told_when_away():
            self._right(keys=_keys(counters), args=args)


def _keys(counters: Sequence[Counter]) -> list[str]:
    return [keys.tried(counter.who) for counter in counters]


def _ms(now: datetime) -> int:
    return int(now.timestamp() * 1000)
