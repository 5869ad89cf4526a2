"""Reads requests that open a websocket. After an outage thousands come at once that differ in a few headers only: what clients of
one kind have in common is parsed and checked for the first of them."""

from __future__ import annotations

import re
from typing import Any

from webapp.delivery.fast_http.request import read_request
from webapp.delivery.socketio.opening import Opening, Own, check

MAX_KINDS = 1_024
"""Kinds of clients that are remembered: by browser, language, page and so on."""

_SOCKET_IO = b"GET /socket.io/?"

_OWN = re.compile(rb"\r\n((?i:sec-websocket-key|cookie|x-forwarded-for|x-real-ip)):[ \t]*([!-~][\t -~]*)(?=\r\n)")
_OWN_NAMES = frozenset({"HTTP_SEC_WEBSOCKET_KEY", "HTTP_COOKIE", "HTTP_X_FORWARDED_FOR", "HTTP_X_REAL_IP"})
"""The headers in which clients of one kind differ, with their values, as `read_request` takes them."""


def read_handshake(data: bytes) -> tuple[dict[str, Any], int] | None:
    """The WSGI environment of a plain websocket request and its size in bytes; `None` for anything else."""
    request = read_request(data) if data.startswith(_SOCKET_IO) else None
    if request is None or "HTTP_CONTENT_LENGTH" in request.fields:
        return None
    request_line = {
        "REQUEST_METHOD": request.method, "SERVER_PROTOCOL": "HTTP/1.1",
        "PATH_INFO": request.path, "QUERY_STRING": request.query,
    }  # fmt: skip
    return request.fields | request_line, request.size


class Openings:
    """Remembers the kinds of requests that it has read."""

    def __init__(self) -> None:
        self._kinds: dict[tuple[bytes, ...], tuple[Opening, int, int, int]] = {}

    def read(self, data: bytes, peer: str) -> tuple[Opening, Own] | None:
        """The request in `data`, of the client at `peer`; `None` for anything but one whole, plain request for a websocket.
        Raises `BadHandshake`."""
        if not data.startswith(_SOCKET_IO):
            return None
        kind = _OWN.split(data)
        values = [*kind[2::3], b""]
        del kind[2::3]
        known = self._kinds.get(tuple(kind)) or self._learn(kind, data)
        if known is None:
            return None
        opening, *places = known
        key, cookie, forwarded_for = [values[at].decode().rstrip(" \t") for at in places]
        return opening, Own(key, cookie, forwarded_for, peer)

    def _learn(self, kind: list[bytes], data: bytes) -> tuple[Opening, int, int, int] | None:
        """What is to be remembered of `kind`: it, and where in a request's own values its key and so on are (-1: nowhere)."""
        read = read_handshake(data)
        if read is None or read[1] < len(data):
            return None
        places = {name.lower(): at for at, name in enumerate(kind[1::2])}
        opening = check({name: value for name, value in read[0].items() if name not in _OWN_NAMES})
        key, cookie, forwarded_for = (places.get(n, -1) for n in (b"sec-websocket-key", b"cookie", b"x-forwarded-for"))
        if len(self._kinds) >= MAX_KINDS:
            self._kinds.clear()
        self._kinds[tuple(kind)] = known = opening, key, cookie, forwarded_for
        return known
