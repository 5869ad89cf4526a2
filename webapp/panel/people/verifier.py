"""Where passwords are verified: in two threads, beside the event loop. argon2 lets the others go on meanwhile."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import cached_property

from gevent.monkey import is_module_patched
from gevent.threadpool import ThreadPool

THREADS = 2


class Verifier:
    def run(self, verify: Callable[[], bool]) -> bool:
        """What `verify` answers. Under gevent it runs in a thread, after those who came before."""
        if not is_module_patched("threading"):
            return verify()
        return bool(self._threads.apply(lambda: _behind_others(verify)))

    @cached_property
    def _threads(self) -> ThreadPool:
        """Made in the worker itself, by its first sign-in."""
        return ThreadPool(THREADS)


def _behind_others(verify: Callable[[], bool]) -> bool:
    """On a machine of one core the listeners' thread comes first."""
    with suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 10)
    return verify()
