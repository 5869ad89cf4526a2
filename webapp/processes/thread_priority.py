"""The priority of threads that compute, beside the event loop of the same process."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

COMPUTING_NICENESS = 10
"""Where such a thread shares a core with the event loop, the kernel then runs the loop as soon as it has something to do, not
after the thread's slice of some milliseconds. More would leave a thread that holds the interpreter's lock waiting for long
where other processes are busy."""


def run_behind_the_loop(do: Callable[[], T]) -> T:
    """What `do` returns. From now on the calling thread has a lower priority; on Linux alone can a thread have its own."""
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, 0, max(COMPUTING_NICENESS, os.getpriority(os.PRIO_PROCESS, 0)))
    return do()
