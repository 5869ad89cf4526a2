"""A plain HTTP connection under the gevent worker, answered in the hub itself for as long as answers are ready.

    readable ─► recv ─► ready? ── yes ─► send, and wait for the next
                          │
                          └─ no ─► the connection's greenlet, parked until then, has it made, and parks again;
                                   or the request, unread again, takes the ordinary road

A kept connection costs no switch of greenlets per request, and a beacon none while the store is asked.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable
from typing import Protocol

from gevent import get_hub
from gevent.hub import Waiter

from webapp.delivery.fast_http.request import MAX_REQUEST_BYTES
from webapp.delivery.fast_http.timeouts import PatientSocket
from webapp.delivery.websocket.outbox import READ

log = logging.getLogger(__name__)

Make = Callable[[], bytes | None]
"""Makes an answer; this may block. `None`: nobody has done anything about the request, it takes the ordinary road."""


Due = tuple[bytes, bytes | Make]
"""A request, and how its answer is made, or what of it is still to be sent."""

Later = Callable[[bytes | Make], None]


class Answers(Protocol):
    def at_once(self, head: bytes, peer: str, server: tuple[str, int], later: Later) -> bytes | Make | None:
        """The whole answer to the request `head`, or how it is made; `None`: `later` gets it, once.

        Called in the hub, where nothing may block. `later` is to be called on the hub's thread.
        """


class KeptConnection:
    """One connection, between the hub and the greenlet that is parked in `wait`."""

    def __init__(
        self, client: PatientSocket, peer: str, answers: Answers, keepalive_s: float, open_for_more: Callable[[], bool]
    ) -> None:
        self._socket = client._sock
        self._peer = peer
        self._server: tuple[str, int] = client.getsockname()[:2]
        self._answers = answers
        self._keepalive_s = keepalive_s
        self._open_for_more = open_for_more
        self._request = b""
        self._owes = False
        self._parked: Waiter[Due | None] | None = None
        self._loop = loop = get_hub().loop
        self._active_at = 0.0
        self._readable = loop.io(client.fileno(), READ)
        self._clock = loop.timer(keepalive_s, keepalive_s / 2)

    def wait(self) -> Due | None:
        """Parks until something is to be done that may block; `None` once the connection is over."""
        self._parked = parked = Waiter()
        self._active_at = self._loop.now()
        self._readable.start(self._on_readable)
        self._clock.start(self._on_clock)
        try:
            due: Due | None = parked.get()
            return due
        finally:
            self._parked = None
            self._readable.stop()
            self._clock.stop()

    def close(self) -> None:
        self._readable.close()
        self._clock.close()

    # In the hub, but for `_later`, which may be called from a greenlet

    def _on_readable(self) -> None:
        if self._owes:
            self._readable.stop()  # the next request waits until this one is answered
            return
        try:
            self._request = self._socket.recv(MAX_REQUEST_BYTES)
        except BlockingIOError:
            return
        except OSError:
            self._request = b""
        if not self._request:
            self._wake(None)
            return
        self._active_at = self._loop.now()
        self._owes = True
        try:
            answer = self._answers.at_once(self._request, self._peer, self._server, self._later)
        except Exception:
            log.exception("a request was not answered")
            self._wake(None)
            return
        if answer is not None:
            self._later(answer)

    def _later(self, answer: bytes | Make) -> None:
        self._owes = False
        if self._parked is None:
            return  # the connection was over meanwhile
        if not isinstance(answer, bytes):
            self._wake((self._request, answer))
            return
        try:
            sent = self._socket.send(answer)
        except BlockingIOError:
            sent = 0
        except OSError:
            self._wake(None)
            return
        if sent < len(answer):
            self._wake((self._request, answer[sent:]))
        elif not self._open_for_more():
            self._wake(None)
        elif not self._readable.active:
            self._readable.start(self._on_readable)

    def _on_clock(self) -> None:
        if not self._owes and self._loop.now() - self._active_at >= self._keepalive_s:
            self._wake(None)

    def _wake(self, due: Due | None) -> None:
        if self._parked is not None:
            parked, self._parked = self._parked, None
            self._readable.stop()
            self._loop.run_callback(parked.switch, due)


def serve(
    client: PatientSocket, peer: str, answers: Answers, keepalive_s: float, open_for_more: Callable[[], bool]
) -> bool:
    """Answers requests until one needs the ordinary road (`False`: it is unread again), or the connection is over."""
    line = KeptConnection(client, peer, answers, keepalive_s, open_for_more)
    try:
        while due := line.wait():
            request, answer = due
            made = answer if isinstance(answer, bytes) else answer()
            if made is None:
                client.unread(request)
                return False
            client.sendall(made)
            if not open_for_more():
                break
    except OSError:
        pass
    finally:
        line.close()
    with contextlib.suppress(OSError):
        client.close()
    return True
