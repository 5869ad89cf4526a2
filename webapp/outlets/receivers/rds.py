"""RDS RadioText: a line such as `TEXT=Bridge closed` to an encoder's TCP port, in ASCII, which every encoder takes."""

from __future__ import annotations

import ipaddress
import socket
from datetime import datetime

from webapp.fetch.addresses import is_public
from webapp.fetch.client import resolve
from webapp.newsroom.outlets.characters import PRINTABLE_ASCII, shortened, written_with
from webapp.newsroom.outlets.ledger import Evidence
from webapp.newsroom.outlets.scene import Scene, line
from webapp.newsroom.outlets.settings import RdsOutlet
from webapp.outlets.outlet import OutletFailed

CONNECT_S, ANSWER_S = 5.0, 1.0
MAX_ANSWER_BYTES = 200


class RdsEncoder:
    """A `Display`. Encoders rarely say what they show, so that nothing can be read back; what they answer is the evidence."""

    def __init__(self, config: RdsOutlet) -> None:
        self._config = config

    def show(self, scene: Scene, at: datetime) -> Evidence:
        text = shortened(written_with(line(scene, self._config), PRINTABLE_ASCII), self._config.max_chars)
        answer = self._send(f"{self._config.command}{text or ' '}\r\n".encode("ascii", "replace"))
        if answer.startswith(("-", "!", "ERR", "err", "?")):
            raise OutletFailed(f"the encoder answers {answer!r}", reached=False)
        return Evidence(
            text=f"sent; the encoder answered {answer!r}" if answer else "sent; the encoder answered nothing"
        )

    def still_shows(self, scene: Scene) -> bool:
        return True

    def _send(self, said: bytes) -> str:
        host, port = self._config.host, self._config.port
        try:
            ips = resolve(host, port)
        except OSError:
            raise OutletFailed(f"the name {host} is not known", reached=False) from None
        if not self._config.private and not all(is_public(ip) for ip in ips):
            raise OutletFailed(f"{host} is an address inside a network; set private = true to allow it", reached=False)
        try:
            connection = socket.create_connection((str(ipaddress.ip_address(ips[0])), port), CONNECT_S)
        except OSError as error:
            raise OutletFailed(f"the connection failed: {error.strerror or error}", reached=False) from None
        with connection:
            try:
                connection.sendall(said)
                connection.settimeout(ANSWER_S)
                return connection.recv(MAX_ANSWER_BYTES).decode("ascii", "replace").strip()
            except TimeoutError:
                return ""
            except OSError as error:
                raise OutletFailed(f"the connection failed: {error.strerror or error}") from None
