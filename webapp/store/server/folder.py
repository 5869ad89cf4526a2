"""The data folder of a station on one machine: one owner at a time, and files readable by that account only."""

from __future__ import annotations

import fcntl
import os
import secrets
import stat
import time
from pathlib import Path
from types import TracebackType
from typing import Self

import structlog

from webapp.store.server.valkey import StoreFailed

log = structlog.get_logger("store")

OTHERS_PERMISSIONS = stat.S_IRWXG | stat.S_IRWXO

LOCK_WAIT_S = 3.0
"""How long a start waits for the remains of a process that was just killed."""


class DataFolder:
    """A folder that is locked by this process inside `with`, and created if needed. All methods raise `StoreFailed`.

    The lock ends with the last process that holds `descriptor`; the embedded server inherits it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()
        self.descriptor = -1

    def __enter__(self) -> Self:
        try:
            self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._for_us_alone()
            self.descriptor = os.open(self.path / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise StoreFailed(f"AIRWIRE_DATA: {self.path}: {error.strerror}") from None
        try:
            self._lock()
        except (StoreFailed, OSError) as error:
            self.__exit__(None, None, None)
            if isinstance(error, OSError):
                raise StoreFailed(f"AIRWIRE_DATA: {self.path}: {error.strerror}") from None
            raise
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        os.close(self.descriptor)
        self.descriptor = -1

    def secret(self, name: str) -> str:
        """The content of the file `name`; generated at random the first time."""
        path = self.path / name
        try:
            kept = path.read_text("ascii").strip() if path.exists() else ""
        except (OSError, UnicodeDecodeError) as error:
            raise StoreFailed(f"{path} cannot be read: {error}") from None
        if not kept:
            kept = secrets.token_urlsafe(32)
            self.write(name, kept)
        return kept

    def write(self, name: str, text: str) -> None:
        """Writes the file `name` atomically, readable by this account only."""
        path = self.path / name
        fresh = self.path / f"{name}.new"
        try:
            fresh.unlink(missing_ok=True)
            with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(path)
        except OSError as error:
            raise StoreFailed(f"AIRWIRE_DATA: {path}: {error.strerror}") from None

    def _for_us_alone(self) -> None:
        """Closes the folder to other accounts. Raises `StoreFailed` when that is not possible, and `OSError`."""
        found = self.path.stat()
        if not found.st_mode & OTHERS_PERMISSIONS:
            return
        # Permissions are changed only if the folder is ours: AIRWIRE_DATA may name a folder with other content.
        ours = (self.path / "lock").exists() or not any(entry.name != "lost+found" for entry in self.path.iterdir())
        if ours and found.st_uid == os.geteuid():
            self.path.chmod(stat.S_IMODE(found.st_mode) & ~OTHERS_PERMISSIONS)
            log.warning(
                "data folder closed to other accounts", path=str(self.path), was=f"{stat.S_IMODE(found.st_mode):o}"
            )
        elif found.st_mode & stat.S_IRWXO:
            raise StoreFailed(
                f"AIRWIRE_DATA: other accounts of this machine may look into {self.path}: give Airwire a folder of its own "
                f"(chmod 700 {self.path}, if it is that)"
            )

    def _lock(self) -> None:
        deadline = time.monotonic() + LOCK_WAIT_S
        while not _lock_now(self.descriptor):
            owner = os.pread(self.descriptor, 20, 0).decode("ascii", "replace").strip() or "unknown"
            if _lives(owner) or time.monotonic() > deadline:
                raise StoreFailed(
                    f"{self.path} is in use by process {owner}: end that first, or set AIRWIRE_DATA to another folder"
                )
            time.sleep(0.02)
        os.truncate(self.descriptor, 0)
        os.pwrite(self.descriptor, f"{os.getpid()}\n".encode(), 0)


def _lock_now(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _lives(process: str) -> bool:
    try:
        os.kill(int(process), 0)
    except PermissionError:
        return True
    except (ValueError, OSError):
        return False
    return True
