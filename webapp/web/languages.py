"""Which language a page is in: asked for, kept in a cookie, preferred by the browser, or the station's first."""

from __future__ import annotations

from flask import has_request_context, request
from werkzeug.wrappers import Request

from webapp.newsroom.station import Station

NAMES = {"en": "English", "fil": "Filipino"}
COOKIE = "lang"


def languages(station: Station) -> dict[str, str]:
    """Code → name of the languages that pages can be in, the station's first one first."""
    return {code: NAMES[code] for code in station.languages if code in NAMES} or {"en": NAMES["en"]}


def language(station: Station) -> str:
    """The language of this request's answer."""
    return wanted_by(request, station) if has_request_context() else next(iter(languages(station)))


def wanted_by(request: Request, station: Station) -> str:
    """The language in which `request` is answered."""
    known = languages(station)
    first = next(iter(known))
    for asked in (request.args.get("lang"), request.cookies.get(COOKIE)):
        if asked in known:
            return asked
    # Browsers in the Philippines say `fil`, older ones `tl`.
    wanted = request.accept_languages.best_match([*known, *(["tl"] if "fil" in known else [])], first)
    return "fil" if wanted == "tl" else wanted
