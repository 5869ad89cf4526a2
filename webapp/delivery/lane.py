"""A plain HTTP connection under the gevent worker, served from what is kept ready for as long as that will do."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Callable
from typing import Any, Protocol

import gevent

LONGEST = 8_192
"""Bytes of one request, its body included, that are looked at here."""


class Answers(Protocol):
    def answer(self, head: bytes, peer: str, server: tuple[str, int]) -> bytes | None:
        """The whole answer to the request `head`, or `None`: then nobody has done anything about it."""


def serve(client: Any, peer: str, answers: Answers, keepalive_s: float, open_for_more: Callable[[], bool]) -> bool:
    """Answers requests until one needs the ordinary road (`False`: it is still unread), or the connection is over."""
    server: tuple[str, int] = client.getsockname()[:2]
    while open_for_more():
        head = client.glance(LONGEST)
        if head is None:
            with gevent.Timeout(keepalive_s, False):
                head = client.recv(LONGEST, socket.MSG_PEEK)
        if not head:
            return _over(client)
        answer = answers.answer(head, peer, server)
        if answer is None:
            return False
        client.recv(len(head))
        try:
            client.sendall(answer)
        except OSError:
            return _over(client)
    return False


def _over(client: Any) -> bool:
    with contextlib.suppress(OSError):
        client.close()
    return True
