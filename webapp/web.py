"""What every HTTP door shares: bodies read with a limit, answers from memory with an ETag, errors as RFC 9457."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

import orjson
from flask import Response, request

from webapp.newsroom.errors import FieldError, Invalid, NewsroomError, NotFound, TooMany

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
    if isinstance(error, TooMany):
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


@dataclass(frozen=True)
class _Made:
    """A rendered answer, and the same compressed where that is worth it."""

    version: Any
    body: bytes
    packed: bytes | None
    tag: str


class Remembered:
    """Answers by what they depend on: each is rendered and compressed once, then served, or answered 304, from memory."""

    def __init__(self, most: int = 500) -> None:
        self._most = most
        self._made: dict[Any, _Made] = {}

    def answer(
        self,
        name: Any,
        version: Any,
        mimetype: str,
        render: Callable[[], bytes],
        cache: str = "public, no-cache",
        says: Any = None,
    ) -> Response:
        """The answer `name` as of `version`. `cache` is its Cache-Control; as it stands, caches ask each time.

        `says` is what its ETag stands for, where the bytes also hold the time of asking.
        """
        made = self._made.get(name)
        if made is None or made.version != version:
            made = _make(version, render(), says)
            if len(self._made) >= self._most:
                self._made.pop(next(iter(self._made)))
            self._made[name] = made
        packed = made.packed if request.accept_encodings["gzip"] > 0 else None
        tag = made.tag if packed is None else f"{made.tag}-gz"
        known = request.if_none_match.contains_weak(tag)
        response = Response(b"" if known else packed or made.body, status=304 if known else 200, mimetype=mimetype)
        headers = response.headers
        headers["ETag"] = f'"{tag}"'
        headers["Cache-Control"] = cache
        if made.packed is not None:
            headers["Vary"] = "Accept-Encoding"
        if packed is not None and not known:
            headers["Content-Encoding"] = "gzip"
        return response


def _make(version: Any, body: bytes, says: Any) -> _Made:
    body = bytes(memoryview(body))  # orjson leaves room behind what it makes
    packed = gzip.compress(body, 6, mtime=0) if len(body) > 600 else body
    tag = blake2b(body if says is None else repr(says).encode(), digest_size=9).hexdigest()
    return _Made(version, body, packed if len(packed) < len(body) else None, tag)


def page_number(text: str | None) -> int:
    """A page from a query, 1 at least. Raises `NotFound` for what is no page."""
    if text is None:
        return 1
    if not (text.isascii() and text.isdecimal() and 0 < len(text) < 6 and int(text) > 0):
        raise NotFound("there is no such page")
    return int(text)
