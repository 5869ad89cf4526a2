"""A process that has seen a history does not go back to an older one, of a primary that was frozen and woke.

An epoch ends in when it began, and each begins later than the one before it (`epoch.lua`). So one that began earlier is
refused, unless nothing else is met for a while: then the store was put back, from a backup on another machine, say.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from webapp.newsroom.errors import StoreAway

OLDER_FOR_S = 15.0
"""A primary that wakes takes writes for ten seconds, until a Sentinel makes a replica of it."""

REASON = "it is a former primary, which has not noticed yet that it was replaced"


class Fence:
    """`check` raises `StoreAway` for an epoch of the past."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._newest = 0
        self._older_since: float | None = None

    def check(self, epoch: str) -> None:
        """Takes note of the epoch that was met."""
        began = began_at(epoch)
        if began >= self._newest:
            self._newest, self._older_since = began, None
            return
        now = self._clock()
        if self._older_since is None:
            self._older_since = now
        if now - self._older_since < OLDER_FOR_S:
            raise StoreAway("the store was replaced by another, and nothing is confirmed by this one", reason=REASON)
        self._newest, self._older_since = began, None


def began_at(epoch: str) -> int:
    """When it began, for comparing; 0 where it does not say."""
    try:
        return int(epoch.rpartition("-")[2], 16)
    except ValueError:
        return 0
