"""The language of a page: from `?lang=`, else the cookie, else the browser's preference, else the station's first."""

from __future__ import annotations

from flask import has_request_context, request
from werkzeug.wrappers import Request

from webapp.newsroom.model import primary_language
from webapp.newsroom.station import Station
from webapp.web.catalogs import ENGLISH, language_names

LANGUAGE_COOKIE = "lang"


def languages(station: Station) -> dict[str, str]:
    """The languages that pages can be in, as code → name, in the station's order; English where it has none of ours."""
    names = language_names()
    return {code: names[code] for code in station.languages if code in names} or {ENGLISH: names[ENGLISH]}


def page_language(station: Station) -> str:
    """The code of the language of this request's page; the station's first outside of a request."""
    return negotiated_language(request, station) if has_request_context() else next(iter(languages(station)))


def negotiated_language(request: Request, station: Station) -> str:
    """The code of the language in which `request` is answered."""
    known = languages(station)
    first = next(iter(known))
    for asked in (request.args.get("lang"), request.cookies.get(LANGUAGE_COOKIE)):
        if asked in known:
            return asked
    # Regions come off first: Werkzeug's best_match takes a second choice that matches exactly before `fil-PH`.
    preferred = [primary_language(tag) for tag, quality in request.accept_languages if quality > 0]
    return next((code for code in preferred if code in known), first)
