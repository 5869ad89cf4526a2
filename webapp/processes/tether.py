"""Ties a process to its parent: when the parent is gone, however it went, so is the process.

    python tether.py PARENT_PID COMMAND…

becomes COMMAND. It stands alone and imports next to nothing, since every process we start goes through it. The kernel
watches the parent's *thread* that made the child, so children are started from the main thread. Linux only: elsewhere
processes are ended by whoever started them, if that still can.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys

SET_PARENT_DEATH_SIGNAL = 1


def die_with(parent: int) -> None:
    """Has the kernel kill this process as soon as `parent` is gone; ends it here if that has happened already."""
    if sys.platform != "linux":
        return
    if ctypes.CDLL(None, use_errno=True).prctl(SET_PARENT_DEATH_SIGNAL, signal.SIGKILL) != 0:
        raise OSError(ctypes.get_errno(), "prctl")
    # The parent may have gone before the kernel was told to watch it.
    if os.getppid() != parent:
        os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    die_with(int(sys.argv[1]))
    try:
        os.execvp(sys.argv[2], sys.argv[2:])
    except OSError as error:
        sys.exit(f"{sys.argv[2]}: {error.strerror}")
