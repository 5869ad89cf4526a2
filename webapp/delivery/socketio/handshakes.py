"""What is kept of the request that opened a websocket: as much as a handler's request context needs.

A whole WSGI environment takes some 5 kB per listener. Cookies are not kept unless named: any page can open a websocket, and
the cookies that a browser sends along do not prove who wants it.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol

KEPT_HEADERS = ("HTTP_HOST", "HTTP_ORIGIN", "HTTP_USER_AGENT", "HTTP_ACCEPT_LANGUAGE", "HTTP_DNT", "HTTP_SEC_GPC")
MAX_HEADER_CHARS = 1024
"""Characters kept of one header."""

Kept = tuple[str | None, ...]


def keep(environ: Mapping[str, Any], address: str, cookies: Sequence[str] = ()) -> Kept:
    """The compact form of `environ`. Equal values of different listeners are one string in memory."""
    return kept_of(address, keep_headers(environ), environ.get("HTTP_COOKIE", ""), cookies)


def keep_headers(environ: Mapping[str, Any]) -> Kept:
    """The part of `keep` that is the same for all clients of one kind."""
    return tuple(_short(environ.get(key)) for key in KEPT_HEADERS)


def kept_of(address: str, headers: Kept, cookie_header: str, cookies: Sequence[str]) -> Kept:
    """`keep`, of its parts."""
    cookie = _named_cookies(cookie_header, cookies) if cookie_header and cookies else None
    return (_short(address), *headers, _short(cookie))


def _short(value: str | None) -> str | None:
    return value and sys.intern(value[:MAX_HEADER_CHARS])


def _named_cookies(header: str, names: Sequence[str]) -> str | None:
    sent = [cookie.strip() for cookie in header.split(";")]
    return "; ".join(cookie for cookie in sent if cookie.partition("=")[0] in names) or None


_NAMES = ("REMOTE_ADDR", *KEPT_HEADERS, "HTTP_COOKIE")


def named(kept: Kept) -> dict[str, str]:
    """The kept values by their WSGI names."""
    return {name: value for name, value in zip(_NAMES, kept, strict=True) if value is not None}


def unfold(kept: Kept, app: Any) -> dict[str, Any]:
    """A WSGI environ for the request context of one event."""
    return {
        "REQUEST_METHOD": "GET", "SCRIPT_NAME": "", "PATH_INFO": "/socket.io/", "QUERY_STRING": "",
        "SERVER_NAME": "localhost", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.version": (1, 0), "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(), "wsgi.errors": sys.stderr,
        "wsgi.multithread": True, "wsgi.multiprocess": True, "wsgi.run_once": False,
        **named(kept), "flask.app": app,
    }  # fmt: skip


class _WithHandshake(Protocol):
    handshake: Kept


class Environs(Mapping[str, dict[str, Any]]):
    """python-socketio's `server.environ`: WSGI environments by Engine.IO session, made on access."""

    def __init__(self, sockets: Mapping[str, _WithHandshake], app: Any) -> None:
        self._sockets = sockets
        self._app = app

    def __getitem__(self, eio_sid: str) -> dict[str, Any]:
        return unfold(self._sockets[eio_sid].handshake, self._app)

    def __iter__(self) -> Iterator[str]:
        return iter(self._sockets)

    def __len__(self) -> int:
        return len(self._sockets)

    def __setitem__(self, eio_sid: str, environ: Mapping[str, Any]) -> None:
        """Nothing to do: the listener has it."""

    def __delitem__(self, eio_sid: str) -> None:
        """Nothing to do: it is dropped with the listener."""
