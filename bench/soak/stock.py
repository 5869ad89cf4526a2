"""`python -m bench.soak.stock HOST PORT COUNT`: python-socketio's own clients, as a partner would use them."""

from __future__ import annotations

import logging
import sys
import threading
from typing import Any

import socketio

from bench.soak.reader import Reader, answer_questions


class Listener:
    def __init__(self, url: str) -> None:
        self.reader = Reader()
        self.client = socketio.Client()
        self.client.on("*", self._on_event)
        self.client.on("disconnect", lambda *reason: self.reader.dropped())
        self.client.connect(url, transports=["websocket"], auth=lambda: self.reader.place, wait_timeout=10, retry=True)

    def _on_event(self, name: str, data: dict[str, Any]) -> None:
        if self.reader.take(name, data):
            self.client.emit("resume", self.reader.place)


def main(host: str, port: str, count: str) -> None:
    logging.getLogger("engineio.client").setLevel(logging.CRITICAL)  # connections are lost on purpose here
    listeners = [Listener(f"http://{host}:{port}") for _ in range(int(count))]
    answer_questions([one.reader for one in listeners], lambda: sum(one.client.connected for one in listeners))
    threading.Event().wait()


if __name__ == "__main__":
    main(*sys.argv[1:4])
