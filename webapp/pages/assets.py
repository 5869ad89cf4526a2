"""Scripts, sheets and pictures of ours, under an address that changes with them, so that browsers keep them for good."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path

from flask import Blueprint, Response
from werkzeug.security import safe_join

from webapp.newsroom.errors import NotFound
from webapp.web import Remembered

ROOT = Path(__file__).parent.parent / "static"
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


def blueprint(build: str, root: Path = ROOT) -> Blueprint:
    """`/assets/<build>/<path>`: from memory, compressed once. An older build's address gives today's file, unkept."""
    doors = Blueprint("assets", __name__)
    remembered = Remembered()

    @doors.get("/assets/<asked>/<path:name>")
    def asset(asked: str, name: str) -> Response:
        joined = safe_join(str(root), name)
        path = Path(joined) if joined else None
        if path is None or not path.is_file() or path.stat().st_size > LARGEST:
            raise NotFound("there is no such file")
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        if kind in ("application/javascript", "text/javascript"):
            kind = "text/javascript"
        version = path.stat().st_mtime_ns
        response = remembered.answer(name, version, kind, path.read_bytes, FOREVER if asked == build else "no-cache")
        response.headers["Access-Control-Allow-Origin"] = "*"
        return response

    return doors
