"""Verifies passwords in two threads off the event loop; argon2 releases the interpreter's lock meanwhile."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import cached_property

from gevent.monkey import is_module_patched
from gevent.threadpool import ThreadPool

VERIFIER_THREADS = 2


class Verifier:
    """A small pool of threads of its own, so that passwords do not wait behind other work."""

    def run(self, verify: Callable[[], bool]) -> bool:
        """The result of `verify`. Under gevent it runs in a thread of the pool, in order of arrival."""
        if not is_module_patched("threading"):
            return verify()
        return bool(self._threads.apply(lambda: _behind_others(verify)))

    @cached_property
    def _threads(self) -> ThreadPool:
        """Made by the first sign-in, in the forked worker."""
        return ThreadPool(VERIFIER_THREADS)


def _behind_others(verify: Callable[[], bool]) -> bool:
    """Runs `verify` at low priority, so that on one core the listeners' thread comes first."""
    with suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 10)
    return verify()
