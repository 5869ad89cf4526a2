"""Requests that may be answered without gunicorn: whole, plain ones of nobody who is signed in."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import Any, cast

from webapp.delivery.fast_http.request import read_request
from webapp.delivery.forwarded import client_scheme

SIGNED_IN = b"airwire_staff="
"""The cookie of staff."""

_NOT_PLAIN = frozenset({"HTTP_UPGRADE", "HTTP_AUTHORIZATION", "HTTP_RANGE"})


def leave_to_gunicorn() -> None:
    """The answer to a request about which nothing was done here: none."""


def plain_environ(head: bytes, peer: str, server: tuple[str, int], proxy_hops: int = 0) -> dict[str, Any] | None:
    """The WSGI environment of a plain request; `None` for one that is unusual or not whole."""
    request = read_request(head)
    if request is None:
        return None
    method, path, query, fields, size = request
    environ = cast("dict[str, Any]", fields)
    if not is_plain(environ):
        return None
    length = environ.pop("HTTP_CONTENT_LENGTH", "0")
    body = head[size:]
    if not length.isdecimal() or len(body) != int(length) or (body and method == "GET"):
        return None
    if "HTTP_CONTENT_TYPE" in environ:
        environ["CONTENT_TYPE"] = environ.pop("HTTP_CONTENT_TYPE")
    if body:
        environ["CONTENT_LENGTH"] = length
    environ |= {
        "REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query,
        "SERVER_NAME": server[0], "SERVER_PORT": str(server[1]), "REMOTE_ADDR": peer,
        "wsgi.url_scheme": client_scheme(environ, peer, proxy_hops), "wsgi.input": BytesIO(body),
    }  # fmt: skip
    return environ


def is_plain(fields: Mapping[str, Any]) -> bool:
    """Whether nothing in these header fields asks for more than an answer."""
    if "HTTP_HOST" not in fields or not fields.keys().isdisjoint(_NOT_PLAIN):
        return False
    return "close" not in fields.get("HTTP_CONNECTION", "").lower()
