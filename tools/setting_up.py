"""What is set up, in which order, and where."""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import os
import signal
import sys
import time
from collections.abc import Iterator

import places
from browser_parts import prepare_browser_parts
from places import ROOT, VENV, SetupError, say
from python_parts import prepare_python
from system_parts import prepare_system

__all__ = ["SetupError", "prepare", "run"]


def prepare(*, dev: bool, system: bool) -> None:
    """Sets up what is missing or out of date: what runs, what `dev` needs too, and programs of the `system`.

    Raises `SetupError` with one line that says what to do.
    """
    os.chdir(ROOT)
    # No questions and no announcements from these tools.
    os.environ |= {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1", "npm_config_update_notifier": "false"}
    began, said = time.monotonic(), places.said
    with _alone():
        prepare_python(dev=dev)
        prepare_browser_parts(dev=dev)
        if system:
            prepare_system()
    if places.said > said:
        say(f"done in {time.monotonic() - began:.0f} s")


def run() -> None:
    """Becomes `airwire up`."""
    if "MAKELEVEL" in os.environ and sys.platform == "linux":
        _end_with_make()
    os.environ.setdefault("AIRWIRE_DEMO", "1")
    airwire = str(VENV / "bin" / "airwire")
    os.execv(airwire, [airwire, "up"])


def _end_with_make() -> None:
    """Has the kernel end us with make, which passes only SIGTERM on to its children."""
    set_parent_death_signal = 1
    ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGTERM)


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """Holds a lock on the checkout, so that two set-ups take turns. It is on the folder itself: no file is left."""
    folder = os.open(ROOT, os.O_RDONLY)
    try:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("waiting for another setup of this checkout")
            fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)
