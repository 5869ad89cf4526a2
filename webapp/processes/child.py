"""One process that we started."""

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

from webapp.processes.heartbeat import VARIABLE, Pulse

TETHER = Path(__file__).with_name("tether.py")
LINES_KEPT = 30
LINE_BYTES = 64_000
DRAINED_S = 1.0


class Child:
    """Runs `command` until it ends by itself, is told to, or we are gone. Make it in the main thread: see `tether`.

    It leads a process group of its own, so that a Ctrl-C meant for us does not reach it before we say so.
    `told` gets every line that it writes, in a thread; `last` keeps the latest. `stdin` is what it reads, then the end;
    `keep_open` are descriptors that it inherits; `umask` is its own if given. One that has a `pulse` calls
    `heartbeat.tick` in its loop; ask `ticked` whether it did.
    """

    def __init__(
        self,
        command: Sequence[str],
        told: Callable[[str], None],
        *,
        stdin: bytes = b"",
        environment: Mapping[str, str] | None = None,
        keep_open: Sequence[int] = (),
        umask: int = -1,
        pulse: bool = False,
    ) -> None:
        self._pulse = Pulse() if pulse else None
        if self._pulse:
            environment = {**(os.environ if environment is None else environment), VARIABLE: str(self._pulse.fd)}
            keep_open = (*keep_open, self._pulse.fd)
        self.last: deque[str] = deque(maxlen=LINES_KEPT)
        self._told = told
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
        if self._pulse:
            self._pulse.close_fd()
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
        """Whether its loop went round since this was asked last. One without a pulse never says so."""
        return self._pulse is not None and self._pulse.felt()

    def wait(self, seconds: float | None = None) -> int | None:
        """The exit status, or `None` if it still runs after `seconds`."""
        try:
            status = self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return None
        self._reader.join(DRAINED_S)
        if self._pulse:
            self._pulse.close()
            self._pulse = None
        return status

    def end(self) -> None:
        """Asks it to end: SIGTERM."""
        if self.status is None:
            self._process.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """Ends it and what it started, at once."""
        if self.status is None:
            os.killpg(self.pid, signal.SIGKILL)

    def stop(self, seconds: float) -> None:
        """Asks it to end, and sees to it after `seconds`."""
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
            for line in iter(lambda: pipe.readline(LINE_BYTES), b""):
                text = line.decode("utf-8", "replace").rstrip()
                self.last.append(text)
                self._told(text)
