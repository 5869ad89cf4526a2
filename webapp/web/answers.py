"""What every HTTP door shares: bodies read with a limit, answers in JSON, errors as RFC 9457."""

from __future__ import annotations

from typing import Any

import orjson
from flask import Response, request

from webapp.newsroom.errors import Busy, FieldError, Invalid, NewsroomError, NotFound, TooMany

BODY_CAP = 1_000_000
"""Bytes of a request's body; a longer one is refused before it is read."""

REFUSED, COUNTED = "airwire.refused", "airwire.counted"
"""In the environment of a beacon that was looked at before Flask: why it was refused, or that it was counted."""


class TooLarge(NewsroomError):
    status = 413
    code = "too-large"


def problem(error: NewsroomError) -> Response:
    """`application/problem+json`: type, title, status, detail, and the wrong fields as `errors`."""
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
    return come_back(response, error)


def come_back(response: Response, error: NewsroomError) -> Response:
    """`response` with when asking again can help, where `error` is about there being too much just now."""
    if isinstance(error, TooMany | Busy):
        response.headers["Retry-After"] = str(error.extra.get("retry_after_s", 10))
    return response


def read_body(cap: int = BODY_CAP) -> bytes:
    """The request's body. Raises `TooLarge`."""
    if (request.content_length or 0) > cap:
        raise TooLarge(f"the body is larger than {cap} bytes")
    # A body of unknown length is read to the cap and no further; the byte beyond tells that there was more.
    request.max_content_length = cap + 1
    return request.get_data(cache=True)


def json_in(body: bytes, cap: int = BODY_CAP) -> Any:
    """Raises `Invalid`, `TooLarge`."""
    if len(body) > cap:
        raise TooLarge(f"the body is larger than {cap} bytes")
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise Invalid(f"the body is not JSON: {error}", fields=[FieldError("", "expected JSON in UTF-8")]) from None


def read_json(cap: int = BODY_CAP) -> Any:
    """The request's body as JSON, whatever its content type says. Raises `Invalid`, `TooLarge`."""
    return json_in(read_body(cap), cap)


def answer(data: Any, status: int = 200) -> Response:
    """JSON that nobody may keep."""
    response = Response(orjson.dumps(data), status=status, mimetype="application/json")
    response.headers["Cache-Control"] = "no-store"
    return response


def page_number(text: str | None) -> int:
    """A page from a query, 1 at least. Raises `NotFound` for what is no page."""
    if text is None:
        return 1
    if not (text.isascii() and text.isdecimal() and 0 < len(text) < 6 and int(text) > 0):
        raise NotFound("there is no such page")
    return int(text)
