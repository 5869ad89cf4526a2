"""One child process: started, read line by line, ended for certain."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from webapp.processes.heartbeat import VARIABLE, TickPipe

TETHER = Path(__file__).with_name("tether.py")
MAX_LAST_LINES = 30
MAX_LINE_BYTES = 64_000
DRAIN_TIMEOUT_S = 1.0


class Child:
    """Runs `command` until it ends, is stopped, or this process is gone. Create it in the main thread: see `tether`.

    It leads its own process group, so that Ctrl-C reaches it only through us. A thread calls `on_line` with each line of
    its output; `last` keeps the latest. It reads `stdin` and then the end of file, inherits the descriptors `keep_open`, and
    has its own `umask` if that is not -1. With `heartbeat` it calls `heartbeat.tick` in its loop, and `ticked` says so.
    """

    def __init__(
        self,
        command: Sequence[str],
        on_line: Callable[[str], None],
        *,
        stdin: bytes = b"",
        environment: Mapping[str, str] | None = None,
        keep_open: Sequence[int] = (),
        umask: int = -1,
        heartbeat: bool = False,
    ) -> None:
        self._ticks = TickPipe() if heartbeat else None
        if self._ticks:
            environment = {**(os.environ if environment is None else environment), VARIABLE: str(self._ticks.fd)}
            keep_open = (*keep_open, self._ticks.fd)
        self.last: deque[str] = deque(maxlen=MAX_LAST_LINES)
        self._on_line = on_line
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-S", str(TETHER), str(os.getpid()), *command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=environment,
            process_group=0,
            pass_fds=tuple(keep_open),
            umask=umask,
        )
        if self._ticks:
            self._ticks.close_fd()
        self._reader = threading.Thread(target=self._read, name=f"lines of {command[0]}", daemon=True)
        self._reader.start()
        self._feed(stdin)

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def status(self) -> int | None:
        """The exit status, negative for a signal; `None` while it runs."""
        return self._process.poll()

    @property
    def outcome(self) -> str:
        """How it ended, in words: `exit status 1`, `SIGKILL`."""
        status = self.status
        if status is None:
            return "running"
        return signal.Signals(-status).name if status < 0 else f"exit status {status}"

    @property
    def ticked(self) -> bool:
        """Whether its loop ticked since the last call; always false without `heartbeat`."""
        return self._ticks is not None and self._ticks.ticked()

    def wait(self, seconds: float | None = None) -> int | None:
        """The exit status, or `None` if it still runs after `seconds`."""
        try:
            status = self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return None
        self._reader.join(DRAIN_TIMEOUT_S)
        if self._ticks:
            self._ticks.close()
            self._ticks = None
        return status

    def end(self) -> None:
        """Asks it to end: SIGTERM."""
        if self.status is None:
            self._process.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """Kills its whole process group: SIGKILL."""
        if self.status is None:
            os.killpg(self.pid, signal.SIGKILL)

    def stop(self, seconds: float) -> None:
        """Asks it to end, and kills it after `seconds`."""
        self.end()
        if self.wait(seconds) is None:
            self.kill()
            self.wait()

    def _feed(self, text: bytes) -> None:
        assert self._process.stdin is not None
        # If it is gone already, its status and its last lines say why.
        with contextlib.suppress(BrokenPipeError), self._process.stdin as pipe:
            pipe.write(text)

    def _read(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as pipe:
            for line in iter(lambda: pipe.readline(MAX_LINE_BYTES), b""):
                text = line.decode("utf-8", "replace").rstrip()
                self.last.append(text)
                self._on_line(text)
