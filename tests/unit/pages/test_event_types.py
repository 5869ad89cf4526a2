"""The scripts' idea of an event is the newsroom's: one cannot be changed without the other."""

from __future__ import annotations

import subprocess
import sys

from webapp.web.folders import STATIC


def test_the_scripts_know_the_events_as_the_newsroom_makes_them() -> None:
    written = subprocess.run(
        [sys.executable, STATIC.parent / "tools" / "event_types.py", "--print"],
        capture_output=True, text=True, check=True, timeout=60,
    ).stdout  # fmt: skip
    assert (STATIC / "js/feed/events.d.ts").read_text("utf-8") == written, "run `make types`, then `make lint`"
