"""What a reader has set for pages, in cookies: how large text is, and in which language articles and headlines are listed."""

from __future__ import annotations

from flask import Response, has_request_context, request

from webapp.newsroom.station import Station
from webapp.web.languages import languages

TEXT_COOKIE, TEXT_SIZES = "text", ("large", "larger")
"""Beside the size that the browser has. `js/installed/text-size.js` is the script's half."""

ARTICLES_COOKIE, HEADLINES_COOKIE, EVERY_LANGUAGE = "articles", "headlines", "all"
YEAR_S = 31_536_000


def text_size() -> str:
    """One of `TEXT_SIZES`; empty for the browser's own."""
    size = request.cookies.get(TEXT_COOKIE, "") if has_request_context() else ""
    return size if size in TEXT_SIZES else ""


def articles_language(station: Station) -> str:
    """The code of the only language in which this reader wants articles listed; empty for every language. What the address
    asks for (`?of=`) comes before what was set."""
    asked = request.args.get("of") or request.cookies.get(ARTICLES_COOKIE, "")
    return asked if asked in languages(station) else ""


def headlines_language(station: Station) -> str:
    """The code of the only language in which this reader wants headlines; empty for every language."""
    if not has_request_context():
        return ""
    on_their_page = request.path == "/breaking"  # `of` asks for articles elsewhere
    asked = (on_their_page and request.args.get("of")) or request.cookies.get(HEADLINES_COOKIE, "")
    return asked if asked in languages(station) else ""


def remember_articles_language(response: Response, station: Station) -> Response:
    """Keeps what the address asks for, `?of=all` too, for this reader's next pages."""
    return _remember(response, station, ARTICLES_COOKIE)


def remember_headlines_language(response: Response, station: Station) -> Response:
    return _remember(response, station, HEADLINES_COOKIE)


def _remember(response: Response, station: Station, cookie: str) -> Response:
    asked = request.args.get("of")
    if asked in {EVERY_LANGUAGE, *languages(station)} and request.cookies.get(cookie) != asked:
        response.headers["Cache-Control"] = "private, no-cache"  # the cookie is for this reader
        response.set_cookie(cookie, asked or "", max_age=YEAR_S, samesite="Lax", path="/")
    return response
