"""Paths of the checkout, how commands are run, and stamps that say what is set up already."""

from __future__ import annotations

import hashlib
import subprocess
import sys
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


def say(text: str) -> None:
    print(f"setup: {text}", file=sys.stderr, flush=True)


def call(command: Sequence[str | Path], problem: str, environment: Mapping[str, str] | None = None) -> None:
    """Runs `command`. If it fails, prints its output and raises `SetupError(problem)`."""
    done = subprocess.run(
        [str(part) for part in command],
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    if done.returncode:
        sys.stderr.write(done.stdout)
        raise SetupError(problem)


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
