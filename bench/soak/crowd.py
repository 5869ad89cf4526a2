"""`python -m bench.soak.crowd KIND HOST PORT COUNT`: many listeners in one process, each a websocket in raw frames.

They come back as `page`s do (static/js/feed/transports/socket.js) or as `stock` JS clients: `KINDS` says how.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
from dataclasses import dataclass
from typing import Any

from bench.soak.reader import Reader, answer_questions, parsed

CONNECT_S = 8.0
NEWCOMERS_PER_S = 500
REQUEST = (
    "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\n"
    "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
)


@dataclass(frozen=True)
class Kind:
    """How a client reconnects. Attempts come after 1 s, then 2 s, up to `longest_wait_s`, each ± 50 % at random.

    When the server's ping is `overdue_s` late, the connection is tested by a `resume` and given up `answer_s` later.
    `None` stands for the timeout that the server states: stock clients wait that long and do not test.
    """

    longest_wait_s: float
    overdue_s: float | None
    answer_s: float


KINDS = {"page": Kind(2.5, 5.0, 5.0), "stock": Kind(5.0, None, 0.0)}


def client_frame(text: str) -> bytes:
    """Masked, as a client's frames must be, with a key of zeros."""
    payload = text.encode()
    assert len(payload) < 126
    return bytes((0x81, 0x80 | len(payload))) + bytes(4) + payload


class ListenerConnection(asyncio.Protocol):
    """One websocket connection of a listener, from its handshake to its end."""

    def __init__(self, kind: Kind, reader: Reader, host: str) -> None:
        self.ended = asyncio.get_running_loop().create_future()
        self.entered = False
        self.heard_at = time.monotonic()
        self.silence_s = CONNECT_S
        self._asked = False
        self._kind = kind
        self._reader = reader
        self._host = host
        self._buffer = bytearray()
        self._upgraded = False
        self.transport: Any = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        self.transport.write(REQUEST.format(host=self._host).encode())

    def connection_lost(self, error: Exception | None) -> None:
        self.entered = False
        if not self.ended.done():
            self.ended.set_result(None)

    def data_received(self, data: bytes) -> None:
        self.heard_at = time.monotonic()
        self._asked = False
        self._buffer += data
        if not self._upgraded:
            head, end, rest = self._buffer.partition(b"\r\n\r\n")
            if not end:
                return
            if b" 101 " not in head[:16]:
                self.transport.abort()
                return
            self._upgraded, self._buffer = True, rest
        for opcode, payload in self._frames():
            self._on_frame(opcode, payload)

    def _frames(self) -> list[tuple[int, bytes]]:
        """The complete frames, `(opcode, payload)`, taken out of the buffer; after a reconnection there may be a hundred."""
        buffer, start, frames = self._buffer, 0, []
        while len(buffer) >= start + 2:
            size, at = buffer[start + 1], start + 2
            if size >= 126:
                at += 2 if size == 126 else 8
                size = int.from_bytes(buffer[start + 2 : at], "big")
            if len(buffer) < at + size:
                break
            frames.append((buffer[start] & 0x0F, bytes(buffer[at : at + size])))
            start = at + size
        del buffer[:start]
        return frames

    def _on_frame(self, opcode: int, payload: bytes) -> None:
        if opcode == 8:
            self.transport.close()
        elif payload.startswith(b"42"):
            name, data = parsed(payload[2:])
            if self._reader.take(name, data):
                self._send("42" + json.dumps(["resume", self._reader.place]))
        elif payload == b"2":
            self._send("3")
        elif payload.startswith(b"40"):
            self.entered = True
        elif payload.startswith(b"0"):
            hello = json.loads(payload[1:])
            overdue_s = self._kind.overdue_s
            self.silence_s = hello["pingInterval"] / 1000 + (
                hello["pingTimeout"] / 1000 if overdue_s is None else overdue_s
            )
            self._send("40" + json.dumps(self._reader.place))

    def check(self, now: float) -> None:
        """Tests a connection that has been silent for too long, and aborts it if the test is not answered."""
        silent_s = now - self.heard_at
        if silent_s > self.silence_s + self._kind.answer_s or (silent_s > self.silence_s and not self.entered):
            self.transport.abort()
        elif silent_s > self.silence_s and not self._asked:
            self._asked = True
            self._send("420" + json.dumps(["resume", self._reader.place]))

    def _send(self, text: str) -> None:
        self.transport.write(client_frame(text))


class Listener:
    """Connects, and reconnects for ever."""

    def __init__(self, kind: Kind, host: str, port: int) -> None:
        self.reader = Reader()
        self.connection: ListenerConnection | None = None
        self._kind = kind
        self._at = host, port

    async def listen(self) -> None:
        loop, tries = asyncio.get_running_loop(), 0
        host, port = self._at
        while True:
            try:
                opening = loop.create_connection(
                    lambda: ListenerConnection(self._kind, self.reader, f"{host}:{port}"), host, port
                )
                _, connection = await asyncio.wait_for(opening, CONNECT_S)
                self.connection = connection
                await connection.ended
                if connection.silence_s != CONNECT_S:  # the server's hello had come
                    tries = 0
            except (OSError, TimeoutError):
                pass
            self.connection = None
            self.reader.dropped()
            await asyncio.sleep(min(self._kind.longest_wait_s, 2.0**tries) * random.uniform(0.5, 1.5))
            tries += 1


async def main(kind: Kind, host: str, port: int, count: int) -> None:
    listeners = [Listener(kind, host, port) for _ in range(count)]
    answer_questions(
        [one.reader for one in listeners], lambda: sum(bool(o.connection and o.connection.entered) for o in listeners)
    )
    tasks = []
    for number, listener in enumerate(listeners):
        tasks.append(asyncio.create_task(listener.listen()))
        if number % 50 == 49:
            await asyncio.sleep(50 / NEWCOMERS_PER_S)
    while True:
        await asyncio.sleep(1)
        for listener in listeners:
            if listener.connection:
                listener.connection.check(time.monotonic())


if __name__ == "__main__":
    asyncio.run(main(KINDS[sys.argv[1]], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])))
