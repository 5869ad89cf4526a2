"""The small fan-out application under the real gunicorn, and a raw websocket client to be rude with."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Self

from tests.ports import free_port
from tests.unit.delivery.websocket_frames import masked

ROOT = Path(__file__).parents[3]
HANDSHAKE = (
    "GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n{headers}\r\n"
)
EXPRESS = "webapp.delivery.fast_http.worker.Worker"
PATH = "/socket.io/?EIO=4&transport=websocket"


def eventually(true: Callable[[], Any], within_s: float = 5.0) -> Any:
    """Wait for what must become true; the last value, true or not."""
    deadline = time.monotonic() + within_s
    while not (value := true()) and time.monotonic() < deadline:
        time.sleep(0.01)
    return value


class Fanout:
    """A running server."""

    def __init__(self, port: int, process: subprocess.Popen[bytes], log: Path) -> None:
        self.port = port
        self.process = process
        self.log = log

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def post(self, path: str, **told: Any) -> str:
        body = json.dumps(told).encode()
        request = urllib.request.Request(self.url + path, body, {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=30) as answer:
            return str(answer.read().decode())

    def state(self) -> dict[str, Any]:
        with urllib.request.urlopen(self.url + "/state", timeout=10) as answer:
            return dict(json.load(answer))

    def memory_kb(self) -> int:
        status = Path(f"/proc/{self.state()['pid']}/status").read_text()
        return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1])


@contextlib.contextmanager
def serve(log: Path, port: int = 0, worker: str = EXPRESS, **limits: Any) -> Iterator[Fanout]:
    port = port or free_port()
    command = [sys.executable, "-m", "gunicorn", "-k", worker, "-w", "1", "-b", f"127.0.0.1:{port}",
               "--no-control-socket", "tests.web.delivery.fanout_app:app"]  # fmt: skip
    with log.open("wb") as out:
        process = subprocess.Popen(
            command, cwd=ROOT, stdout=out, stderr=out, env=os.environ | {"FANOUT_LIMITS": json.dumps(limits)}
        )
    fanout = Fanout(port, process, log)
    try:
        eventually(lambda: _answers(fanout), 15)
        yield fanout
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _answers(fanout: Fanout) -> bool:
    try:
        return bool(fanout.state())
    except OSError:
        return False


class Rude:
    """A websocket client that keeps to the protocol only as far as its caller does."""

    def __init__(
        self,
        fanout: Fanout,
        path: str = PATH,
        headers: str = "",
        after: bytes = b"",
        receive: int = 0,
        pause_at: int = 0,
    ) -> None:
        self.socket = socket.socket()
        if receive:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive)
        self.socket.settimeout(10)
        self.socket.connect(("127.0.0.1", fanout.port))
        self._have = b""
        handshake = HANDSHAKE.format(path=path, port=fanout.port, headers=headers).encode() + after
        if pause_at:
            self.socket.sendall(handshake[:pause_at])
            fanout.state()  # by now the first piece has been looked at
        self.socket.sendall(handshake[pause_at:])
        self.head = self._until(b"\r\n\r\n").decode()

    def _more(self) -> bytes:
        data = self.socket.recv(65_536)
        if not data:
            raise EOFError
        self._have += data
        return data

    def _until(self, mark: bytes) -> bytes:
        while mark not in self._have:
            self._more()
        head, _, self._have = self._have.partition(mark)
        return head

    def _exactly(self, size: int) -> bytes:
        while len(self._have) < size:
            self._more()
        data, self._have = self._have[:size], self._have[size:]
        return data

    def body(self) -> bytes:
        """The rest of an answer that was no websocket."""
        with contextlib.suppress(TimeoutError, EOFError):
            self.socket.settimeout(0.5)
            while True:
                self._more()
        return self._have

    def frame(self) -> tuple[int, bytes]:
        """The next frame: opcode and payload. `EOFError` at the end, `ConnectionResetError` where we were cut."""
        first, size = self._exactly(2)
        assert first & 0x70 == 0
        assert size < 0x80
        if size > 125:
            size = int.from_bytes(self._exactly(2 if size == 126 else 8), "big")
        return first & 0x0F, self._exactly(size)

    def text(self) -> str:
        opcode, payload = self.frame()
        assert opcode == 1, (opcode, payload)
        return payload.decode()

    def closed(self) -> int:
        """Read on to the server's close frame; its code. 0 for an end without one."""
        try:
            while True:
                opcode, payload = self.frame()
                if opcode == 8:
                    return int.from_bytes(payload[:2], "big")
        except (EOFError, ConnectionResetError):
            return 0

    def send(self, data: bytes) -> None:
        self.socket.sendall(data)

    def say(self, text: str) -> None:
        self.send(masked(1, text.encode()))

    def expect(self, start: str) -> str:
        """The rest of the next text, which begins like this; pings in between are answered."""
        while (text := self.text()) == "2":
            self.say("3")
        assert text.startswith(start), text
        return text.removeprefix(start)

    def join(self, auth: str = "") -> str:
        """Engine.IO open, Socket.IO connect, and the snapshot; our Socket.IO id."""
        self.expect('0{"sid":')
        self.say("40" + auth)
        sid = str(json.loads(self.expect("40"))["sid"])
        self.expect('42["snapshot"')
        return sid

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.socket.close()
