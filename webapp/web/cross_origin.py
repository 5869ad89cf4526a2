"""Answers that scripts of any site may read (CORS): errors too, and with the conditional requests that save their bytes."""

from __future__ import annotations

from collections.abc import Collection

from flask import Blueprint, Response, request

READABLE_HEADERS = "Date, ETag, Last-Modified, Retry-After"
"""Beside those that scripts may always read. `Date` is the station's clock."""

ALLOWED_HEADERS = "Cache-Control, If-Modified-Since, If-None-Match, Last-Event-ID, X-Requested-With"
"""Request headers for which browsers ask leave first (a preflight)."""

PREFLIGHT_S = 86_400


def open_to_all(views: Blueprint, only: Collection[str] = ()) -> None:
    """Lets scripts of any origin read what `views` answers; of some views only, by their function names, with `only`."""
    ours = {f"{views.name}.{view}" for view in only}

    @views.after_request
    def anybody_may_read(response: Response) -> Response:
        if request.headers.get("Access-Control-Request-Method", "GET") not in ("GET", "HEAD"):
            return response  # a write to the same address, which other views answer
        return allow_reading(response) if not ours or request.endpoint in ours else response


def allow_reading(response: Response) -> Response:
    """Adds the headers to `response`, and to the answer of a preflight those that it asks for. Never with credentials.

    Pages that isolate themselves (COEP) may show it too, without a script.
    """
    headers = response.headers
    headers["Access-Control-Allow-Origin"] = "*"
    if "immutable" not in headers.get("Cache-Control", ""):  # of what never changes a script has nothing to learn
        headers["Access-Control-Expose-Headers"] = READABLE_HEADERS
    headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    if request.method == "OPTIONS":
        headers["Access-Control-Allow-Methods"] = "GET, HEAD"
        headers["Access-Control-Allow-Headers"] = ALLOWED_HEADERS
        headers["Access-Control-Max-Age"] = str(PREFLIGHT_S)
    return response
