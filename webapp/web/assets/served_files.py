"""Our scripts, style sheets and pictures, at addresses that change with their content, so that browsers keep them for good."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import blake2b
from pathlib import Path

from werkzeug.security import safe_join

from webapp.newsroom.errors import N_, NotFound
from webapp.web.assets.lean_scripts import lean
from webapp.web.assets.module_graph import module_graph
from webapp.web.assets.script_bundle import FOLDER, bundled_files, joined_sheets, packed_file
from webapp.web.folders import STATIC

MAX_FILE_BYTES = 5_000_000
TOGETHER = ("js", FOLDER)
"""Folders whose files name each other by relative paths: one address for each folder, which changes with any of its files."""


class Assets:
    """The files under `root` as they are served, bundled where possible and wanted.

    `build` names all of them: the same on every machine with the same files, and another one after any change. Hidden
    files do not count: the set-up leaves some that differ from machine to machine.
    """

    def __init__(self, root: Path = STATIC, bundled: bool = True) -> None:
        self._root = root
        self._bundled = bundled_files(root) if bundled else {}
        self._joined = joined_sheets(root)
        self._tags = self._all_tags()
        self._times = {path: self.changed_at(path) for path in self._tags}
        self._imported: dict[str, list[str]] = {}
        self.build = _digest(f"{name}:{tag}".encode() for name, tag in sorted(self._tags.items()))

    def address(self, path: str) -> str:
        """The address of a file under static/, or of what it is bundled into."""
        return self._address(self._bundled[path][0] if path in self._bundled else path)

    def imported(self, entry: str) -> list[str]:
        """The addresses of all scripts that `entry` imports, so that a page has them fetched at once, not one after the other."""
        if entry not in self._imported:
            files = self._bundled[entry] if entry in self._bundled else module_graph(self._root, entry)
            self._imported[entry] = [self._address(file) for file in files[1:]]
        return self._imported[entry]

    def _address(self, path: str) -> str:
        return f"/assets/{self._tags.get(path, self.build)}/{path}"

    def is_current(self, tag: str, path: str) -> bool:
        """Whether `tag` is the one that `path` has now."""
        return self._tags.get(path) == tag

    def read(self, path: str) -> bytes:
        """What is served for `path`. Raises `NotFound` for a missing file and one above `MAX_FILE_BYTES`."""
        if path in self._joined:
            return b"\n".join(_for_medium(self.read(part), medium) for part, medium in self._joined[path])
        return _served(self._file(path))

    def brotli(self, path: str) -> bytes | None:
        """`read(path)` in brotli, where it was packed beforehand and is as it was then."""
        unchanged = self._bundled and self._times.get(path) == self.changed_at(path)
        return packed_file(self._root, path) if unchanged else None

    def changed_at(self, path: str) -> tuple[int, ...]:
        """The times of the files that `path` is made of, ns. Raises as `read` does."""
        parts = [part for part, _ in self._joined[path]] if path in self._joined else [path]
        return tuple(self._file(part).stat().st_mtime_ns for part in parts)

    def _file(self, name: str) -> Path:
        joined = safe_join(str(self._root), name)
        path = Path(joined) if joined else None
        if path is None or not path.is_file() or path.stat().st_size > MAX_FILE_BYTES:
            raise NotFound(N_("there is no such file"))
        return path

    def _all_tags(self) -> dict[str, str]:
        found = (path for path in sorted(self._root.rglob("*")) if path.is_file() and not path.name.startswith("."))
        content = {path.relative_to(self._root).as_posix(): _served(path) for path in found}
        content |= {name: self.read(name) for name in self._joined}
        tags = {name: _digest([content[name]]) for name in content}
        for folder in TOGETHER:
            inside = [name for name in sorted(content) if name.startswith(f"{folder}/")]
            shared = _digest(f"{name}:{tags[name]}".encode() for name in inside)
            tags |= dict.fromkeys(inside, shared)
        return tags


def _served(path: Path) -> bytes:
    """What is sent of a file; scripts of others (`vendor/`) bring their licences in comments, and stay as they are."""
    if path.suffix != ".js" or not {"vendor", FOLDER}.isdisjoint(path.parts):
        return path.read_bytes()
    return lean(path.read_text(encoding="utf-8")).encode()


def _for_medium(sheet: bytes, medium: str) -> bytes:
    return b"@media %b {\n%b}" % (medium.encode(), sheet) if medium else sheet


def _digest(parts: Iterable[bytes] | Sequence[bytes]) -> str:
    digest = blake2b(digest_size=6)
    for part in parts:
        digest.update(b"%d;" % len(part) + part)
    return digest.hexdigest()
