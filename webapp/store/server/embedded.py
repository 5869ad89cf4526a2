"""The embedded store: a Valkey of our own on this machine, that lives no longer than we do."""

from __future__ import annotations

import contextlib
import random
import socket
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

import redis

from webapp.processes.child import Child
from webapp.store.server.folder import DataFolder
from webapp.store.server.valkey import StoreFailed, configuration, explain_failure, find_server

PORTS = range(20_000, 32_000)
"""Below what the system hands out by itself: nobody is given the port of a store that fell before it is back."""

PORT_TRIES = 5
READY_S = 120.0
"""A log of some gigabytes takes that long to be read."""

STOP_S = 10.0


class EmbeddedStore:
    """Keeps everything in `folder`, which must be ours (see `DataFolder`).

    `start` and `start_again` are called in the main thread (see `processes.tether`) and raise `StoreFailed`.
    `told` gets each line of the server's own log, in a thread.
    """

    def __init__(self, folder: DataFolder, told: Callable[[str], None] = lambda line: None) -> None:
        self._folder = folder
        self._told = told
        self._password = ""
        self._port = 0
        self._server: Child | None = None

    @property
    def url(self) -> str:
        """For redis-py and every other client; the same from `start` to `stop`."""
        return f"redis://:{self._password}@127.0.0.1:{self._port}/0"

    @property
    def pid(self) -> int:
        """The server's."""
        return self.child.pid

    @property
    def child(self) -> Child:
        """The server's process, of the latest start."""
        if self._server is None:
            raise RuntimeError("the store was not started")
        return self._server

    def start(self) -> None:
        """Returns once the server answers."""
        program = find_server()
        self._password = self._folder.secret("store_password")
        try:
            self._start_on_a_free_port(program)
        except BaseException:
            self.stop(0)
            raise

    def start_again(self) -> None:
        """After the server fell: same port, same password. Does not wait for it: clients come back by themselves."""
        self._launch(find_server())

    def stop(self, seconds: float = STOP_S) -> None:
        """Ends the server. Nothing happens if it does not run."""
        if self._server is not None:
            self._server.stop(seconds)

    def wait(self, seconds: float | None = None) -> int | None:
        """The server's exit status once it ended; `None` if it still runs after `seconds`."""
        return self.child.wait(seconds)

    def failure_reason(self) -> str:
        """The server's own reason, in words for whoever is to mend it."""
        return explain_failure(self.child.outcome, list(self.child.last), self._folder.path)

    def _start_on_a_free_port(self, program: Path) -> None:
        for port in _free_ports():
            self._port = port
            self._launch(program)
            if self._becomes_ready():
                return
            if "Address already in use" not in "\n".join(self.child.last):
                raise StoreFailed(f"the store does not start: {self.failure_reason()}")
        raise StoreFailed("the store found no free port")

    def _launch(self, program: Path) -> None:
        settings = configuration(self._folder.path, self._port, self._password)
        # The server holds the lock too: while it lives, even without us, nobody else writes to this folder.
        lock = [self._folder.descriptor]
        self._server = Child([str(program), "-"], self._told, stdin=settings, keep_open=lock, umask=0o077)

    def _becomes_ready(self) -> bool:
        """Whether the server answers, before it ends. Raises `StoreFailed` after `READY_S`."""
        server, deadline = self.child, time.monotonic() + READY_S
        with contextlib.closing(redis.Redis.from_url(self.url, socket_timeout=1, socket_connect_timeout=1)) as client:
            while server.wait(0.01) is None:
                with contextlib.suppress(redis.RedisError):
                    # On this port somebody else's server may answer, if ours is about to end for it.
                    if client.info("server")["process_id"] == server.pid and client.ping():
                        return True
                if time.monotonic() > deadline:
                    raise StoreFailed(f"the store does not answer after {READY_S:.0f} s: {self.failure_reason()}")
        return False


def _free_ports() -> Iterator[int]:
    """A few that nobody listens on now; somebody may be faster, which is why it is not just one."""
    free = (port for port in random.sample(PORTS, 500) if is_free(port))
    return islice(free, PORT_TRIES)


def is_free(port: int) -> bool:
    """Whether nobody has that port on loopback."""
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
