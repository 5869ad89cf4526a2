"""Verifies and hashes passwords in two threads off the event loop; argon2 releases the interpreter's lock meanwhile."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import cached_property
from typing import TypeVar, cast

from gevent.monkey import is_module_patched
from gevent.threadpool import ThreadPool

from webapp.newsroom.errors import NewsroomError

T = TypeVar("T")

VERIFIER_THREADS = 2


class Verifier:
    """A small pool of threads of its own, so that passwords do not wait behind other work."""

    def run(self, work: Callable[[], T]) -> T:
        """What `work` returns or raises. Under gevent it runs in a thread of the pool, in order of arrival."""
        if not is_module_patched("threading"):
            return work()
        result, error = self._threads.apply(lambda: _behind_others(work))
        if error:
            raise error
        return cast(T, result)

    @cached_property
    def _threads(self) -> ThreadPool:
        """Made by the first sign-in, in the forked worker."""
        return ThreadPool(VERIFIER_THREADS)


def _behind_others(work: Callable[[], T]) -> tuple[T | None, Exception | None]:
    """Runs `work` at low priority, so that on one core the listeners' thread comes first. A refusal comes as a value: gevent's
    hub would write the traceback of one raised in a thread."""
    with suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 10)
    try:
        return work(), None
    except NewsroomError as error:
        return None, error
