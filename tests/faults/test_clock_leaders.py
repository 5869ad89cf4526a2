"""Clocks that lead are killed and frozen again and again: every turn of the air is written down once, at its own time."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path


def test_five_hundred_turns_with_the_leader_killed_or_frozen_again_and_again_miss_none_and_double_none() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bench.turns", "--turns", "500", "--speed", "750", "--lease-speed", "20"],
        cwd=Path(__file__).parents[2], capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 missed, 0 doubled ids, 0 at another time" in done.stdout
    struck = re.search(r"500 turns in \d+ s, (\d+) leaders killed, (\d+) frozen", done.stdout)
    assert struck and int(struck[1]) >= 2 and int(struck[2]) >= 2, done.stdout
