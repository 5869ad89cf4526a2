"""gunicorn's gevent worker with an express lane: `gunicorn -k webapp.delivery.worker.Worker`.

After an outage everybody comes at once, and most of what a handshake costs is general HTTP. A plain websocket request
that is there whole when its connection is accepted goes straight to the engine; any other takes the ordinary road,
from its first byte, as under `-k gevent`.
"""

from __future__ import annotations

import gc
import re
import socket
from _socket import socket as RawSocket
from typing import TYPE_CHECKING, Any

import gevent
from gunicorn.workers.ggevent import GeventWorker

from webapp.delivery.websocket import BadHandshake

if TYPE_CHECKING:  # the worker is imported before the standard library is patched
    from webapp.delivery.engine import Engine

PEEK_BYTES = 8_192
_REQUEST = re.compile(rb'GET /socket\.io/\?([!"$-~]+) HTTP/1\.1\r\n((?:[A-Za-z0-9-]+:[\t -~]*\r\n){1,60})\r\n')
_FIELD = re.compile(rb"([A-Za-z0-9-]+):([\t -~]*)\r\n")
_NOT_PLAIN = {"HTTP_CONTENT_LENGTH", "HTTP_TRANSFER_ENCODING", "HTTP_EXPECT"}


def read_request(head: bytes) -> tuple[dict[str, Any], int] | None:
    """The WSGI words for a plain websocket request and its length; `None` for anything out of the ordinary."""
    request = _REQUEST.match(head)
    if request is None:
        return None
    fields = _FIELD.findall(request[2])
    environ: dict[str, Any] = {
        "HTTP_" + name.decode().upper().replace("-", "_"): value.strip().decode() for name, value in fields
    }
    if len(environ) != len(fields) or not _NOT_PLAIN.isdisjoint(environ):
        return None
    environ |= {
        "REQUEST_METHOD": "GET", "SERVER_PROTOCOL": "HTTP/1.1",
        "PATH_INFO": "/socket.io/", "QUERY_STRING": request[1].decode(),
    }  # fmt: skip
    return environ, request.end()


class Worker(GeventWorker):  # type: ignore[misc]
    """Also goes down gently: SIGTERM closes the listeners over `Limits.drain_s`, while requests are finished."""

    _drain: gevent.Greenlet | None = None

    def handle_exit(self, sig: int, frame: Any) -> None:
        super().handle_exit(sig, frame)
        engine = self._engine()
        if engine is not None and self._drain is None:
            self._drain = gevent.spawn(engine.drain, engine.limits.drain_s)
            if running := self.wsgi.extensions.get("airwire"):
                gevent.spawn(running.bell.close)

    def run(self) -> None:
        # The application stays for good: left out of every collection, which then only looks at the listeners.
        gc.collect()
        gc.freeze()
        super().run()
        while self._drain:
            self.notify()
            self._drain.join(1.0)

    def handle(self, listener: Any, client: Any, addr: Any) -> None:
        if not self._express(client, addr):
            super().handle(listener, client, addr)

    def _express(self, client: Any, addr: Any) -> bool:
        engine = self._engine()
        if engine is None:
            return False
        try:
            head = client._sock.recv(PEEK_BYTES, socket.MSG_PEEK | socket.MSG_DONTWAIT)
        except OSError:
            return False
        if (request := read_request(head)) is None:
            return False
        environ, size = request
        environ["REMOTE_ADDR"] = addr[0] if isinstance(addr, tuple) else ""

        def take_over() -> tuple[RawSocket, bytes]:
            client._sock.recv(size)
            return RawSocket(client.family, client.type, client.proto, client.detach()), b""

        try:
            engine.admit(environ, take_over)
        except BadHandshake:
            return False
        return True

    def _engine(self) -> Engine | None:
        if self.cfg.is_ssl or self.cfg.proxy_protocol != "off":
            return None
        # SIGTERM may come before there is an application.
        extension = getattr(getattr(self, "wsgi", None), "extensions", {}).get("socketio")
        return extension.server.eio if extension else None
