"""`/sw.js`: the service worker. It names its code by an address that changes with it, so a new build has another worker."""

from __future__ import annotations

from collections.abc import Callable

import orjson
from flask import Blueprint, Response
from flask_babel import gettext as _

from webapp.web.answer_cache import AnswerCache
from webapp.web.catalogs import in_language, locale_of
from webapp.web.languages import languages
from webapp.web.site import Site

POLICY = "default-src 'none'; script-src 'self'; connect-src 'self'"
ENTRY = "js/worker/worker.js"
SHEET = "css/listeners.css"


def blueprint(site: Site, asset: Callable[[str], str]) -> Blueprint:
    """`asset` makes the address of a static file."""
    views = Blueprint("worker_script", __name__)
    remembered = AnswerCache(1)

    @views.get("/sw.js")
    def script() -> Response:
        response = remembered.answer(
            "sw", (asset(ENTRY), site.current.revision), "text/javascript", lambda: _script(site, asset)
        )
        response.headers["Content-Security-Policy"] = POLICY
        return response

    return views


def _script(site: Site, asset: Callable[[str], str]) -> bytes:
    settings = {
        "station": site.station.name,
        "zone": site.station.zone,
        "sheet": asset(SHEET),
        "words": {code: _words(code) for code in languages(site.station)},
        "formats": {code: locale_of(code).language for code in languages(site.station)},
    }
    text = orjson.dumps(settings).decode().replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return f'import {{ serve }} from "{asset(ENTRY)}";\nserve({text});\n'.encode()


def _words(language: str) -> dict[str, str]:
    with in_language(language):
        return {
            "offline_as_of": _("You are offline. This page is as of {time}."),
            "as_of": _("The newsroom cannot be reached right now. This page is as of {time}."),
            "offline": _("You are offline"),
            "not_kept": _("This page is not kept on this device. It opens when you are connected again."),
            "kept_here": _("Kept on this device"),
            "try_again": _("Try again"),
        }
