"""A plain HTTP connection under the gevent worker, answered in the hub for as long as answers are ready.

    readable ─► recv ─► ready? ── yes ─► send, and wait for the next
                          │
                          └─ no ─► wakes the connection's parked greenlet, which makes the answer and parks again,
                                   or puts the request back and leaves the connection to gunicorn

A kept connection costs no greenlet switch per request, and a beacon none while the store is asked.
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
"""Makes an answer, and may block. `None`: nothing was done about the request, and gunicorn has to answer it."""

Due = tuple[bytes, bytes | Make]
"""A request, with the function that makes its answer, or the bytes of the answer that are still to be sent."""

Later = Callable[[bytes | Make], None]


class Answers(Protocol):
    """The source of answers."""

    def at_once(self, head: bytes, peer: str, server: tuple[str, int], later: Later) -> bytes | Make | None:
        """The whole answer to the request `head`, or a function that makes it; `None` where `later` gets it, once.

        Called in the hub, so it may not block. `later` has to be called on the hub's thread.
        """


class KeptConnection:
    """One connection: the hub answers what is ready, and wakes the greenlet parked in `wait` for anything else."""

    def __init__(
        self,
        client: PatientSocket,
        peer: str,
        answers: Answers,
        keepalive_s: float,
        open_for_more: Callable[[], bool],
        first: bytes = b"",
    ) -> None:
        self._socket = client._sock
        self._peer = peer
        self._server: tuple[str, int] = client.getsockname()[:2]
        self._answers = answers
        self._keepalive_s = keepalive_s
        self._open_for_more = open_for_more
        self._first = first
        self._request = b""
        self._owes = False
        self._parked: Waiter[Due | None] | None = None
        self._loop = loop = get_hub().loop
        self._active_at = 0.0
        self._readable = loop.io(client.fileno(), READ)
        self._clock = loop.timer(keepalive_s, keepalive_s / 2)

    def wait(self) -> Due | None:
        """Parks the greenlet until there is work that may block; `None` once the connection is over."""
        self._parked = parked = Waiter()
        self._active_at = self._loop.now()
        self._readable.start(self._on_readable)
        self._clock.start(self._on_clock)
        if self._first:
            self._loop.run_callback(self._answer, self._first)
            self._first = b""
        try:
            due: Due | None = parked.get()
            return due
        finally:
            self._parked = None
            self._readable.stop()
            self._clock.stop()

    def end_if_idle(self) -> None:
        """Ends the connection unless a request is being answered: the process goes down."""
        if not self._owes:
            self._wake(None)

    def close(self) -> None:
        self._readable.close()
        self._clock.close()

    # In the hub; `_later` may also be called from a greenlet

    def _on_readable(self) -> None:
        if self._owes:
            self._readable.stop()  # the next request waits until this one is answered
            return
        try:
            request = self._socket.recv(MAX_REQUEST_BYTES)
        except BlockingIOError:
            return
        except OSError:
            request = b""
        if request:
            self._answer(request)
        else:
            self._wake(None)

    def _answer(self, request: bytes) -> None:
        self._request = request
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
    client: PatientSocket,
    peer: str,
    answers: Answers,
    keepalive_s: float,
    open_for_more: Callable[[], bool],
    kept: set[KeptConnection],
    first: bytes = b"",
) -> bool:
    """Answers requests until the connection is over (True), or one is left to gunicorn (False: it is put back, unread).

    `kept` has the connections that are served here now; `first` was read of this one already.
    """
    connection = KeptConnection(client, peer, answers, keepalive_s, open_for_more, first)
    kept.add(connection)
    try:
        while due := connection.wait():
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
        kept.discard(connection)
        connection.close()
    with contextlib.suppress(OSError):
        client.close()
    return True
