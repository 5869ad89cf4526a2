"""Reads requests that open a websocket, each kind of them once."""

from __future__ import annotations

from typing import Any

from webapp.delivery.fast_http.kinds import Kinds, value_of
from webapp.delivery.fast_http.request import read_request, wsgi_name
from webapp.delivery.socketio.opening import Opening, Own, check

_SOCKET_IO = b"GET /socket.io/?"

_OWN = ("Sec-WebSocket-Key", "Cookie", "X-Forwarded-For", "X-Real-IP")
_OWN_NAMES = frozenset(wsgi_name(name) for name in _OWN)


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
        self._kinds = Kinds(_OWN, _opening)

    def read(self, data: bytes, peer: str) -> tuple[Opening, Own] | None:
        """The request in `data`, of the client at `peer`; `None` for anything but one whole, plain request for a websocket.
        Raises `BadHandshake`."""
        found = self._kinds.read(data) if data.startswith(_SOCKET_IO) else None
        if found is None:
            return None
        opening, (key, cookie, forwarded_for, _) = found
        return opening, Own(value_of(key), value_of(cookie), value_of(forwarded_for), peer)


def _opening(data: bytes) -> Opening | None:
    read = read_handshake(data)
    if read is None or read[1] < len(data):
        return None
    return check({name: value for name, value in read[0].items() if name not in _OWN_NAMES})
