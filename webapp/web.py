"""What every HTTP door shares: bodies read with a limit, answers from memory with an ETag, errors as RFC 9457."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import blake2b
from typing import Any

import orjson
from flask import Response, request

from webapp.newsroom.errors import FieldError, Invalid, NewsroomError, NotFound, TooMany

BODY_CAP = 1_000_000
"""Bytes of a request's body; a longer one is refused before it is read."""


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
    if isinstance(error, TooMany):
        response.headers["Retry-After"] = str(error.extra.get("retry_after_s", 10))
    return response


def read_json(cap: int = BODY_CAP) -> Any:
    """The request's body as JSON, whatever its content type says. Raises `Invalid`, `TooLarge`."""
    if (request.content_length or 0) > cap:
        raise TooLarge(f"the body is larger than {cap} bytes")
    request.max_content_length = cap
    body = request.get_data(cache=True)
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise Invalid(f"the body is not JSON: {error}", fields=[FieldError("", "expected JSON in UTF-8")]) from None


def answer(data: Any, status: int = 200) -> Response:
    """JSON that nobody may keep."""
    response = Response(orjson.dumps(data), status=status, mimetype="application/json")
    response.headers["Cache-Control"] = "no-store"
    return response


class Remembered:
    """Answers by what they depend on: each is rendered once, then served, or answered with 304, from memory."""

    def __init__(self, most: int = 500) -> None:
        self._most = most
        self._made: dict[Any, tuple[Any, bytes, str]] = {}

    def answer(
        self, name: Any, version: Any, mimetype: str, render: Callable[[], bytes], *, max_age: int = 0, public: bool = True
    ) -> Response:
        """The answer `name` as of `version`. `max_age` in seconds; 0 lets caches keep it but ask each time."""
        known = self._made.get(name)
        if known is None or known[0] != version:
            body = render()
            if len(self._made) >= self._most:
                self._made.pop(next(iter(self._made)))
            known = self._made[name] = (version, body, f'"{blake2b(body, digest_size=9).hexdigest()}"')
        _, body, etag = known
        fresh = request.if_none_match.contains_weak(etag.strip('"'))
        response = Response(b"" if fresh else body, status=304 if fresh else 200, mimetype=mimetype)
        response.headers["ETag"] = etag
        kept = f"max-age={max_age}" if max_age else "no-cache"
        response.headers["Cache-Control"] = f"{'public' if public else 'private'}, {kept}"
        return response


def page_number(text: str | None) -> int:
    """A page from a query, 1 at least. Raises `NotFound` for what is no page."""
    if text is None:
        return 1
    if not (text.isascii() and text.isdecimal() and 0 < len(text) < 6 and int(text) > 0):
        raise NotFound("there is no such page")
    return int(text)
