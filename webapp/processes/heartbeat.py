"""Heartbeats: a child process writes to a pipe at each turn of its main loop, and its parent notices when that stops.

A heartbeat says nothing of success: a loop that finds the store away goes on ticking. A process that `Child` did not start
has no pipe, and `tick` does nothing there.
"""

from __future__ import annotations

import os
from contextlib import suppress
from functools import cache

VARIABLE = "AIRWIRE_HEARTBEAT_FD"
"""The environment variable that gives a child the descriptor to write to."""


class TickPipe:
    """The parent's side: the child inherits `fd`, and the parent closes its own copy by `close_fd`."""

    def __init__(self) -> None:
        self._read_fd, self.fd = os.pipe()
        for end in (self._read_fd, self.fd):
            os.set_blocking(end, False)

    def ticked(self) -> bool:
        """Whether the child ticked since the last call."""
        ticked = False
        with suppress(BlockingIOError):
            while os.read(self._read_fd, 4096):
                ticked = True
        return ticked

    def close_fd(self) -> None:
        os.close(self.fd)

    def close(self) -> None:
        os.close(self._read_fd)


@cache
def _pipe() -> int | None:
    """The descriptor; taken out of the environment, so that this process's own children do not use it."""
    number = os.environ.pop(VARIABLE, None)
    if number is None:
        return None
    os.set_inheritable(int(number), False)
    return int(number)


def tick() -> None:
    """The child's side: the loop has made a turn. Costs one system call; never blocks and never fails."""
    pipe = _pipe()
    if pipe is not None:
        with suppress(OSError):  # the pipe is full, or nobody reads any more
            os.write(pipe, b".")
