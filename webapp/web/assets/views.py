"""`/assets/<tag>/<path>`: static files, kept by browsers for good under the address that pages name."""

from __future__ import annotations

import mimetypes

from flask import Blueprint, Response

from webapp.web.answer_cache import AnswerCache
from webapp.web.assets.served_files import Assets
from webapp.web.cross_origin import open_to_all
from webapp.web.work_lanes import WorkLane

KEPT_FOR_GOOD = "public, max-age=31536000, immutable"


def blueprint(assets: Assets, lane: WorkLane) -> Blueprint:
    """`/assets/<tag>/<path>`, from memory, compressed once. An older tag's address answers with the current file and
    `no-cache`."""
    views = Blueprint("assets", __name__)
    open_to_all(views)
    remembered = AnswerCache()

    @views.get("/assets/<asked>/<path:name>")
    def asset(asked: str, name: str) -> Response:
        version = assets.changed_at(name)
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        if kind in ("application/javascript", "text/javascript"):
            kind = "text/javascript"
        keep = KEPT_FOR_GOOD if assets.is_current(asked, name) else "no-cache"
        return remembered.answer(
            name, version, kind, lambda: assets.read(name), keep, lane=lane, brotli=lambda: assets.brotli(name)
        )

    return views
