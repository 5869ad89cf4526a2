"""A whole station as an operator starts it, for tests that hurt it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

import redis
import requests

from tests.ports import free_port
from tests.processes import children, command_of, descendants

ROOT = Path(__file__).parents[2]
AIRWIRE = (sys.executable, "-m", "webapp.cli")
UP_S = 60.0
"""A start takes two or three seconds; a busy machine may be much slower."""


class Station:
    """`airwire up` in `folder`; inside `with` its pages answer. What it said is in `said`.

    `airwire` is the command, run from the folder `cwd`: this checkout's unless another installation is named.
    """

    def __init__(self, folder: Path, *, airwire: Sequence[str] = AIRWIRE, cwd: Path = ROOT, **settings: str) -> None:
        self.folder = folder
        self._airwire, self._cwd = airwire, cwd
        self.port = int(settings.get("PORT") or free_port())
        self.url = f"http://127.0.0.1:{self.port}"
        self.said = ""
        self._settings = {"PORT": str(self.port), "AIRWIRE_DATA": str(folder), **settings}

    def start(self) -> Self:
        """Does not wait."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith("AIRWIRE_")}
        environment.pop("REDIS_URL", None)
        self.process = subprocess.Popen(
            [*self._airwire, "up"],
            env=environment | self._settings,
            cwd=self._cwd,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._reader = threading.Thread(target=self._read)
        self._reader.start()
        return self

    def __enter__(self) -> Self:
        self.start()
        until(lambda: "Ctrl-C ends everything" in self.said or self.process.poll() is not None, UP_S)
        assert self.process.poll() is None, self.said
        return self

    def __exit__(self, *raised: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.ended()

    def ended(self, seconds: float = UP_S) -> int:
        """Its exit status, once it and all that held on to its output are gone."""
        status = self.process.wait(seconds)
        self._reader.join(seconds)
        assert not self._reader.is_alive(), f"something outlives it and holds its output: {self.said}"
        return status

    def press_ctrl_c(self) -> None:
        self.process.send_signal(signal.SIGINT)

    @property
    def run_file(self) -> dict[str, Any]:
        told: dict[str, Any] = json.loads((self.folder / "run.json").read_text())
        return told

    def store(self) -> redis.Redis:
        return redis.Redis.from_url(self.run_file["redis_url"], socket_timeout=2)

    def pid_of(self, role: str) -> int | None:
        """The process that does `role`: `store`, `web`, `clock`, `monitor` or `outlets`."""
        words = {
            "store": "valkey-server",
            "web": "gunicorn",
            "clock": "webapp.cli clock",
            "monitor": "webapp.cli monitor",
            "outlets": "webapp.cli outlets",
        }
        return next((pid for pid in children(self.process.pid) if words[role] in command_of(pid)), None)

    def everything(self) -> list[int]:
        return [self.process.pid, *descendants(self.process.pid)]

    def is_ready(self) -> bool:
        try:
            return requests.get(f"{self.url}/readyz", timeout=5).status_code == 200
        except requests.RequestException:
            return False

    def store_answers(self) -> bool:
        try:
            return bool(self.store().ping())
        except redis.RedisError:
            return False

    def _read(self) -> None:
        assert self.process.stdout
        with self.process.stdout as lines:
            for line in lines:
                self.said += line


def until(true: Any, seconds: float = 40.0) -> None:
    """Returns once `true()` holds; fails after `seconds`."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, f"did not happen within {seconds} s"
        time.sleep(0.02)
