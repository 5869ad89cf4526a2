"""Ties a process to its parent: the kernel kills it when the parent ends, in whatever way.

    python tether.py PARENT_PID COMMAND…

becomes COMMAND. It imports next to nothing, as every process that we start goes through it. The kernel watches the
parent's *thread* that made the child, so children are started from the main thread. Linux only (prctl's PR_SET_PDEATHSIG):
elsewhere a process is ended by its parent, if that is still there.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys

SET_PARENT_DEATH_SIGNAL = 1


def die_with(parent: int) -> None:
    """Has the kernel kill this process when the process `parent` ends; kills it here if that has happened already."""
    if sys.platform != "linux":
        return
    if ctypes.CDLL(None, use_errno=True).prctl(SET_PARENT_DEATH_SIGNAL, signal.SIGKILL) != 0:
        raise OSError(ctypes.get_errno(), "prctl")
    # The parent may have ended before the kernel began to watch it.
    if os.getppid() != parent:
        os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    die_with(int(sys.argv[1]))
    try:
        os.execvp(sys.argv[2], sys.argv[2:])
    except OSError as error:
        sys.exit(f"{sys.argv[2]}: {error.strerror}")
