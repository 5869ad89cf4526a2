"""How often one address may ask: a burst, then a steady rate (GCRA, a leaky bucket). In this process's memory, bounded."""

from __future__ import annotations

import math
from datetime import datetime

from webapp.newsroom.errors import TooMany

MAX_ADDRESSES = 20_000
"""How many addresses are remembered; those that have used nothing up are forgotten first."""


class RateLimiter:
    """One number per address: the time until which it has used up its allowance. Addresses do not affect each other."""

    def __init__(self, per_second: float, burst: int, max_addresses: int = MAX_ADDRESSES) -> None:
        self.pace(per_second, burst)
        self._max_addresses = max_addresses
        self._used: dict[str, float] = {}

    def pace(self, per_second: float, burst: int) -> None:
        """Uses other limits from now on."""
        self._each_s = 1 / per_second
        self._slack_s = burst / per_second

    def take(self, address: str, now: datetime) -> None:
        """Counts one request. Raises `TooMany` with the seconds to wait."""
        at = now.timestamp()
        before = self._used.get(address, 0.0)
        used = (before if before > at else at) + self._each_s
        if used - at > self._slack_s:
            wait_s = max(1, math.ceil(used - at - self._slack_s))
            raise TooMany("too many reads from this address at once; please wait", extra={"retry_after_s": wait_s})
        if address not in self._used and len(self._used) >= self._max_addresses:
            self._forget(at)
        self._used[address] = used

    def _forget(self, at: float) -> None:
        self._used = {address: used for address, used in self._used.items() if used > at}
        while len(self._used) >= self._max_addresses:
            # During an attack from this many addresses the oldest entry is dropped, so nobody is locked out.
            self._used.pop(next(iter(self._used)))

    def __len__(self) -> int:
        return len(self._used)
