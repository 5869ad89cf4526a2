"""A cache of files on disk with a size limit; the least recently used files are deleted first."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

MAX_CACHE_BYTES = 512_000_000
TRIM_TO_SHARE = 0.9
"""A cache over its limit is trimmed to this share of it, so that not every new file starts a trim."""


class DiskCache:
    """Maps names (letters, digits, `-`, `.`) to bytes. Processes may share a folder. Disk errors count as "not cached"."""

    def __init__(self, folder: Path, max_bytes: int = MAX_CACHE_BYTES) -> None:
        self._folder = folder
        self._max_bytes = max_bytes
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
            self._bytes = (self._bytes if self._bytes is not None else self._total_bytes()) + len(data)
            if self._bytes > self._max_bytes:
                self._make_room()

    def drop(self, beginning: str) -> None:
        """Deletes every file whose name starts with `beginning`."""
        for path in self._path(beginning).parent.glob(f"{beginning}*"):
            path.unlink(missing_ok=True)

    def _path(self, name: str) -> Path:
        return self._folder / name[:2] / name

    def _files(self) -> Iterator[tuple[float, int, Path]]:
        for path in self._folder.glob("*/*"):
            with contextlib.suppress(OSError):
                stat = path.stat()
                yield stat.st_mtime, stat.st_size, path

    def _total_bytes(self) -> int:
        return sum(size for _, size, _ in self._files())

    def _make_room(self) -> None:
        files = sorted(self._files())
        left = sum(size for _, size, _ in files)
        for _, size, path in files:
            if left <= self._max_bytes * TRIM_TO_SHARE:
                break
            path.unlink(missing_ok=True)
            left -= size
        self._bytes = left
