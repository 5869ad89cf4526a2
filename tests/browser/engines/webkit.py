"""WebKitGTK's own small browser over WebDriver."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import requests

from tests.ports import free_port
from tests.web.server import wait_for

TRIES_WHILE_A_PAGE_GOES = 10


class PageGone(RuntimeError):
    """The driver answers a script without any words while the page that it ran in goes."""


class WebKit:
    """One window on a display of its own."""

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        self.errors: list[str] = []
        self._processes: list[subprocess.Popen[bytes]] = []
        number, given = os.pipe()
        self._start(
            "Xvfb", "-displayfd", str(given), "-screen", "0", "1300x900x24", "-nolisten", "tcp", pass_fds=[given]
        )
        os.close(given)
        with os.fdopen(number) as said:
            display = f":{said.readline().strip()}"
        port = free_port()
        home = {"HOME": str(folder), "DISPLAY": display, "NO_AT_BRIDGE": "1"}
        self._start("WebKitWebDriver", f"--port={port}", env={**os.environ, **home, **environment})
        self._url = f"http://127.0.0.1:{port}"
        wait_for(lambda: requests.get(f"{self._url}/status", timeout=2).ok)
        browser = {"alwaysMatch": {"browserName": "MiniBrowser"}}
        self._url += f"/session/{self._do('POST', '/session', capabilities=browser)['sessionId']}"

    def _start(self, *command: str, **more: Any) -> None:
        self._processes.append(subprocess.Popen(command, stderr=subprocess.DEVNULL, **more))

    def open(self, url: str) -> None:
        self._do("POST", "/url", url=url)

    def run(self, expression: str) -> Any:
        script = f"return Promise.resolve({expression}).then((all) => JSON.stringify(all) ?? 'null')"
        for _ in range(TRIES_WHILE_A_PAGE_GOES):
            with contextlib.suppress(PageGone):
                return json.loads(self._do("POST", "/execute/sync", script=script, args=[]))
            time.sleep(0.2)
        return json.loads(self._do("POST", "/execute/sync", script=script, args=[]))

    def load(self, script: str) -> None:
        """Runs a whole script, which the page's own policy would stop."""
        self._do("POST", "/execute/sync", script=script, args=[])

    def click(self, selector: str) -> None:
        found = self._do("POST", "/element", using="css selector", value=selector)
        self._do("POST", f"/element/{next(iter(found.values()))}/click")

    def back(self) -> None:
        self._do("POST", "/back")

    def _do(self, method: str, path: str, **body: Any) -> Any:
        answer = requests.request(method, self._url + path, json=body, timeout=60).json()["value"]
        if isinstance(answer, dict) and "error" in answer:
            raise (RuntimeError if answer["message"] else PageGone)(f"{path}: {answer['error']}: {answer['message']}")
        return answer

    def close(self) -> None:
        self._do("DELETE", "")
        for process in reversed(self._processes):
            process.terminate()
            process.wait(10)
