"""How errors are answered: as a page, or as a problem in JSON where a program asks."""

from __future__ import annotations

import structlog
from flask import Flask, Response, current_app, request
from gunicorn.http.errors import ParseException
from werkzeug.exceptions import BadRequest, HTTPException

from webapp import pages
from webapp.newsroom.errors import NewsroomError, StoreAway
from webapp.web.answers import problem, with_retry_after
from webapp.web.hosts import Misdirected

log = structlog.get_logger("web")


def answer_errors(app: Flask) -> None:
    """Has `app` answer whatever its views raise."""

    @app.errorhandler(NewsroomError)
    def refused(error: NewsroomError) -> Response:
        if isinstance(error, StoreAway):
            log.warning(error.code.replace("-", " "), path=request.path, error=error.message)
        if isinstance(error, Misdirected):  # short, and none of our pages under a foreign name
            return Response(f"{error.message}\n", error.status, {"Cache-Control": "no-store"}, mimetype="text/plain")
        if _wants_json():
            return problem(error)
        return with_retry_after(pages.error_page(app.extensions["airwire.frame"], error.status, error.message), error)

    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> Response:
        status = error.code or 500
        newsroom_error = NewsroomError(error.description or error.name)
        newsroom_error.status, newsroom_error.code = status, error.name.lower().replace(" ", "-")
        response = (
            problem(newsroom_error)
            if _wants_json()
            else pages.error_page(app.extensions["airwire.frame"], status, _in_our_words(error))
        )
        response.headers.extend({n: v for n, v in error.get_headers() if n in ("Allow", "Location", "Retry-After")})
        return response

    @app.errorhandler(ParseException)
    def garbled(error: ParseException) -> Response:
        """Of a body that comes in chunks, whose lengths are no numbers."""
        return http(BadRequest("the body cannot be read: the lengths of its chunks are wrong"))

    @app.errorhandler(Exception)
    def broken(error: Exception) -> Response:
        log.error("request failed", path=request.path, exc_info=error)
        if current_app.testing:
            raise error
        if not _wants_json():
            return pages.broken_page(app.extensions["airwire.frame"])
        newsroom_error = NewsroomError("something went wrong here; it was written to the log")
        newsroom_error.status, newsroom_error.code = 500, "internal"
        return problem(newsroom_error)


def _in_our_words(error: HTTPException) -> str:
    """For people; empty where it has only the words of the library, which speak of URLs and browsers."""
    return "" if error.description == type(error).description else error.description or ""


def _wants_json() -> bool:
    return request.path.startswith("/api/") or request.path == "/oembed" or request.path.endswith(".json")
