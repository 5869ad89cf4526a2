"""Of the machine that this runs on: room on the disks, files that may be open, whether the clock is right."""

from __future__ import annotations

import resource
import shutil
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median

MIN_FREE_BYTES, MIN_FREE_SHARE = 500_000_000, 0.02
MAX_SKEW = timedelta(seconds=3)
FEW_FILES_LEFT = 0.9

Finding = tuple[bool, str]


def disk(what: str, folder: Path) -> Finding | None:
    """Whether there is room where `folder` is, or will be; `None` where nobody can tell."""
    there = next((path for path in (folder, *folder.parents) if path.exists()), None)
    if there is None:
        return None
    usage = shutil.disk_usage(there)
    room = f"disk: {usage.free / 1e9:.1f} GB free for {what} ({folder})"
    if usage.free < MIN_FREE_BYTES or usage.free / usage.total < MIN_FREE_SHARE:
        return False, f"{room}: once it is full nothing can be changed; make room, or move it to a larger disk"
    return True, room


def open_files() -> str | None:
    """What is wrong with the limit of open files of this process, if anything."""
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY:
        return None
    try:
        used = sum(1 for _ in Path("/proc/self/fd").iterdir())
    except OSError:
        used = 0
    if used > soft * FEW_FILES_LEFT:
        return f"{used} of {soft} files are open: listeners will be refused; raise the limit (LimitNOFILE, ulimit -n)"
    return None


def clock_skew(now: datetime, others: Iterable[tuple[str, datetime]]) -> Finding | None:
    """This machine's clock beside those of `others`, which are named; `None` where there are none."""
    asked: Sequence[tuple[str, datetime]] = list(others)
    if not asked:
        return None
    late = median((other - now).total_seconds() for _, other in asked)
    names = ", ".join(name for name, _ in asked)
    if abs(late) > MAX_SKEW.total_seconds():
        word = "late" if late > 0 else "early"
        return False, (
            f"machine: its clock is {abs(late):.0f} s {word} beside {names}: headlines and programmes come at the wrong time; "
            "have it set by NTP (timedatectl set-ntp true)"
        )
    return True, f"machine: its clock agrees with {names}"
