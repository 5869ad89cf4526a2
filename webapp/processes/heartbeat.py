"""Signs of life: a process that we started says by a pipe that its own loop goes round, each time that it does.

It says nothing of how the work goes: a loop that finds the store away goes round all the same. Who was started by somebody
else has no pipe, and says nothing.
"""

from __future__ import annotations

import os
from contextlib import suppress
from functools import cache

VARIABLE = "AIRWIRE_HEARTBEAT_FD"
"""In the environment of a child: the end of the pipe to write to."""


class Pulse:
    """The parent's side: `fd` is for the child, which is to have it open; `close_fd` once it has."""

    def __init__(self) -> None:
        self._reading, self.fd = os.pipe()
        for end in (self._reading, self.fd):
            os.set_blocking(end, False)

    def felt(self) -> bool:
        """Whether there was a sign since this was asked last."""
        felt = False
        with suppress(BlockingIOError):
            while os.read(self._reading, 4096):
                felt = True
        return felt

    def close_fd(self) -> None:
        os.close(self.fd)

    def close(self) -> None:
        os.close(self._reading)


@cache
def _pipe() -> int | None:
    """Taken out of the environment: what this process starts is not it."""
    number = os.environ.pop(VARIABLE, None)
    if number is None:
        return None
    os.set_inheritable(int(number), False)
    return int(number)


def tick() -> None:
    """The child's side: once more round. Costs a system call, and never waits or fails."""
    pipe = _pipe()
    if pipe is not None:
        with suppress(OSError):  # nobody reads for a while, or any more
            os.write(pipe, b".")
