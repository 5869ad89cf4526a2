"""What was made is kept on disk, up to so many bytes; what was not asked for the longest goes first."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

MAX_CACHE_BYTES = 512_000_000
TRIM_TO_SHARE = 0.9
"""Once too full it is emptied to this share, so that it is not done for each picture."""


class DiskCache:
    """Names are of letters, digits, `-` and `.`. Several processes may share a folder. A disk that fails keeps nothing."""

    def __init__(self, folder: Path, cap_bytes: int = MAX_CACHE_BYTES) -> None:
        self._folder = folder
        self._cap = cap_bytes
        self._bytes: int | None = None

    def get(self, name: str) -> bytes | None:
        path = self._path(name)
        try:
            data = path.read_bytes()
            os.utime(path)
        except OSError:
            return None
        return data

    def put(self, name: str, data: bytes) -> None:
        path = self._path(name)
        with contextlib.suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".new-", delete=False) as file:
                file.write(data)
            Path(file.name).replace(path)
            self._bytes = (self._bytes if self._bytes is not None else self._weigh()) + len(data)
            if self._bytes > self._cap:
                self._make_room()

    def drop(self, beginning: str) -> None:
        """Everything whose name begins so."""
        for path in self._path(beginning).parent.glob(f"{beginning}*"):
            path.unlink(missing_ok=True)

    def _path(self, name: str) -> Path:
        return self._folder / name[:2] / name

    def _files(self) -> Iterator[tuple[float, int, Path]]:
        for path in self._folder.glob("*/*"):
            with contextlib.suppress(OSError):
                stat = path.stat()
                yield stat.st_mtime, stat.st_size, path

    def _weigh(self) -> int:
        return sum(size for _, size, _ in self._files())

    def _make_room(self) -> None:
        files = sorted(self._files())
        left = sum(size for _, size, _ in files)
        for _, size, path in files:
            if left <= self._cap * TRIM_TO_SHARE:
                break
            path.unlink(missing_ok=True)
            left -= size
        self._bytes = left
