"""gunicorn's gevent worker with a fast path: `gunicorn -k webapp.delivery.fast_http.worker.Worker`.

After an outage all listeners reconnect at once, and most of the cost of a handshake is general HTTP. A plain websocket
request that comes whole goes straight to the engine (`arrivals.py`, `openings.py`). Any other is handled as under `-k gevent`,
from its first byte.
"""

from __future__ import annotations

import contextlib
import gc
import socket
from _socket import socket as RawSocket
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

import gevent
from gevent import monkey
from gevent.server import StreamServer
from gunicorn.workers.ggevent import GeventWorker

from webapp.delivery.fast_http.arrivals import Arrivals
from webapp.delivery.fast_http.keepalive_lane import KeptConnection, serve
from webapp.delivery.fast_http.openings import Openings
from webapp.delivery.fast_http.timeouts import PatientSocket
from webapp.delivery.limits import Admission
from webapp.delivery.websocket.receiver import BadHandshake
from webapp.processes.leaving import is_leaving

if TYPE_CHECKING:  # the worker is imported before the standard library is patched
    from webapp.delivery.socketio.engine import Engine

GC_THRESHOLDS = (2_000, 2, 1_000)
"""Thresholds of the garbage collector. Few objects here are in cycles, and a crowd's reads or handshakes are thousands of
objects at once: at Python's own thresholds (700, 10, 10) a tenth of the time goes into scanning them again and again.

A collection lets no other thread run, whichever it happens in. Of 20,000 young objects, as a thread makes them that works out a
month of the schedule, it took 11 ms (20 at most), and no headline went out meanwhile; of 2,000 it takes one. Whole
collections, which look at everything, are the rarest."""

SERVICE_FULL = b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"

ACCEPTED_AT_ONCE = 16
"""Connections that a process accepts before it looks at the others. It takes turns with its sisters, which share the socket."""


class Worker(GeventWorker):  # type: ignore[misc]
    """On SIGTERM it also closes the listeners over `Limits.drain_s` seconds, while requests are finished."""

    sockets: list[Any]
    _drain: gevent.Greenlet | None = None

    def patch(self) -> None:
        """Patches what the master left out (`_import_everything` in gunicorn_conf.py).

        Patching all again would have gevent register its fork hooks a second time, and the worker's first child fail in them.
        """
        if not monkey.is_module_patched("threading"):
            super().patch()
            return
        monkey.patch_os()
        monkey.patch_signal()
        monkey.patch_queue()
        self.sockets = [
            gevent.socket.socket(listener.FAMILY, socket.SOCK_STREAM, fileno=listener.sock.detach())
            for listener in self.sockets
        ]

    def handle_exit(self, sig: int, frame: Any) -> None:
        super().handle_exit(sig, frame)
        engine = self._engine()
        if engine is not None and self._drain is None:
            self._drain = gevent.spawn(engine.drain, engine.limits.drain_s)
            if running := self.wsgi.extensions.get("airwire"):
                gevent.spawn(running.bell.close)
        for connection in tuple(self._kept):
            connection.end_if_idle()

    def run(self) -> None:
        # The application is never freed, so it is left out of collections, which then only scan the listeners.
        gc.collect()
        gc.freeze()
        gc.set_threshold(*GC_THRESHOLDS)
        super().run()
        while self._drain:
            self.notify()
            self._drain.join(1.0)

    def server_class(self, listener: Any, *, spawn: Any, **given: Any) -> StreamServer:
        """Accepts from `listener`; gunicorn calls this in place of its own server."""
        handle = partial(self.handle, listener)
        if self._engine() is None:
            encryption = {"ssl_context": given["ssl_context"]} if "ssl_context" in given else {}
            return StreamServer(listener, handle=handle, spawn=spawn, **encryption)
        return Arrivals(
            listener, self._open_websocket, handle, spawn, ACCEPTED_AT_ONCE, self._enter, self._requests.leave
        )  # fmt: skip

    def handle(self, listener: Any, client: Any, addr: Any, first: bytes = b"") -> None:
        """Serves a connection, of which the bytes `first` were read already."""
        engine = self._engine()
        if engine is None:
            super().handle(listener, client, addr)
            return
        limits = engine.limits
        ticket = self._enter(addr)
        if ticket is None:
            with contextlib.suppress(OSError):
                client._sock.send(SERVICE_FULL, socket.MSG_DONTWAIT)
            client.close()
            return
        try:
            client_socket = PatientSocket(client, limits.body_s, limits.piece_s)
            if not self._serve_kept(client_socket, addr, first):
                super().handle(listener, client_socket, addr)
        finally:
            self._requests.leave(ticket)

    def handle_request(self, listener_name: Any, req: Any, sock: Any, addr: Any) -> Any:
        if is_leaving():
            req.force_close()  # so that a front's kept connections come to an end before this process does
        if not isinstance(sock, PatientSocket):
            return super().handle_request(listener_name, req, sock, addr)
        sock.begin_body()
        try:
            return super().handle_request(listener_name, req, sock, addr)
        finally:
            sock.end_body()

    def handle_error(self, req: Any, client: Any, addr: Any, exc: BaseException) -> None:
        """A request that is cut off by the shutdown is no error."""
        if not isinstance(exc, gevent.GreenletExit):
            super().handle_error(req, client, addr, exc)

    def _serve_kept(self, client: PatientSocket, addr: Any, first: bytes) -> bool:
        running = self.wsgi.extensions.get("airwire")
        if running is None or not isinstance(addr, tuple) or not self.cfg.keepalive:
            client.unread(first)
            return False
        try:
            return serve(
                client, addr[0], running.ready, self.cfg.keepalive, lambda: self.alive and not is_leaving(), self._kept,
                first,
            )  # fmt: skip
        except OSError:
            client.close()
            return True

    @cached_property
    def _kept(self) -> set[KeptConnection]:
        return set()

    def _enter(self, addr: Any) -> str | None:
        """A ticket of `_requests` for a peer, whoever it is: behind our proxy all are the proxy, which bounds slow clients and
        crowds itself."""
        engine = self._engine()
        is_counted = isinstance(addr, tuple) and engine is not None and not engine.limits.proxies.hops
        return self._requests.enter(addr[0] if is_counted else "")

    @cached_property
    def _requests(self) -> Admission:
        """Counts connections that are no websockets: those with a request under way, and those kept alive for the next one."""
        engine = self._engine()
        per_address = engine.limits.per_address if engine else self.worker_connections
        return Admission(self.worker_connections, per_address)

    @cached_property
    def _openings(self) -> Openings:
        return Openings()

    def _open_websocket(self, sock: RawSocket, data: bytes, addr: Any) -> bool:
        """As in `arrivals.OpenWebsocket`. Refusals are left to the ordinary road."""
        engine = self._engine()
        if engine is None:
            return False
        try:
            read = self._openings.read(data, addr[0] if isinstance(addr, tuple) else "")
            if read is None:
                return False
            engine.admit(*read, lambda: (sock, b""))
        except BadHandshake:
            return False
        return True

    def _engine(self) -> Engine | None:
        if self.cfg.is_ssl or self.cfg.proxy_protocol != "off":
            return None
        # SIGTERM may come before there is an application.
        extension = getattr(getattr(self, "wsgi", None), "extensions", {}).get("socketio")
        return extension.server.eio if extension else None
