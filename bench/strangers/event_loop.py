"""The application with its event loop measured: `GET /bench/turns` answers the longest turn since the last request, in ms.

A turn is what the loop's thread computes from one poll to the next, in CPU time, so it is comparable on a busy machine.
"""

from __future__ import annotations

import time
from typing import Any

from gevent import get_hub

from webapp.wsgi import app

__all__ = ["app"]


class Loop:
    """`longest` turn in seconds; `watch` begins, in the process and thread whose loop it is."""

    def __init__(self) -> None:
        self.longest = self._at = 0.0
        self._watcher: Any = None

    def watch(self) -> None:
        if self._watcher is None:
            self._watcher = get_hub().loop.check()
            self._watcher.start(self._polled)

    def _polled(self) -> None:
        now = time.thread_time()
        if self._at:
            self.longest = max(self.longest, now - self._at)
        self._at = now


_loop = Loop()


@app.get("/bench/turns")
def turns() -> str:
    _loop.watch()
    longest, _loop.longest = _loop.longest, 0.0
    return str(longest * 1000)
