"""The previous release beside this checkout, so that both can be measured in one run.

It has a worktree (`build/previous/`) and a `.venv` from its own locks. A clone without the tag takes the commit.
"""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from bench.rig.processes import ROOT

TAG, COMMIT = "v0.1.0", "c27fd583d73c0997fb24a37f27749304f095160c"


@dataclass(frozen=True)
class Build:
    """A checkout that can be run; `python` is the interpreter of its `.venv`."""

    name: str
    root: Path
    python: str


THIS = Build("this build", ROOT, sys.executable)


def previous() -> Build:
    """Sets the previous release up if necessary (a minute). Raises `RuntimeError` if its commit is not in this clone."""
    root = ROOT / "build" / "previous" / COMMIT[:12]
    if not (root / "pyproject.toml").exists():
        commit = next((name for name in (COMMIT, TAG) if _is_here(name)), None)
        if commit is None:
            raise RuntimeError(f"{TAG} is not in this clone: git fetch --unshallow --tags")
        subprocess.run(["git", "worktree", "prune"], cwd=ROOT, check=True)
        subprocess.run(["git", "worktree", "add", "--quiet", "--detach", str(root), commit], cwd=ROOT, check=True)
    subprocess.run([sys.executable, "tools/bootstrap.py", "setup"], cwd=root, check=True)
    return Build(TAG, root, str(root / ".venv" / "bin" / "python"))


def _is_here(name: str) -> bool:
    found = subprocess.run(["git", "cat-file", "-e", f"{name}^{{commit}}"], cwd=ROOT, capture_output=True)
    return found.returncode == 0
