"""Engine.IO over sockets taken from the web server: websocket only, without a greenlet and a queue per listener.

It is plugged in by `socketio.Server._engineio_server_class()`.
"""

from __future__ import annotations

import logging
import random
import ssl
from _socket import socket as RawSocket
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Protocol

import engineio
import gevent
import orjson

from webapp.delivery.audience import Audience
from webapp.delivery.forwarded import address_behind
from webapp.delivery.limits import Admission, Limits, raise_open_files
from webapp.delivery.socketio.handshakes import kept_of
from webapp.delivery.socketio.listener import Interceptor, Listener
from webapp.delivery.socketio.opening import Opening, Own, Sessions, check
from webapp.delivery.websocket.outbox import Pool
from webapp.delivery.websocket.ping_wheel import Wheel
from webapp.delivery.websocket.receiver import RESTART, BadHandshake, switching

log = logging.getLogger(__name__)

UNSPREAD_PER_S = 50
"""Listeners that may reconnect within a second without being spread."""

Environ = dict[str, Any]
StartResponse = Callable[[str, list[tuple[str, str]]], Any]

_OPEN_TO_ALL = [("Access-Control-Allow-Origin", "*"), ("Cache-Control", "no-store")]


class Doorkeeper(Protocol):
    """Says who should rather reach another host."""

    def turns_away_request(self, environ: Mapping[str, Any], /) -> bool:
        """Whether the front asks another host if this request is refused, and that is better."""

    def turns_away_listeners(self) -> bool:
        """Whether a new listener should come back a little later, to reach another host."""


class Engine(engineio.Server):  # type: ignore[misc]
    """An Engine.IO 4 server. `sockets` has all sessions by id, `live` the listeners that get broadcasts."""

    def __init__(
        self,
        limits: Limits,
        cookies: Sequence[str] = (),
        interceptor: Interceptor | None = None,
        doorkeeper: Doorkeeper | None = None,
        welcome: Callable[[Listener, str], bool] | None = None,
        audience: Audience | None = None,
        **options: Any,
    ) -> None:
        super().__init__(
            ping_interval=limits.ping_interval_s, ping_timeout=limits.ping_timeout_s,
            max_http_buffer_size=limits.message, monitor_clients=False, transports=["websocket"], **options,
        )  # fmt: skip
        self.limits = limits
        self.live: dict[Listener, None] = {}  # in the order of joining, which is also their order in memory
        self.wheel: Wheel[Listener] = Wheel(limits.ping_interval_s, limits.ping_timeout_s)
        self.admission = Admission(limits.connections, limits.per_address)
        self.draining = False
        self.interceptor = interceptor
        self._cookies = cookies
        self._doorkeeper = doorkeeper
        self._welcome = welcome
        self._audience = audience or Audience()
        self._sessions = Sessions(limits)
        self._pool: Pool | None = None
        self._timer: Any = None

    @property
    def pool(self) -> Pool:
        """Made with the first connection: nothing may start at import, or before the workers fork."""
        if self._pool is None:
            room = raise_open_files()
            self.admission.connections = min(self.limits.connections or room, room)
            self._pool = Pool(self.limits)
            self._timer = self._pool.loop.timer(self.wheel.tick_s, self.wheel.tick_s, ref=False)
            self._timer.start(self.wheel.tick)
        return self._pool

    # The handshake

    def handle_request(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answers a request under `/socket.io/`. Raises `StopIteration` where the connection became a websocket."""
        try:
            self.admit(check(environ), Own.of(environ), lambda: _take_over(environ))
        except BadHandshake as refusal:
            body = orjson.dumps({"code": refusal.code, "message": str(refusal)})
            headers = [("Content-Type", "application/json"), ("Content-Length", str(len(body))), *_OPEN_TO_ALL]
            start_response(refusal.status, headers + refusal.headers)
            return [body]
        # This tells gunicorn that the connection is no longer its own.
        raise StopIteration

    def admit(self, opening: Opening, own: Own, take_over: Callable[[], tuple[RawSocket, bytes]]) -> None:
        """Makes a listener of the connection behind a request. Raises `BadHandshake` where it cannot become one.

        `take_over` returns the socket, and what was read of it beyond the request; it is called once all checks have passed.
        """
        answer = switching(own.key, opening.deflates)
        pool = self.pool
        address = address_behind(own.forwarded_for, own.peer, self.limits.proxies.hops)
        keeper = self._doorkeeper
        if keeper and keeper.turns_away_request(opening.environ):
            raise BadHandshake("504 Gateway Timeout", "another host is asked")
        away = self.draining or (keeper is not None and keeper.turns_away_listeners())
        entry = None if away else self.admission.enter(address)
        if entry is None:
            later = ("Retry-After", str(random.randint(2, 10)))
            raise BadHandshake("503 Service Unavailable", "no room for another listener here; try again", later)
        try:
            sock, already = take_over()
            sid = self.generate_id()
            kept = kept_of(address, opening.headers, own.cookie, self._cookies)
            kind = opening.kind
            if self._audience.knows_countries:
                kind = self._audience.kind(kind.way, opening.environ, installed=kind.place == "app")
            listener = Listener(self, pool, sock, sid, entry, kept, opening.deflates, kind)
        except BaseException:
            self.admission.leave(entry)
            raise
        self.sockets[sid] = listener
        self._audience.enter(kind)
        self.wheel.add(listener)
        listener.write(answer + self._sessions.open_frame(sid))
        listener.listen(already)

    # Called by listeners and by python-socketio

    def welcome(self, listener: Listener, message: str) -> bool:
        return self._welcome is not None and self._welcome(listener, message)

    def deliver(self, listener: Listener, message: str) -> None:
        interceptor = self.interceptor
        if interceptor is not None and listener.sio is not None and interceptor.take(listener, message, True):
            return
        self._trigger_event("message", listener.sid, message)

    def ended(self, listener: Listener, reason: str) -> None:
        """Called last by a listener's greenlet."""
        self._trigger_event("disconnect", listener.sid, reason)
        self.sockets.pop(listener.sid, None)

    def closed(self, listener: Listener, entry: str) -> None:
        self.wheel.remove(listener)
        self._audience.leave(listener.kind)
        self.admission.leave(entry)

    def send_packet(self, sid: str, pkt: Any) -> None:
        listener = self.sockets.get(sid)
        if listener is not None:
            listener.send(pkt)

    def _get_socket(self, sid: str) -> Listener:
        # The stock method drops a closed session, which the disconnect handler still needs.
        return self.sockets[sid]  # type: ignore[no-any-return]

    def generate_id(self) -> str:
        return self._sessions.new_id()

    def stats(self) -> dict[str, int]:
        pool = self._pool
        return {
            "live": len(self.live),
            "connections": self.admission.total,
            "behind": len(pool.behind) if pool else 0,
            "backlog_bytes": pool.backlogs if pool else 0,
            "unfinished_bytes": pool.unfinished if pool else 0,
            "cut_behind": pool.cut_behind if pool else 0,
            "ring": int(pool.ring is not None) if pool else 0,
        }

    def listening(self) -> int:
        """How many sessions are open."""
        return len(self.sockets)

    def send_away(self, count: int) -> int:
        """Closes up to `count` listeners, chosen at random, which reconnect by themselves. Returns how many."""
        listeners = [listener for listener in self.sockets.values() if not listener.closing]
        chosen = random.sample(listeners, min(count, len(listeners)))
        for listener in chosen:
            listener.finish(RESTART, "another server is up to date; come back")
        return len(chosen)

    def drain(self, spread_s: float) -> None:
        """Admits no more listeners, and closes all over `spread_s` seconds, so that they do not reconnect at once. Blocks.

        A small number is closed sooner.
        """
        self.draining = True
        listeners = [listener for listener in self.sockets.values() if not listener.closing]
        random.shuffle(listeners)
        spread_s = min(spread_s, len(listeners) / UNSPREAD_PER_S)
        steps = max(1, round(spread_s * 10))
        for step in range(steps):
            for listener in listeners[step::steps]:
                listener.finish(RESTART, "going down; come back")
            gevent.sleep(spread_s / steps)


def _take_over(environ: Environ) -> tuple[RawSocket, bytes]:
    """The connection, detached from gunicorn's worker, and the bytes that the worker has already read."""
    client = environ.get("gunicorn.socket")
    if client is None or isinstance(client, ssl.SSLSocket) or not hasattr(client, "detach"):
        raise BadHandshake("501 Not Implemented", "websockets need gunicorn's gevent worker, with TLS ended before it")
    already = environ["wsgi.input"].reader.unreader.take_buffered()
    return RawSocket(client.family, client.type, client.proto, client.detach()), already
