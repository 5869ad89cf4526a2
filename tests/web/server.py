"""The real thing for tests: gunicorn with its gevent workers on a real Valkey, as `airwire up` runs it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import requests

from tests.conftest import Valkey
from tests.ports import free_port
from tests.processes import gone
from tests.web.prepared import CONF, ROOT, Forked, parent

MEASURED = "COVERAGE_PROCESS_CONFIG" in os.environ
"""Processes write what coverage saw of them when they end in good order."""

SECRET = "a-secret-key-for-the-tests-alone"


class Web:
    """`start` returns when every worker answers; `url` is where."""

    def __init__(self, valkey: Valkey, workers: int = 1, app: str = "webapp.wsgi:app", **settings: str) -> None:
        self._app = app
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.settings = {
            **os.environ,
            "REDIS_URL": valkey.url,
            "SECRET_KEY": SECRET,
            "WEB_CONCURRENCY": str(workers),
            "PORT": str(self.port),
            **settings,
        }
        # Several workers' metrics, coverage, and the word that the server is about to leave have to be there before the imports.
        self._is_prepared = workers == 1 and not MEASURED and "AIRWIRE_LEAVE_S" not in settings
        self.process: subprocess.Popen[bytes] | Forked | None = None

    def start(self) -> Web:
        arguments = ["-c", str(CONF), self._app]
        if self._is_prepared:
            self.process = parent().start(arguments, self.settings)
        else:
            self.process = subprocess.Popen([sys.executable, "-m", "gunicorn", *arguments], env=self.settings, cwd=ROOT)
        wait_for(lambda: requests.get(f"{self.url}/readyz", timeout=2).status_code == 200, 30)
        return self

    def workers(self) -> list[int]:
        """The workers' process ids."""
        assert self.process
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [int(pid) for pid in children.split()]

    def kill(self) -> None:
        """As a machine does that loses power; to others it is as if the network were gone."""
        assert self.process
        pids = [self.process.pid, *self.workers()]
        for pid in pids:
            os.kill(pid, signal.SIGKILL)
        self.process.wait()
        assert gone(*pids)  # and with them what holds the port

    def end(self) -> None:
        """Where it is no matter how."""
        if self._is_prepared and self.process and self.process.poll() is None:
            self.kill()
        self.stop()

    def stop(self) -> None:
        """As an operator does: connections are closed over a second or so."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


def wait_for(true: Any, seconds: float = 10.0) -> None:
    """Until `true()` holds; what it raises meanwhile counts as no. Fails after `seconds`."""
    deadline = time.monotonic() + seconds
    last: Exception | None = None
    while time.monotonic() < deadline:
        try:
            if true():
                return
        except Exception as error:  # noqa: BLE001
            last = error
        time.sleep(0.03)
    raise AssertionError(f"did not happen within {seconds} s") from last
