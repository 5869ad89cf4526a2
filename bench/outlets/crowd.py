"""Open pages: `wsload` holds their sockets, and says of each headline how many it reached and when the last."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from typing import Any

from bench.rig.processes import BUILD

WITHDRAWN = 50_000
"""What `wsload` adds to a headline's number when it tells of its withdrawal."""


@dataclass(frozen=True)
class Reached:
    """How many open pages a headline (or its withdrawal) reached, and when the last: seconds since its mark was written."""

    pages: int
    last_s: float


class Crowd:
    """`listeners` open pages, all of them in once this is made; they listen for `seconds`. Raises `RuntimeError` if they do
    not come in."""

    def __init__(self, port: int, listeners: int, seconds: int) -> None:
        self._process = subprocess.Popen(
            [str(BUILD / "wsload"), "--port", str(port), "--n", str(listeners), "--ready", "snapshot", "--window", "50",
             "--stall", "60", "--listen", str(seconds), "--pid", ""],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        self.listeners = listeners
        assert self._process.stderr
        while " ready=" not in (line := self._process.stderr.readline()):
            if not line:
                raise RuntimeError("the crowd did not come in")

    def reached(self) -> dict[int, Reached]:
        """By number, withdrawals from `WITHDRAWN` on. Waits until they have listened to the end; raises `RuntimeError` if one
        of them was lost."""
        out, _ = self._process.communicate()
        result: dict[str, Any] = json.loads(out)
        if result["ready"] < self.listeners or result["dead"]:
            raise RuntimeError(f"{result['ready']} of {self.listeners} pages came, {result['dead']} of them were lost")
        return {one["seq"]: Reached(one["got"], one["last_ms"] / 1000) for one in result["broadcasts"]}

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
