"""How loud a piece of sound is, decoded in a separate process.

Media from outside goes through decoders with a long history of holes, so it is decoded in a process of its own
(`level_worker.py`) that can open nothing, takes bounded memory, and is killed when it takes too long.
"""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

WORKER = Path(__file__).with_name("level_worker.py")

DECODE_TIMEOUT_S = 3.0
"""A piece that takes longer is given up, and the worker is killed."""

START_TIMEOUT_S = 10.0
"""The first piece also pays for the worker's start."""

MAX_PIECE_BYTES = 8_000_000
"""Bytes of one piece."""

RESTART_DELAY_S = 30.0
"""The time between a worker's death and the next start, so that a hostile stream cannot make us fork all the time."""


@dataclass(frozen=True)
class Heard:
    """`quiet_s` is how long it had been quiet at the end of `heard_s`; both 0 where nothing could be heard."""

    heard_s: float = 0.0
    quiet_s: float = 0.0
    problem: str | None = None


class Ear(Protocol):
    def hear(self, media: bytes) -> Heard:
        """The level of `media`, a piece of a stream in its container. Never raises: `Heard.problem` says why not."""


class Deaf:
    """Measures nothing: for when only the flow matters."""

    def hear(self, media: bytes) -> Heard:
        return Heard()


class WorkerEar:
    """One worker process for all streams of a monitor, started when it is first needed."""

    def __init__(self) -> None:
        self._one_at_a_time = threading.Lock()
        self._worker: subprocess.Popen[bytes] | None = None
        self._not_before = 0.0
        self._closed = False

    def hear(self, media: bytes) -> Heard:
        with self._one_at_a_time:
            if self._closed or len(media) > MAX_PIECE_BYTES or not media:
                return Heard(problem="nothing to decode" if not media else "too large to decode")
            fresh = self._worker is None
            if fresh and time.monotonic() < self._not_before:
                return Heard(problem="the decoder died a moment ago")
            try:
                return self._ask(media, START_TIMEOUT_S if fresh else DECODE_TIMEOUT_S)
            except (OSError, ValueError, KeyError, TypeError) as error:
                self._end()
                self._not_before = time.monotonic() + RESTART_DELAY_S
                return Heard(problem=f"the decoder died: {error}")

    def close(self) -> None:
        """Ends the worker at once, also while it decodes."""
        self._closed = True
        worker = self._worker
        if worker:
            worker.kill()
        with self._one_at_a_time:
            self._end()

    def _ask(self, media: bytes, seconds: float) -> Heard:
        until = time.monotonic() + seconds
        if self._worker is None:
            self._worker = _start()
        assert self._worker.stdin and self._worker.stdout
        out, back = self._worker.stdin.fileno(), self._worker.stdout.fileno()
        piece = memoryview(len(media).to_bytes(4, "big") + media)
        while piece:
            _wait(out, select.POLLOUT, until)
            piece = piece[os.write(out, piece[: select.PIPE_BUF]) :]
        line = b""
        while not line.endswith(b"\n"):
            _wait(back, select.POLLIN, until)
            data = os.read(back, 4096)
            if not data or len(line) > 4096:
                raise OSError("it ended")
            line += data
        answer = json.loads(line)
        return Heard(float(answer["heard_s"]), float(answer["quiet_s"]), answer["problem"])

    def _end(self) -> None:
        worker, self._worker = self._worker, None
        if worker is None:
            return
        worker.kill()
        worker.wait()
        for pipe in (worker.stdin, worker.stdout):
            try:
                if pipe:
                    pipe.close()
            except OSError:
                pass


def _wait(pipe: int, event: int, until: float) -> None:
    """Returns once the pipe is ready (if writable, for `PIPE_BUF` bytes). Raises `TimeoutError` at `until` (monotonic)."""
    poll = select.poll()
    poll.register(pipe, event)
    if not poll.poll(max(until - time.monotonic(), 0) * 1000):
        raise TimeoutError("it took too long")


def _start() -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-I", "-S", str(WORKER), *[path for path in sys.path if path.endswith("site-packages")]],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd="/", env={}, bufsize=0,
    )  # fmt: skip
