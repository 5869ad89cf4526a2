"""Our scripts, style sheets and pictures, at addresses that change with their content, so that browsers keep them for good."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path

from flask import Blueprint, Response
from werkzeug.security import safe_join

from webapp.newsroom.errors import NotFound
from webapp.web.answer_cache import AnswerCache
from webapp.web.cross_origin import open_to_all
from webapp.web.folders import STATIC
from webapp.web.lean_scripts import lean
from webapp.web.work_lanes import WorkLane

JOINED_SHEETS = {
    "css/listeners.css": (
        "tokens", "base", "masthead", "headline", "list", "on-air", "rotation", "player",
        "pages", "live", "article", "record", "schedule",
    ),
}  # fmt: skip
"""Style sheets served as one file: on a slow line each request before the first paint costs half a second."""

KEPT_FOR_GOOD = "public, max-age=31536000, immutable"
MAX_FILE_BYTES = 5_000_000


def build_id(root: Path = STATIC) -> str:
    """A short hash of what is served: the same on every machine with the same files, and another one after any change.

    Hidden files do not count: the set-up leaves some that differ from machine to machine.
    """
    digest = blake2b(repr(JOINED_SHEETS).encode(), digest_size=6)
    for path in sorted(root.rglob("*")):
        if path.is_file() and not path.name.startswith("."):
            content = _served(path)
            digest.update(f"{path.relative_to(root).as_posix()}:{len(content)};".encode() + content)
    return digest.hexdigest()


def asset_addresses(build: str) -> Callable[[str], str]:
    """A function from a path under static/ to its address. Modules import each other by relative paths, so that the
    addresses of what they import carry `build` too."""
    return lambda path: f"/assets/{build}/{path}"


def blueprint(build: str, lane: WorkLane, root: Path = STATIC) -> Blueprint:
    """`/assets/<build>/<path>`, from memory, compressed once. An older build's address answers with the current file and
    `no-cache`. Raises `NotFound` for a missing file and one above `MAX_FILE_BYTES`."""
    views = Blueprint("assets", __name__)
    open_to_all(views)
    remembered = AnswerCache()

    @views.get("/assets/<asked>/<path:name>")
    def asset(asked: str, name: str) -> Response:
        parts = [f"css/{sheet}.css" for sheet in JOINED_SHEETS[name]] if name in JOINED_SHEETS else [name]
        paths = [found for part in parts if (found := _file(root, part))]
        if len(paths) < len(parts):
            raise NotFound("there is no such file")
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        if kind in ("application/javascript", "text/javascript"):
            kind = "text/javascript"
        version = tuple(path.stat().st_mtime_ns for path in paths)
        keep = KEPT_FOR_GOOD if asked == build else "no-cache"
        return remembered.answer(tuple(paths), version, kind, lambda: b"\n".join(map(_served, paths)), keep, lane=lane)

    return views


def _served(path: Path) -> bytes:
    """What is sent of a file of ours; third-party scripts (`vendor/`) bring their licences in comments, and stay as they are."""
    if path.suffix != ".js" or "vendor" in path.parts:
        return path.read_bytes()
    return lean(path.read_text(encoding="utf-8")).encode()


def _file(root: Path, name: str) -> Path | None:
    joined = safe_join(str(root), name)
    path = Path(joined) if joined else None
    return path if path and path.is_file() and path.stat().st_size <= MAX_FILE_BYTES else None
