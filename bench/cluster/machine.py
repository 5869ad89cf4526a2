"""One machine: the programs that run on it, and what may happen to them."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench.rig.processes import ROOT, children

DISK_MB = 32
FAKETIME = next(
    iter(sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))), None
)  # Debian's package `libfaketime`


@dataclass(frozen=True)
class Program:
    """A command with its environment. One that is `ours` may be started as another build, or by a wrong clock."""

    command: Sequence[str]
    env: Mapping[str, str] = field(default_factory=dict)
    ours: bool = False


class Machine:
    """`inside` is put before each command; `folder` is its disk, small where `has_disk`."""

    def __init__(
        self, name: str, inside: Sequence[str], folder: Path, programs: Sequence[Program], has_disk: bool
    ) -> None:
        self.name, self.folder = name, folder
        self._inside, self._programs = inside, programs
        self._running: list[subprocess.Popen[bytes]] = []
        self._frozen = False
        self._slow: threading.Event | None = None
        folder.mkdir(parents=True, exist_ok=True)
        if has_disk:
            subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK_MB}m", "tmpfs", str(folder)], check=True)
        self._has_disk = has_disk

    def start(self, skew: str = "", next_build: bool = False) -> None:
        """Starts what does not run. `skew` is how wrong the clock of our programs is, as faketime takes it."""
        self.wake()
        alive = {id(program) for program, process in self._pairs() if process.poll() is None}
        running = dict(zip(map(id, self._programs), self._running, strict=False))
        for program in self._programs:
            if id(program) not in alive:
                running[id(program)] = self._launch(program, skew, next_build)
        self._running = [running[id(program)] for program in self._programs]

    def kill(self) -> None:
        """Ends all at once, frozen or not."""
        self._stop_slowing()
        for process in self._running:
            for pid in (process.pid, *_below(process.pid)):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            process.wait()
        self._frozen = False

    def stop(self) -> None:
        """Ends all gently, as an operator does; by force after 12 s."""
        self.wake()
        for process in self._running:
            process.terminate()
        deadline = time.monotonic() + 12
        while time.monotonic() < deadline and any(process.poll() is None for process in self._running):
            time.sleep(0.05)
        self.kill()

    def restart(self, skew: str = "", next_build: bool = False) -> None:
        self.stop()
        self.start(skew, next_build)

    def reload(self) -> None:
        """As `systemctl reload haproxy`: a new worker takes what comes, the old one keeps whom it has until they go."""
        for process in self._running:
            process.send_signal(signal.SIGUSR2)

    def freeze(self) -> None:
        self._signal(signal.SIGSTOP)
        self._frozen = True

    def wake(self) -> None:
        self._stop_slowing()
        if self._frozen:
            self._signal(signal.SIGCONT)
        self._frozen = False

    def slow_down(self) -> Callable[[], None]:
        """It runs for a tenth of a second, and stands still for three. Returns what ends that."""
        self._stop_slowing()
        over = self._slow = threading.Event()

        def pulse() -> None:
            while not over.is_set():
                self._signal(signal.SIGSTOP)
                over.wait(0.3)
                self._signal(signal.SIGCONT)
                over.wait(0.1)

        thread = threading.Thread(target=pulse, daemon=True)
        thread.start()

        def end() -> None:
            over.set()
            thread.join()

        return end

    def fill_disk(self) -> Callable[[], None]:
        """Nothing more can be written. Returns what makes room again, and starts what ended for want of it."""
        ballast = self.folder / "ballast"
        with contextlib.suppress(OSError), ballast.open("wb", buffering=0) as file:
            while True:
                file.write(b"\0" * 65_536)
        with contextlib.suppress(OSError), ballast.open("ab", buffering=0) as file:
            while True:
                file.write(b"\0" * 512)

        def make_room() -> None:
            ballast.unlink(missing_ok=True)
            self.start()

        return make_room

    def remove(self) -> None:
        self.kill()
        if self._has_disk:
            subprocess.run(["umount", "-l", str(self.folder)], capture_output=True)

    def log_tail(self) -> str:
        return "\n".join(
            path.read_text(errors="replace")[-2_000:] for path in self.folder.parent.glob(f"{self.name}-*.log")
        )

    def _pairs(self) -> list[tuple[Program, subprocess.Popen[bytes]]]:
        return list(zip(self._programs, self._running, strict=False))

    def _launch(self, program: Program, skew: str, next_build: bool) -> subprocess.Popen[bytes]:
        number = self._programs.index(program)
        env, command = {**os.environ, **program.env}, list(program.command)
        if program.ours and skew and FAKETIME:
            env |= {"LD_PRELOAD": str(FAKETIME), "FAKETIME": skew, "FAKETIME_DONT_FAKE_MONOTONIC": "1"}
        if program.ours and next_build:
            command[1:2] = ["-m", "bench.cluster.next_build", "-m"]
        with (self.folder.parent / f"{self.name}-{number}.log").open("ab") as log:
            return subprocess.Popen([*self._inside, *command], env=env, cwd=ROOT, stdout=log, stderr=log)

    def _signal(self, number: int) -> None:
        for process in self._running:
            if process.poll() is None:
                for pid in (process.pid, *_below(process.pid)):
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(pid, number)

    def _stop_slowing(self) -> None:
        if self._slow:
            self._slow.set()
            self._slow = None


def _below(pid: int) -> list[int]:
    with contextlib.suppress(OSError):
        return children(pid)
    return []
