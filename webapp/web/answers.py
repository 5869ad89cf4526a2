"""What all HTTP views share: request bodies read up to a limit, JSON answers, errors as RFC 9457 problems."""

from __future__ import annotations

from typing import Any

import orjson
from flask import Response, request

from webapp.newsroom.errors import Busy, FieldError, Invalid, NewsroomError, TooMany

LIVE = "public, max-age=0, s-maxage=1"
"""Cache-Control of what changes with the board: browsers ask each time, a cache that many share at most once a second. A
withdrawn headline is gone from there in time because nothing allows a cache to go on with an old copy while it asks."""

MAX_BODY_BYTES = 1_000_000
"""A longer request body is refused before it is read."""

BEACON_REFUSED, BEACON_COUNTED = "airwire.refused", "airwire.counted"
"""WSGI environment keys, set where a read beacon was handled before Flask: the error it was refused with, or True once
counted."""


class TooLarge(NewsroomError):
    status = 413
    code = "too-large"


def problem(error: NewsroomError) -> Response:
    """`error` as `application/problem+json` (RFC 9457): type, title, status, detail, retry, the members of its `extra`, and
    `errors` with one entry for each wrong field."""
    document: dict[str, Any] = {
        "type": f"urn:airwire:problem:{error.code}",
        "title": error.code.replace("-", " ").capitalize(),
        "status": error.status,
        "detail": error.message,
        "retry": error.retry,
        **error.extra,
    }
    if error.fields:
        document["errors"] = error.fields
    response = Response(orjson.dumps(document), status=error.status, mimetype="application/problem+json")
    response.headers["Cache-Control"] = "no-store"
    return with_retry_after(response, error)


def with_retry_after(response: Response, error: NewsroomError) -> Response:
    """Adds `Retry-After` (seconds) to `response` where `error` says that there is too much load, and returns it."""
    if isinstance(error, TooMany | Busy):
        response.headers["Retry-After"] = str(error.extra.get("retry_after_s", 10))
    return response


def private(cache: str) -> str:
    """The Cache-Control `cache` for an answer that is right for one client alone."""
    parts = [part.strip() for part in cache.split(",")]
    return ", ".join(["private", *(part for part in parts if part != "public" and not part.startswith("s-maxage"))])


def read_body(cap: int = MAX_BODY_BYTES) -> bytes:
    """The request's body. Raises `TooLarge` where it has more than `cap` bytes, announced or not."""
    if (request.content_length or 0) > cap:
        raise TooLarge(f"the body is larger than {cap} bytes")
    # A body of unknown length is read to the cap and no further; one byte more shows that there was more.
    request.max_content_length = cap + 1
    return request.get_data(cache=True)


def parse_json(body: bytes, cap: int = MAX_BODY_BYTES) -> Any:
    """`body` as JSON. Raises `TooLarge` beyond `cap` bytes, `Invalid` where it is not JSON."""
    if len(body) > cap:
        raise TooLarge(f"the body is larger than {cap} bytes")
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise Invalid(f"the body is not JSON: {error}", fields=[FieldError("", "expected JSON in UTF-8")]) from None


def read_json(cap: int = MAX_BODY_BYTES) -> Any:
    """The request's body as JSON, whatever its content type. Raises as `read_body` and `parse_json` do."""
    return parse_json(read_body(cap), cap)


def conditional_answer(data: Any) -> Response:
    """`data` as JSON with an ETag, to be asked for again each time; 304 where the client has it."""
    response = Response(orjson.dumps(data), mimetype="application/json")
    response.headers["Cache-Control"] = LIVE
    response.add_etag()
    response.make_conditional(request)
    return response


def answer(data: Any, status: int = 200) -> Response:
    """`data` as JSON with `Cache-Control: no-store`."""
    response = Response(orjson.dumps(data), status=status, mimetype="application/json")
    response.headers["Cache-Control"] = "no-store"
    return response
