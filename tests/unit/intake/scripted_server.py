"""A server on loopback that answers as it was told to, byte by byte if need be."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from types import TracebackType

Play = Callable[[socket.socket, str], None]
"""Gets the connection and the request's head, and sends whatever it likes."""


class ScriptedServer:
    """`plays` maps a path to what is played there; another path is 404. `asked` are the paths in order."""

    def __init__(self) -> None:
        self.plays: dict[str, Play] = {}
        self.asked: list[str] = []
        self.heads: list[str] = []
        self.closing = threading.Event()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.base = f"http://127.0.0.1:{self._listening.getsockname()[1]}"

    def __enter__(self) -> ScriptedServer:
        threading.Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self.closing.set()
        self._listening.close()

    def _serve(self) -> None:
        while not self.closing.is_set():
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=(connection,), daemon=True).start()

    def _answer(self, connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError):
            head = b""
            while b"\r\n\r\n" not in head:
                data = connection.recv(65536)
                if not data:
                    return
                head += data
            path = head.split()[1].decode()
            self.asked.append(path)
            self.heads.append(head.decode("latin-1"))
            self.plays.get(path, page(404, b"nothing here"))(connection, head.decode("latin-1"))


def page(status: int, body: bytes, kind: str = "text/plain", **headers: str) -> Play:
    lines = {
        "Content-Type": kind,
        "Content-Length": str(len(body)),
        **{n.replace("_", "-"): v for n, v in headers.items()},
    }
    head = f"HTTP/1.1 {status} X\r\n" + "".join(f"{name}: {value}\r\n" for name, value in lines.items()) + "\r\n"
    return lambda connection, _: connection.sendall(head.encode() + body)


def stream(
    pieces: Iterable[bytes], every_s: float, head: str = "HTTP/1.0 200 OK\r\nContent-Type: audio/mpeg\r\n\r\n"
) -> Play:
    """The pieces, one every so many seconds, for as long as somebody listens."""

    def play(connection: socket.socket, _: str) -> None:
        connection.sendall(head.encode())
        for piece in pieces:
            connection.sendall(piece)
            time.sleep(every_s)

    return play


def forever(piece: bytes) -> Iterator[bytes]:
    while True:
        yield piece
