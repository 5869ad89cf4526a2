"""Listens on MOS's two ports. Each connection has a thread: it reads a message, has it answered, and reads the next.

Who sends faster than we answer waits; who does not read our answers, or stops amid a message, is cut off.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress

import structlog

from webapp.newsroom.errors import Invalid
from webapp.newsroom.rundowns.mos.frames import Frames

log = structlog.get_logger("mos")

MAX_CONNECTIONS = 32
AMID_S, ANSWER_S, IDLE_S = 20.0, 10.0, 900.0
"""How long a peer may stop amid a message, may leave an answer unread, and may say nothing at all."""

STEP_S = 1.0
READ_BYTES = 1 << 16


class Listener:
    """`answer` gives the answer to a message, or `None`; `may_connect` says whether an address may. `start` binds the ports."""

    def __init__(
        self,
        bind: str,
        ports: tuple[int, ...],
        answer: Callable[[str], str | None],
        may_connect: Callable[[str], bool],
        amid_s: float = AMID_S,
        answer_s: float = ANSWER_S,
    ) -> None:
        self._bind, self._ports = bind, ports
        self._answer, self._may_connect = answer, may_connect
        self._amid_s, self._answer_s = amid_s, answer_s
        self._stopping = threading.Event()
        self._sockets: list[socket.socket] = []
        self._open: set[socket.socket] = set()

    def start(self) -> None:
        """Raises `OSError` for a port that cannot be bound."""
        family = socket.AF_INET6 if ":" in self._bind else socket.AF_INET
        for port in self._ports:
            listening = socket.socket(family, socket.SOCK_STREAM)
            self._sockets.append(listening)
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listening.bind((self._bind, port))
            listening.listen(MAX_CONNECTIONS)
            listening.settimeout(STEP_S)
        for listening in self._sockets:
            threading.Thread(target=self._accept, args=(listening,), name="mos listener", daemon=True).start()

    @property
    def ports(self) -> tuple[int, ...]:
        """The ports that are bound: those asked for, or for 0 the one that the system chose."""
        return tuple(listening.getsockname()[1] for listening in self._sockets)

    def stop(self) -> None:
        """Ends the ports and every connection: each thread closes its own, as a closed number is given to the next at once."""
        self._stopping.set()
        for one in [*self._sockets, *self._open]:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def _accept(self, listening: socket.socket) -> None:
        while not self._stopping.is_set():
            try:
                peer, address = listening.accept()
            except TimeoutError:
                continue
            except OSError:
                self._stopping.wait(STEP_S)  # no file is left to open, or it is to stop
                continue
            if not self._may_connect(address[0]):
                log.warning("not allowed", address=address[0])
                peer.close()
            elif len(self._open) >= MAX_CONNECTIONS:
                log.warning("too many connections", address=address[0])
                peer.close()
            else:
                self._open.add(peer)
                threading.Thread(target=self._serve, args=(peer, address[0]), name="mos peer", daemon=True).start()
        listening.close()

    def _serve(self, peer: socket.socket, address: str) -> None:
        log.info("connected", address=address)
        why = "it hung up"
        try:
            why = self._talk(peer)
        except Invalid as error:
            why = error.message
        except OSError as error:
            why = str(error)
        except Exception:
            why = "a fault of ours"
            log.exception("mos peer", address=address)
        finally:
            self._open.discard(peer)
            peer.close()
            log.info("disconnected", address=address, why=why)

    def _talk(self, peer: socket.socket) -> str:
        """Serves a connection to its end; returns why it ended. Raises `Invalid` for what cannot be told apart, `OSError`."""
        frames = Frames()
        heard = time.monotonic()
        while not self._stopping.is_set():
            peer.settimeout(min(STEP_S, self._amid_s))
            try:
                data = peer.recv(READ_BYTES)
            except TimeoutError:
                silent = time.monotonic() - heard
                if frames.is_amid and silent > self._amid_s:
                    return "it stopped amid a message"
                if silent > IDLE_S:
                    return "it said nothing for long"
                continue
            if not data:
                return "it hung up amid a message" if frames.is_amid else "it hung up"
            heard = time.monotonic()
            for text in frames.feed(data):
                answer = self._answer(text)
                if answer is not None:
                    peer.settimeout(self._answer_s)
                    peer.sendall(answer.encode(frames.encoding))
        return "we stop"
