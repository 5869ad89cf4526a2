"""A STOMP server for receivers: they subscribe to topics and get the last message of each at once, then every new one.

It runs in a thread with an event loop of its own. Whatever a peer does costs little: there is a bound on connections, on those of
one address, on frames and their size, on subscriptions, and on what waits for one that does not read.
"""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from secrets import token_hex

import structlog

from webapp.newsroom.outlets.radiovis import VisKind, VisMessage
from webapp.newsroom.outlets.stomp import BadFrame, StompFrame, StompReader, agreed_version

MAX_PEERS, MAX_PER_ADDRESS = 5_000, 200
"""Behind one address may be all receivers of a carrier."""

MAX_SUBSCRIPTIONS = 20
MAX_WAITING_BYTES = 64_000
FRAMES_AT_ONCE, FRAMES_PER_SECOND = 40, 2.0
HELLO_S = 10.0
READ_BYTES = 4_096
START_S = 5.0

Messages = Mapping[VisKind, VisMessage]

log = structlog.get_logger("outlets")


@dataclass
class _Peer:
    writer: asyncio.StreamWriter
    reader: StompReader = field(default_factory=StompReader)
    connected: bool = False
    topics: dict[str, tuple[str, VisKind]] = field(default_factory=dict)
    """By subscription: the destination as the peer wrote it, and its kind."""
    left: float = FRAMES_AT_ONCE
    at: float = field(default_factory=time.monotonic)

    def may_send(self) -> bool:
        """Whether the peer keeps to its pace."""
        now = time.monotonic()
        self.left = min(FRAMES_AT_ONCE, self.left + (now - self.at) * FRAMES_PER_SECOND) - 1
        self.at = now
        return self.left >= 0


class StompServer:
    """`kind_of` says which messages a topic asks for, `None` for one that there is not. `start` raises `OSError`."""

    def __init__(self, host: str, port: int, kind_of: Callable[[str], VisKind | None]) -> None:
        self._host, self._port, self._kind_of = host, port, kind_of
        self._peers: dict[asyncio.StreamWriter, _Peer] = {}
        self._addresses: Counter[str] = Counter()
        self._messages: Messages = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self.port = port

    @property
    def running(self) -> bool:
        return self._loop is not None

    def start(self) -> None:
        loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=loop.run_forever, name="stomp", daemon=True)
        self._thread.start()
        try:
            self.port = asyncio.run_coroutine_threadsafe(self._listen(), loop).result(START_S)
        except BaseException:
            loop.call_soon_threadsafe(loop.stop)
            raise
        self._loop = loop

    def stop(self) -> None:
        """Closes all connections: receivers then come to whoever leads."""
        loop, self._loop = self._loop, None
        if loop is not None:
            with suppress(TimeoutError):
                asyncio.run_coroutine_threadsafe(self._close(), loop).result(START_S)
            loop.call_soon_threadsafe(loop.stop)

    def send(self, messages: Messages) -> int:
        """Sends what is new in `messages` to all who subscribed, and returns how many those are."""
        assert self._loop is not None, "it was started"
        return asyncio.run_coroutine_threadsafe(self._send(messages), self._loop).result(START_S)

    async def _listen(self) -> int:
        self._server = await asyncio.start_server(self._serve, self._host, self._port, limit=READ_BYTES)
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    async def _close(self) -> None:
        self._server.close()
        for writer in list(self._peers):
            writer.transport.abort()

    async def _send(self, messages: Messages) -> int:
        before, self._messages = self._messages, dict(messages)
        reached = 0
        for peer in list(self._peers.values()):
            kinds = {kind for _, kind in peer.topics.values()}
            reached += bool(kinds)
            for name, (topic, kind) in peer.topics.items():
                if before.get(kind) != messages.get(kind):
                    self._give(peer, name, topic, kind)
        return reached

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        address = str((writer.get_extra_info("peername") or ("",))[0])
        if len(self._peers) >= MAX_PEERS or self._addresses[address] >= MAX_PER_ADDRESS:
            writer.transport.abort()
            return
        peer = self._peers[writer] = _Peer(writer)
        self._addresses[address] += 1
        with suppress(OSError):
            writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        try:
            await self._converse(peer, reader)
        except (BadFrame, OSError, TimeoutError) as error:
            log.debug("receiver cut", address=address, why=str(error))
            if isinstance(error, BadFrame):
                self._write(peer, StompFrame("ERROR", {"message": str(error)}))
        finally:
            del self._peers[writer]
            self._addresses[address] -= 1
            if not self._addresses[address]:
                del self._addresses[address]
            writer.close()

    async def _converse(self, peer: _Peer, reader: asyncio.StreamReader) -> None:
        deadline = time.monotonic() + HELLO_S
        while not peer.writer.is_closing():
            wait = None if peer.connected else max(0.0, deadline - time.monotonic())
            data = await asyncio.wait_for(reader.read(READ_BYTES), wait)
            if not data:
                return
            for frame in peer.reader.feed(data):
                if not peer.may_send():
                    raise BadFrame("too many frames at once")
                if not self._answer(peer, frame):
                    return

    def _answer(self, peer: _Peer, frame: StompFrame) -> bool:
        """Does what the frame asks; whether the conversation goes on. Raises `BadFrame`."""
        if frame.command in ("CONNECT", "STOMP"):
            return self._connect(peer, frame)
        if not peer.connected:
            raise BadFrame("CONNECT comes first")
        name = frame.headers.get("id") or frame.headers.get("destination", "")
        match frame.command:
            case "SUBSCRIBE":
                topic = frame.headers.get("destination", "")
                kind = self._kind_of(topic)
                if kind is None:
                    raise BadFrame("there is no such topic")
                if len(peer.topics) >= MAX_SUBSCRIPTIONS:
                    raise BadFrame("too many subscriptions")
                peer.topics[name] = topic, kind
                self._receipt(peer, frame)
                self._give(peer, name, topic, kind)
                return True
            case "UNSUBSCRIBE":
                peer.topics.pop(name, None)
            case "DISCONNECT":
                self._receipt(peer, frame)
                return False
            case "ACK" | "NACK" | "BEGIN" | "COMMIT" | "ABORT":
                pass
            case _:
                raise BadFrame(f"{frame.command} is not for receivers")
        self._receipt(peer, frame)
        return True

    def _connect(self, peer: _Peer, frame: StompFrame) -> bool:
        version = agreed_version(frame.headers.get("accept-version"))
        if version is None:
            raise BadFrame("versions 1.0, 1.1 and 1.2 are spoken here")
        peer.connected, peer.reader.version = True, version
        headers = {"version": version, "heart-beat": "0,0"} if version != "1.0" else {}
        # A session and nothing else; its headers are never escaped.
        self._write(peer, StompFrame("CONNECTED", {"session": token_hex(8), **headers}), "1.0")
        return True

    def _receipt(self, peer: _Peer, frame: StompFrame) -> None:
        if receipt := frame.headers.get("receipt"):
            self._write(peer, StompFrame("RECEIPT", {"receipt-id": receipt}))

    def _give(self, peer: _Peer, name: str, topic: str, kind: VisKind) -> None:
        message = self._messages.get(kind)
        if message is None:
            return
        headers = {"destination": topic, "message-id": message.id, "trigger-time": "NOW"}
        if peer.reader.version != "1.0":
            headers["subscription"] = name
        if message.link:
            headers["link"] = message.link
        self._write(peer, StompFrame("MESSAGE", headers, message.body.encode()))

    def _write(self, peer: _Peer, frame: StompFrame, version: str | None = None) -> None:
        transport = peer.writer.transport
        if transport.get_write_buffer_size() > MAX_WAITING_BYTES:
            transport.abort()  # it does not read
        elif not transport.is_closing():
            peer.writer.write(frame.encoded(version or peer.reader.version))
