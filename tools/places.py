"""Paths of the checkout, how commands are run, and stamps that say what is set up already.

How far a command is, is said by a few lines of our own: before the set-up no library is there that could.
"""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
NODE_MODULES = ROOT / "node_modules"
VENDOR = ROOT / "static" / "vendor"
BUNDLE = ROOT / "static" / "bundle"


class SetupError(Exception):
    """A part of the set-up failed; the message says in one line what to do about it."""


said = 0
"""How many lines the set-up has said: none where all was there already."""


def say(text: str) -> None:
    global said  # noqa: PLW0603 - it counts for the whole set-up
    said += 1
    print(f"setup: {text}", file=sys.stderr, flush=True)


def call(
    command: Sequence[str | Path],
    problem: str,
    environment: Mapping[str, str] | None = None,
    steps: tuple[str, int] | None = None,
) -> None:
    """Runs `command`. If it fails, prints its output and raises `SetupError(problem)`.

    Lines of its output that match the first of `steps` count, up to the second, for how far it is.
    """
    output = []
    with (
        subprocess.Popen(
            [str(part) for part in command],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        ) as process,
        Ticking(steps[1] if steps else 0) as ticking,
    ):
        for line in process.stdout or ():
            output.append(line)
            if steps and re.match(steps[0], line):
                ticking.done += 1
    if process.returncode:
        sys.stderr.write("".join(output))
        raise SetupError(problem)


class Ticking:
    """On a terminal, each second, how long a part takes by now, and where it has `of` steps how far it is."""

    def __init__(self, of: int) -> None:
        self.done, self._of = 0, of
        self._began = time.monotonic()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._tick, daemon=True)

    def __enter__(self) -> Ticking:
        if sys.stderr.isatty():
            self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join()
            print("\r\033[K", end="", file=sys.stderr, flush=True)

    def _tick(self) -> None:
        while not self._ended.wait(1):
            print(f"\r\033[K       {self.text(time.monotonic() - self._began)}", end="", file=sys.stderr, flush=True)

    def text(self, seconds: float) -> str:
        """`34 of 61, 20 s, about 15 s left`."""
        done = min(self.done, self._of)
        if not done:
            return f"{seconds:.0f} s"
        bar = ("#" * (20 * done // self._of)).ljust(20, "-")
        return f"[{bar}] {done} of {self._of}, {seconds:.0f} s, about {seconds / done * (self._of - done):.0f} s left"


class Stamp:
    """A file with the hash of a part's inputs: while they are unchanged, the part is not set up again."""

    def __init__(self, path: Path, *made_of: Path | str) -> None:
        self._path = path
        made = hashlib.sha256()
        for part in (*made_of, str(ROOT)):
            made.update(part.read_bytes() if isinstance(part, Path) else part.encode())
            made.update(b"\0")
        self._text = made.hexdigest()

    def is_fresh(self) -> bool:
        try:
            return self._path.read_text() == self._text
        except OSError:
            return False

    def put(self) -> None:
        self._path.write_text(self._text)
