"""A push service for one Firefox on loopback: the browser's side is Mozilla's protocol over a websocket, ours is RFC 8030.

hello ─► uaid · register ─► an endpoint here · POST to the endpoint ─► a notification over the websocket
"""

from __future__ import annotations

import json
import socket
import threading
from base64 import urlsafe_b64encode
from uuid import uuid4

from wsproto import ConnectionType, WSConnection
from wsproto.events import AcceptConnection, CloseConnection, Ping, Request, TextMessage


class Autopush:
    """`posted` has the headers of each message that was taken, by lower-case names."""

    def __init__(self) -> None:
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        self.posted: list[dict[str, str]] = []
        self._browser: tuple[WSConnection, socket.socket] | None = None
        self._channels: set[str] = set()
        self._uaid = uuid4().hex  # one for the browser's life: under another it drops what it subscribed to
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def preferences(self) -> dict[str, object]:
        """What makes a Firefox use this service, and allow and show notices without asking."""
        return {
            "dom.push.serverURL": f"ws://127.0.0.1:{self.port}/",
            "dom.push.testing.allowInsecureServerURL": True,
            "dom.push.connection.enabled": True,
            "permissions.default.desktop-notification": 1,
            "alerts.useSystemBackend": False,
        }

    def close(self) -> None:
        self._listening.close()

    def _accept(self) -> None:
        while True:
            try:
                line, _ = self._listening.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(line,), daemon=True).start()

    def _serve(self, line: socket.socket) -> None:
        head = b""
        while b"\r\n\r\n" not in head:
            data = line.recv(65_536)
            if not data:
                return
            head += data
        if head.startswith(b"POST"):
            self._take_messages(line, head)
        else:
            self._talk(line, head)

    def _take_messages(self, line: socket.socket, data: bytes) -> None:
        while True:
            while b"\r\n\r\n" not in data:
                more = line.recv(65_536)
                if not more:
                    return
                data += more
            head, _, data = data.partition(b"\r\n\r\n")
            first, *lines = head.decode("latin-1").split("\r\n")
            fields = {name.lower(): value for name, value in (one.split(": ", 1) for one in lines)}
            size = int(fields["content-length"])
            while len(data) < size:
                data += line.recv(65_536)
            body, data = data[:size], data[size:]
            channel = first.split(" ")[1].rpartition("/")[2]
            known = channel in self._channels
            if known:
                self.posted.append(fields)
                self._tell({
                    "messageType": "notification", "channelID": channel, "version": uuid4().hex,
                    "data": urlsafe_b64encode(body).rstrip(b"=").decode(), "headers": {"encoding": fields["content-encoding"]},
                })  # fmt: skip
            line.sendall(b"HTTP/1.1 %d Told\r\nContent-Length: 0\r\n\r\n" % (201 if known else 410))

    def _talk(self, line: socket.socket, data: bytes) -> None:
        talk = WSConnection(ConnectionType.SERVER)
        while True:
            talk.receive_data(data)
            for event in talk.events():
                if isinstance(event, Request):
                    wanted = event.subprotocols[0] if event.subprotocols else None
                    line.sendall(talk.send(AcceptConnection(subprotocol=wanted)))
                    self._browser = talk, line
                elif isinstance(event, TextMessage):
                    self._answer(json.loads(event.data))
                elif isinstance(event, Ping):
                    line.sendall(talk.send(event.response()))
                elif isinstance(event, CloseConnection):
                    return
            data = line.recv(65_536)
            if not data:
                return

    def _answer(self, said: dict[str, object]) -> None:
        kind = said.get("messageType")
        if kind == "hello":
            self._tell(
                {"messageType": "hello", "status": 200, "uaid": self._uaid, "use_webpush": True, "broadcasts": {}}
            )
        elif kind in ("register", "unregister"):
            channel = str(said["channelID"])
            answer: dict[str, object] = {"messageType": kind, "status": 200, "channelID": channel}
            if kind == "register":
                self._channels.add(channel)
                answer["pushEndpoint"] = f"http://127.0.0.1:{self.port}/push/{channel}"
            else:
                self._channels.discard(channel)
            self._tell(answer)

    def _tell(self, message: dict[str, object]) -> None:
        assert self._browser, "no browser is connected"
        talk, line = self._browser
        line.sendall(talk.send(TextMessage(data=json.dumps(message))))
