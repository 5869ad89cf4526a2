"""The embedded store: a Valkey server on this machine that ends with our process."""

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
"""Below the system's ephemeral ports, so that no other program gets the port of a store that is being restarted."""

PORT_TRIES = 5
READY_S = 120.0
"""Loading a log of some gigabytes takes this long."""

STOP_S = 10.0


class EmbeddedStore:
    """Keeps everything in `folder`, which must be locked by this process (see `DataFolder`).

    `start` and `start_again` must be called in the main thread (see `processes.child`) and raise `StoreFailed`.
    `on_line` receives each line of the server's log, in a thread.
    """

    def __init__(self, folder: DataFolder, on_line: Callable[[str], None] = lambda line: None) -> None:
        self._folder = folder
        self._on_line = on_line
        self._password = ""
        self._port = 0
        self._server: Child | None = None

    @property
    def url(self) -> str:
        """The address for clients; the same from `start` to `stop`."""
        return f"redis://:{self._password}@127.0.0.1:{self._port}/0"

    @property
    def pid(self) -> int:
        """The server's process id."""
        return self.child.pid

    @property
    def child(self) -> Child:
        """The server's process, of the latest start."""
        if self._server is None:
            raise RuntimeError("the store was not started")
        return self._server

    def start(self) -> None:
        """Starts the server and returns once it answers. Raises `StoreFailed`."""
        program = find_server()
        self._password = self._folder.secret("store_password")
        try:
            self._start_on_a_free_port(program)
        except BaseException:
            self.stop(0)
            raise

    def start_again(self) -> None:
        """Restarts a server that ended, on the same port with the same password; does not wait, since clients
        reconnect.
        """
        self._launch(find_server())

    def stop(self, seconds: float = STOP_S) -> None:
        """Ends the server; does nothing if it does not run."""
        if self._server is not None:
            self._server.stop(seconds)

    def wait(self, seconds: float | None = None) -> int | None:
        """The server's exit status once it has ended; `None` if it still runs after `seconds`."""
        return self.child.wait(seconds)

    def failure_reason(self) -> str:
        """Why the server ended, in words for the operator."""
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
        # The server inherits the lock: while it lives, even without us, no other process writes to this folder.
        lock = [self._folder.descriptor]
        self._server = Child([str(program), "-"], self._on_line, stdin=settings, keep_open=lock, umask=0o077)

    def _becomes_ready(self) -> bool:
        """Whether the server answers; `False` if it ends first. Raises `StoreFailed` after `READY_S`."""
        server, deadline = self.child, time.monotonic() + READY_S
        with contextlib.closing(redis.Redis.from_url(self.url, socket_timeout=1, socket_connect_timeout=1)) as client:
            while server.wait(0.01) is None:
                with contextlib.suppress(redis.RedisError):
                    # Another server may answer on this port, while ours is about to end because of that.
                    if client.info("server")["process_id"] == server.pid and client.ping():
                        return True
                if time.monotonic() > deadline:
                    raise StoreFailed(f"the store does not answer after {READY_S:.0f} s: {self.failure_reason()}")
        return False


def _free_ports() -> Iterator[int]:
    """A few ports that are free now; another program may take one, hence several."""
    free = (port for port in random.sample(PORTS, 500) if is_free(port))
    return islice(free, PORT_TRIES)


def is_free(port: int) -> bool:
    """Whether nobody listens on that port of the loopback address."""
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
