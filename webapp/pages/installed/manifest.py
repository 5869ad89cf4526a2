"""`/manifest.webmanifest`: the station as an app on the reader's home screen."""

from __future__ import annotations

from typing import Any

import orjson
from flask import Blueprint, Response
from flask_babel import gettext as _

from webapp.web.answer_cache import AnswerCache
from webapp.web.languages import page_language
from webapp.web.site import Site

KEPT = "public, max-age=3600"
GROUND = "#0d1626"
MAX_SHORT_NAME = 12
"""Characters under an icon before a phone cuts them."""


def blueprint(site: Site) -> Blueprint:
    views = Blueprint("manifest", __name__)
    remembered = AnswerCache(8)

    @views.get("/manifest.webmanifest")
    def manifest() -> Response:
        language = page_language(site.station)
        response = remembered.answer(
            language,
            site.current.revision,
            "application/manifest+json",
            lambda: orjson.dumps(_manifest(site, language)),
            KEPT,
        )
        response.headers.add("Vary", "Cookie")
        response.headers.add("Vary", "Accept-Language")
        return response

    return views


def _manifest(site: Site, language: str) -> dict[str, Any]:
    station = site.station
    document: dict[str, Any] = {
        "id": "/",
        "name": station.name,
        "short_name": short_name(station.name),
        "description": station.tagline or station.name,
        "lang": language,
        "dir": "auto",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": GROUND,
        "theme_color": GROUND,
        "categories": ["news", "music"],
        "icons": [_icon("icon", 192, "any"), _icon("icon", 512, "any"), _icon("maskable", 192, "maskable"),
                  _icon("maskable", 512, "maskable"), _icon("badge", 96, "monochrome")],
        "shortcuts": [
            {"name": _("News"), "url": "/articles"},
            {"name": _("Schedule"), "url": "/schedule"},
            {"name": _("Most read"), "url": "/most-read"},
        ],
    }  # fmt: skip
    return document


def short_name(name: str) -> str:
    """As many whole words of `name` as stand under an icon; the first word where it is longer."""
    words = name.split()
    shown = words[0] if words else name
    for word in words[1:]:
        if len(f"{shown} {word}") > MAX_SHORT_NAME:
            break
        shown = f"{shown} {word}"
    return shown


def _icon(name: str, size: int, purpose: str) -> dict[str, str]:
    return {"src": f"/icons/{name}-{size}.png", "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
