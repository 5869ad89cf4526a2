"""How long a pushed headline takes to open sockets."""

from __future__ import annotations

import threading
import time
from contextlib import suppress

import requests
import websocket

from bench.rig.processes import Peer
from bench.strangers.addresses import fresh

LISTENERS = 8
PUSH_EVERY_S = 0.25
WARM_UP_PUSHES = 5


class Listener(threading.Thread):
    """An open socket; `received_at` has the monotonic time at which each headline came, by its text."""

    def __init__(self, port: int) -> None:
        super().__init__(daemon=True)
        self.received_at: dict[str, float] = {}
        self._socket = websocket.create_connection(f"ws://127.0.0.1:{port}/socket.io/?EIO=4&transport=websocket")
        self._socket.recv()
        self._socket.send("40")
        self._socket.recv()
        self.start()

    def run(self) -> None:
        with suppress(websocket.WebSocketException, OSError):
            while True:
                self._on_message(self._socket.recv())

    def close(self) -> None:
        self._socket.close()

    def _on_message(self, message: str | bytes) -> None:
        if message == "2":
            self._socket.send("3")
        elif isinstance(message, str) and message.startswith('42["breaking"'):
            self.received_at.setdefault(message.partition('"headline":"')[2].partition('"')[0], time.monotonic())


def push_ms(peer: Peer, token: str, count: int) -> list[float]:
    """Publishes `count` headlines; returns the milliseconds from each request to each of `LISTENERS` sockets, sorted."""
    listeners = [Listener(peer.port) for _ in range(LISTENERS)]
    sent: dict[str, float] = {}
    for number in range(WARM_UP_PUSHES + count):
        headline = f"Headline {next(fresh)}"
        began = time.monotonic()
        answer = requests.post(
            f"http://127.0.0.1:{peer.port}/api/v1/breaking", json={"headline": headline, "priority": "urgent"},
            headers={"Authorization": f"Bearer {token}"}, timeout=60,
        )  # fmt: skip
        answer.raise_for_status()
        if number >= WARM_UP_PUSHES:
            sent[headline] = began
        time.sleep(PUSH_EVERY_S)
    time.sleep(1)
    for listener in listeners:
        listener.close()
    return sorted((listener.received_at[name] - at) * 1000 for name, at in sent.items() for listener in listeners)
