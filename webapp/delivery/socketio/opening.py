"""The request that opens a websocket, and the first answer to it: the parts that all clients of one kind share are made once."""

from __future__ import annotations

import base64
import os
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, Self
from urllib.parse import parse_qs

import orjson

from webapp.delivery.limits import Limits
from webapp.delivery.socketio.handshakes import Kept, keep_headers
from webapp.delivery.websocket.receiver import BadHandshake, check_opening
from webapp.delivery.wire import frame
from webapp.newsroom.listeners.kinds import Kind, kind_of


class Opening(NamedTuple):
    """What a request for a websocket asks for, the same for all clients of one kind. `headers` is as in `keep_headers`, `kind`
    without the country."""

    deflates: bool
    headers: Kept
    environ: Mapping[str, Any]
    kind: Kind


class Own(NamedTuple):
    """What each client has of its own: the headers `Sec-WebSocket-Key`, `Cookie` and `X-Forwarded-For`, empty where not sent,
    and the peer's address."""

    key: str
    cookie: str
    forwarded_for: str
    peer: str

    @classmethod
    def of(cls, environ: Mapping[str, Any]) -> Self:
        return cls(
            environ.get("HTTP_SEC_WEBSOCKET_KEY", "").strip(), environ.get("HTTP_COOKIE", ""),
            environ.get("HTTP_X_FORWARDED_FOR", ""), environ.get("REMOTE_ADDR") or "",
        )  # fmt: skip


def check(environ: Mapping[str, Any]) -> Opening:
    """All of the request `environ` that is not the client's own. Raises `BadHandshake`."""
    query = parse_qs(environ.get("QUERY_STRING", ""))
    _check_query(query)
    kind = kind_of("websocket", environ, installed="app" in query)
    return Opening(check_opening(environ), keep_headers(environ), environ, kind)


def _check_query(query: dict[str, list[str]]) -> None:
    if query.get("transport") != ["websocket"]:
        raise BadHandshake("400 Bad Request", 'websocket only: connect with {transports: ["websocket"]}', code=0)
    if query.get("EIO") != ["4"]:
        raise BadHandshake("400 Bad Request", "Engine.IO protocol 4 only: a client of Socket.IO 3 or later", code=5)
    if "sid" in query:
        raise BadHandshake("400 Bad Request", "there is nothing to upgrade from", code=1)


ID_BYTES, ID_CHARS = 15, 20
IDS_AT_ONCE = 64


class Sessions:
    """Makes session ids, and the frames that say them."""

    def __init__(self, limits: Limits) -> None:
        self._ids = _ids()
        self._open = {
            "upgrades": [], "pingInterval": round(limits.ping_interval_s * 1000),
            "pingTimeout": round(limits.ping_timeout_s * 1000), "maxPayload": limits.message,
        }  # fmt: skip
        somebody = "." * ID_CHARS
        self._before, self._after = frame(b"0" + self._packet(somebody)).split(somebody.encode())

    def _packet(self, sid: str) -> bytes:
        return orjson.dumps({"sid": sid} | self._open)

    def new_id(self) -> str:
        """Twenty characters that nobody can guess."""
        return next(self._ids)

    def open_frame(self, sid: str) -> bytes:
        """The frame of the Engine.IO packet that opens the session."""
        return b"%b%b%b" % (self._before, sid.encode(), self._after)


def _ids() -> Iterator[str]:
    """Many for one question to the system."""
    while True:
        text = base64.urlsafe_b64encode(os.urandom(ID_BYTES * IDS_AT_ONCE)).decode()
        yield from (text[at : at + ID_CHARS] for at in range(0, len(text), ID_CHARS))
