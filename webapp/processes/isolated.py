"""A child process for work on strangers' bytes: it can open nothing, takes bounded memory, and is killed when it takes too long.

ask(request) ─► length, request ─► the child's answer(request) ─► length, answer      (isolated_child.py)
"""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]

RUN = "import sys; sys.path[:] = sys.argv[2:]; from importlib import import_module; import_module(sys.argv[1]).main()"

MAX_ANSWER_BYTES = 64_000_000


class WorkerDied(Exception):
    """The child ended or was killed over a request; the next one gets a new child."""


class Isolated:
    """One child that runs `main()` of `module` and answers one request at a time. It is started by the first one.

    A request that takes longer than `answer_s` (with the start, `start_s`) ends it; it is not started again for `rest_s`, so that
    hostile bytes cannot make us fork all the time.
    """

    def __init__(self, module: str, answer_s: float, start_s: float = 10.0, rest_s: float = 0.0) -> None:
        self._module = module
        self._answer_s, self._start_s, self._rest_s = answer_s, start_s, rest_s
        self._one_at_a_time = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._line: socket.socket | None = None
        self._not_before = 0.0
        self._closed = False

    @property
    def pid(self) -> int | None:
        """Of the child, `None` while there is none."""
        return self._child.pid if self._child else None

    def ask(self, request: bytes) -> bytes:
        """What the child makes of `request`. Raises `WorkerDied`."""
        with self._one_at_a_time:
            if self._closed:
                raise WorkerDied("it was closed")
            if self._child is None and time.monotonic() < self._not_before:
                raise WorkerDied("it died a moment ago")
            try:
                return self._ask(request)
            except BaseException as error:  # whoever asked may be ended meanwhile, and nobody would take the answer
                self._end()
                if not isinstance(error, OSError):
                    raise
                self._not_before = time.monotonic() + self._rest_s
                raise WorkerDied("it took too long" if isinstance(error, TimeoutError) else str(error)) from None

    def close(self) -> None:
        """Ends the child at once, also while it works."""
        self._closed = True
        if child := self._child:
            child.kill()
        with self._one_at_a_time:
            self._end()

    def _ask(self, request: bytes) -> bytes:
        until = time.monotonic() + (self._answer_s if self._child else self._start_s)
        line = self._line or self._start()
        line.settimeout(max(until - time.monotonic(), 0.01))
        line.sendall(len(request).to_bytes(4) + request)
        size = int.from_bytes(_read(line, 4, until))
        if size > MAX_ANSWER_BYTES:
            raise OSError("its answer is too long")
        return _read(line, size, until)

    def _start(self) -> socket.socket:
        ours, theirs = socket.socketpair()
        with theirs:
            os.set_blocking(theirs.fileno(), True)  # gevent's sockets are not
            paths = [str(ROOT), *(path for path in sys.path if path)]
            self._child = subprocess.Popen(
                [sys.executable, "-I", "-S", "-c", RUN, self._module, *paths],
                stdin=theirs.fileno(), stdout=theirs.fileno(), stderr=subprocess.DEVNULL, cwd="/", env={},
            )  # fmt: skip
        self._line = ours
        return ours

    def _end(self) -> None:
        child, line = self._child, self._line
        self._child = self._line = None
        if child is not None:
            child.kill()
            child.wait()
        if line is not None:
            with contextlib.suppress(OSError):
                line.close()


def _read(line: socket.socket, size: int, until: float) -> bytes:
    data = bytearray()
    while len(data) < size:
        line.settimeout(max(until - time.monotonic(), 0.01))
        piece = line.recv(min(size - len(data), 1 << 20))
        if not piece:
            raise OSError("it ended")
        data += piece
    return bytes(data)
