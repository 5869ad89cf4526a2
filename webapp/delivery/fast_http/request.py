"""The parser for requests that are answered without gunicorn. It takes plain requests only, and reads them as gunicorn does."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

MAX_REQUEST_BYTES = 8_192
"""Bytes of a request with its body; longer ones are left to gunicorn."""

_REQUEST = re.compile(rb"(GET|POST) (/[!-~]*) HTTP/1\.1\r\n((?:[A-Za-z0-9-]+:[\t -~]*\r\n){1,60})\r\n")
_LEFT_TO_GUNICORN = frozenset({"HTTP_TRANSFER_ENCODING", "HTTP_EXPECT"})


class Request(NamedTuple):
    """The head of a request. `fields` are by their WSGI names (`HTTP_HOST`), a dict of the caller's own; `query` is
    without its `?`; the body begins at byte `size`."""

    method: str
    path: str
    query: str
    fields: dict[str, str]
    size: int


def read_request(data: bytes) -> Request | None:
    """The request at the start of `data`; `None` where it is unusual, or its head is not whole."""
    found = _REQUEST.match(data)
    if found is None:
        return None
    lines = [line.partition(":") for line in found[3].decode().split("\r\n")[:-1]]
    fields = {wsgi_name(name): value.strip(" \t") for name, _, value in lines}
    if len(fields) != len(lines) or not fields.keys().isdisjoint(_LEFT_TO_GUNICORN):
        return None
    target = found[2].decode()
    path, mark, query = target.partition("?")
    if "%" in path or "#" in target or (mark and not query):
        return None
    return Request(found[1].decode(), path, query, fields, found.end())


@lru_cache(maxsize=1024)
def wsgi_name(field: str) -> str:
    """The WSGI name of a header field: `Accept-Language` → `HTTP_ACCEPT_LANGUAGE`."""
    return "HTTP_" + field.upper().replace("-", "_")
