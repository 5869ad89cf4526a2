"""Scripts, sheets and pictures of ours, under an address that changes with them, so that browsers keep them for good."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path

from flask import Blueprint, Response
from werkzeug.security import safe_join

from webapp.newsroom.errors import NotFound
from webapp.web.folders import STATIC
from webapp.web.lean_scripts import lean
from webapp.web.remembered import Remembered
from webapp.web.turns import Turns

ROOT = STATIC
JOINED = {
    "css/listeners.css": (
        "tokens", "base", "masthead", "headline", "list", "on-air", "rotation", "player",
        "pages", "live", "article", "schedule",
    ),
}  # fmt: skip
"""Sheets that go as one: on a slow line each request before the first paint costs a listener half a second."""

FOREVER = "public, max-age=31536000, immutable"
LARGEST = 5_000_000


def build_of(root: Path = ROOT) -> str:
    """A short name for the static files as they are now."""
    digest = blake2b(digest_size=6)
    for path in sorted(path for path in root.rglob("*") if path.is_file()):
        stat = path.stat()
        digest.update(f"{path.relative_to(root)}:{stat.st_size}:{stat.st_mtime_ns};".encode())
    return digest.hexdigest()


def address_in(build: str) -> Callable[[str], str]:
    """Path under static/ → address. Modules import each other by relative paths, so these carry the build too."""
    return lambda path: f"/assets/{build}/{path}"


def blueprint(build: str, turns: Turns, root: Path = ROOT) -> Blueprint:
    """`/assets/<build>/<path>`: from memory, compressed once. An older build's address gives today's file, unkept."""
    views = Blueprint("assets", __name__)
    remembered = Remembered()

    @views.get("/assets/<asked>/<path:name>")
    def asset(asked: str, name: str) -> Response:
        parts = [f"css/{sheet}.css" for sheet in JOINED[name]] if name in JOINED else [name]
        paths = [found for part in parts if (found := _file(root, part))]
        if len(paths) < len(parts):
            raise NotFound("there is no such file")
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        if kind in ("application/javascript", "text/javascript"):
            kind = "text/javascript"
        version = tuple(path.stat().st_mtime_ns for path in paths)
        keep = FOREVER if asked == build else "no-cache"
        response = remembered.answer(
            tuple(paths), version, kind, lambda: b"\n".join(map(_served, paths)), keep, turns=turns
        )
        response.headers["Access-Control-Allow-Origin"] = "*"
        return response

    return views


def _served(path: Path) -> bytes:
    """What is sent of a file of ours; third-party scripts (`vendor/`) bring their licences in comments, and stay as they are."""
    if path.suffix != ".js" or "vendor" in path.parts:
        return path.read_bytes()
    return lean(path.read_text(encoding="utf-8")).encode()


def _file(root: Path, name: str) -> Path | None:
    joined = safe_join(str(root), name)
    path = Path(joined) if joined else None
    return path if path and path.is_file() and path.stat().st_size <= LARGEST else None
