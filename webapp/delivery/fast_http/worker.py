"""gunicorn's gevent worker with an express lane: `gunicorn -k webapp.delivery.fast_http.worker.Worker`.

After an outage everybody comes at once, and most of what a handshake costs is general HTTP. A plain websocket request
that is there whole when its connection is accepted goes straight to the engine; any other takes the ordinary road,
from its first byte, as under `-k gevent`.
"""

from __future__ import annotations

import contextlib
import gc
import socket
import warnings
from _socket import socket as RawSocket
from functools import cached_property
from typing import TYPE_CHECKING, Any

import gevent
from gevent import monkey
from gunicorn.workers.ggevent import GeventWorker

from webapp.delivery.fast_http.keepalive_lane import serve
from webapp.delivery.fast_http.request import MAX_REQUEST_BYTES, read_request
from webapp.delivery.fast_http.timeouts import PatientSocket
from webapp.delivery.limits import Admission
from webapp.delivery.websocket.receiver import BadHandshake

if TYPE_CHECKING:  # the worker is imported before the standard library is patched
    from webapp.delivery.socketio.engine import Engine

COLLECT_AFTER = (20_000, 20, 20)
"""Little here is rubbish that only a collection finds, and a crowd's reads or handshakes are thousands of objects at once:
at Python's own thresholds (700, 10, 10) a tenth of their time goes into looking at them again and again."""

FULL = b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
_SOCKET_IO = b"GET /socket.io/?"


def read_handshake(data: bytes) -> tuple[dict[str, Any], int] | None:
    """The WSGI words for a plain websocket request and its length; `None` for anything out of the ordinary."""
    request = read_request(data) if data.startswith(_SOCKET_IO) else None
    if request is None or "HTTP_CONTENT_LENGTH" in request.fields:
        return None
    words = {
        "REQUEST_METHOD": request.method, "SERVER_PROTOCOL": "HTTP/1.1",
        "PATH_INFO": request.path, "QUERY_STRING": request.query,
    }  # fmt: skip
    return request.fields | words, request.size


class Worker(GeventWorker):  # type: ignore[misc]
    """Also goes down gently: SIGTERM closes the listeners over `Limits.drain_s`, while requests are finished."""

    _drain: gevent.Greenlet | None = None

    def patch(self) -> None:
        with warnings.catch_warnings():
            # The master patched all but what it waits with; here the rest follows.
            warnings.simplefilter("ignore", monkey.MonkeyPatchWarning)
            super().patch()

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
        gc.set_threshold(*COLLECT_AFTER)
        super().run()
        while self._drain:
            self.notify()
            self._drain.join(1.0)

    def handle(self, listener: Any, client: Any, addr: Any) -> None:
        if self._express(client, addr):
            return
        engine = self._engine()
        if engine is None:
            super().handle(listener, client, addr)
            return
        # Behind a proxy of ours every peer is the proxy, which keeps slow ones and crowds from us.
        limits = engine.limits
        entry = self._requests.enter(addr[0] if isinstance(addr, tuple) and not limits.proxy_hops else "")
        if entry is None:
            with contextlib.suppress(OSError):
                client._sock.send(FULL, socket.MSG_DONTWAIT)
            client.close()
            return
        try:
            patient = PatientSocket(client, limits.body_s, limits.piece_s)
            if not self._served(patient, addr):
                super().handle(listener, patient, addr)
        finally:
            self._requests.leave(entry)

    def handle_request(self, listener_name: Any, req: Any, sock: Any, addr: Any) -> Any:
        if not isinstance(sock, PatientSocket):
            return super().handle_request(listener_name, req, sock, addr)
        sock.begin_body()
        try:
            return super().handle_request(listener_name, req, sock, addr)
        finally:
            sock.end_body()

    def handle_error(self, req: Any, client: Any, addr: Any, exc: BaseException) -> None:
        """Whoever has not finished when we go down is cut; that is no error of anybody's."""
        if not isinstance(exc, gevent.GreenletExit):
            super().handle_error(req, client, addr, exc)

    def _served(self, client: PatientSocket, addr: Any) -> bool:
        running = self.wsgi.extensions.get("airwire")
        if running is None or not isinstance(addr, tuple) or not self.cfg.keepalive:
            return False
        try:
            return serve(client, addr[0], running.ready, self.cfg.keepalive, lambda: self.alive)
        except OSError:
            client.close()
            return True

    @cached_property
    def _requests(self) -> Admission:
        """Connections that are no websocket: those with a request under way, and those kept for the next one."""
        engine = self._engine()
        per_address = engine.limits.per_address if engine else self.worker_connections
        return Admission(self.worker_connections, per_address)

    def _express(self, client: Any, addr: Any) -> bool:
        engine = self._engine()
        if engine is None:
            return False
        try:
            data = client._sock.recv(MAX_REQUEST_BYTES, socket.MSG_PEEK | socket.MSG_DONTWAIT)
        except OSError:
            return False
        if (request := read_handshake(data)) is None:
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
