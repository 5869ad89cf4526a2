"""gunicorn on a process that has imported the application already: `python -m tests.web.prepared SOCKET`.

Most of a server's start is imports, and the tests start many servers. So one process imports everything, as gunicorn's master
does before it has workers, and is forked for each server. Each fork reads its own settings, and builds its own application.
"""

from __future__ import annotations

import atexit
import json
import os
import runpy
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from webapp.processes.tether import die_with

ROOT = Path(__file__).parents[2]
CONF = ROOT / "webapp" / "gunicorn_conf.py"
MAX_ORDER_BYTES = 200_000


class Forked:
    """One server, with what tests use of `subprocess.Popen`."""

    def __init__(self, parent: Parent, pid: int) -> None:
        self._parent, self.pid = parent, pid
        self.returncode: int | None = None

    def poll(self) -> int | None:
        if self.returncode is None:
            self.returncode = self._parent.ask({"status of": self.pid})
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Raises `subprocess.TimeoutExpired` if it still runs after `timeout` seconds."""
        ends = None if timeout is None else time.monotonic() + timeout
        while (status := self.poll()) is None:
            if ends is not None and time.monotonic() > ends:
                raise subprocess.TimeoutExpired("gunicorn", timeout or 0)
            time.sleep(0.01)
        return status

    def send_signal(self, number: int) -> None:
        if self.poll() is None:  # else the number may be another process's by now
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


class Parent:
    """Of all servers of this process's tests; they end with it, and it with us."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._socket, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            command = [sys.executable, "-m", __name__, str(theirs.fileno())]
            self._process = subprocess.Popen(command, cwd=ROOT, pass_fds=[theirs.fileno()])
        atexit.register(self.end)

    def start(self, arguments: list[str], environment: Mapping[str, str]) -> Forked:
        """`gunicorn` with these arguments."""
        return Forked(self, self.ask({"arguments": arguments, "environment": dict(environment)}))

    def ask(self, order: dict[str, Any]) -> Any:
        with self._turn:
            self._socket.send(json.dumps(order).encode())
            return json.loads(self._socket.recv(MAX_ORDER_BYTES))

    def end(self) -> None:
        self._socket.close()
        self._process.wait()


@cache
def parent() -> Parent:
    return Parent()


def next_order(orders: socket.socket) -> dict[str, Any]:
    """Answers in the parent for as long as it is wanted; returns in each fork, with what it was ordered to be."""
    while message := orders.recv(MAX_ORDER_BYTES):
        order: dict[str, Any] = json.loads(message)
        if "status of" in order:
            ended, status = os.waitpid(order["status of"], os.WNOHANG)
            answer = os.waitstatus_to_exitcode(status) if ended else None
        else:
            me = os.getpid()
            answer = os.fork()
            if not answer:
                die_with(me)
                return order
        orders.send(json.dumps(answer).encode())
    sys.exit()


def main() -> None:
    import gunicorn.app.wsgiapp

    import webapp.delivery.fast_http.worker  # noqa: F401 - before the standard library is patched, as gunicorn does

    runpy.run_path(str(CONF))["_import_everything"]()
    with socket.socket(fileno=int(sys.argv[1])) as orders:
        order = next_order(orders)
    os.environ.clear()
    os.environ.update(order["environment"])
    sys.argv = ["gunicorn", *order["arguments"]]
    gunicorn.app.wsgiapp.run(prog="gunicorn")


if __name__ == "__main__":
    main()
