"""Which language a page is in: asked for, kept in a cookie, preferred by the browser, or the station's first."""

from __future__ import annotations

from flask import has_request_context, request
from werkzeug.wrappers import Request

from webapp.newsroom.station import Station

NAMES = {"en": "English", "fil": "Filipino"}
COOKIE = "lang"
ALIASES = {"tl": "fil"}
"""Older devices in the Philippines say `tl`."""


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
    # Regions come off first: Werkzeug's best_match takes a second choice that matches exactly before `fil-PH`.
    preferred = [tag.split("-")[0].lower() for tag, quality in request.accept_languages if quality > 0]
    return next((code for tag in preferred if (code := ALIASES.get(tag, tag)) in known), first)
