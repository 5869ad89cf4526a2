"""Firefox over WebDriver BiDi, which it speaks itself: no driver program is needed."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import websocket

PREFERENCES = {
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.homepage_override.mstone": "ignore",
    "datareporting.policy.dataSubmissionEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "app.update.enabled": False,
    "browser.safebrowsing.update.enabled": False,
}


class Firefox:
    """One window without a display. `errors` are what scripts of its pages threw."""

    def __init__(
        self, folder: Path, environment: Mapping[str, str], preferences: Mapping[str, object] | None = None
    ) -> None:
        profile = folder / "firefox"
        profile.mkdir()
        wanted = {**PREFERENCES, **(preferences or {})}
        (profile / "user.js").write_text(
            "".join(f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in wanted.items())
        )
        self.errors: list[str] = []
        self._sent = 0
        self._process = subprocess.Popen(
            ["firefox-esr", "--headless", "--no-remote", "--profile", str(profile), "--remote-debugging-port", "0"],
            env={**os.environ, "HOME": str(folder), **environment}, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        )  # fmt: skip
        self._socket = websocket.create_connection(f"{self._address()}/session", suppress_origin=True, timeout=30)
        self._do("session.new", capabilities={})
        self._do("session.subscribe", events=["log.entryAdded"])
        self._window = self._do("browsingContext.getTree")["contexts"][0]["context"]

    def _address(self) -> str:
        assert self._process.stderr
        for line in self._process.stderr:
            if found := re.search(rb"ws://\S+", line):
                return found[0].decode()
        raise AssertionError("Firefox ended as soon as it began")

    def open(self, url: str) -> None:
        self._do("browsingContext.navigate", context=self._window, url=url, wait="complete")

    def run(self, expression: str) -> Any:
        """What the expression is in the page, once it is settled; of what JSON knows."""
        answer = self._do(
            "script.evaluate", expression=f"Promise.resolve({expression}).then((all) => JSON.stringify(all) ?? 'null')",
            target={"context": self._window}, awaitPromise=True,
        )  # fmt: skip
        assert answer["type"] == "success", answer["exceptionDetails"]["text"]
        return json.loads(answer["result"]["value"])

    def load(self, script: str) -> None:
        """Runs a whole script, which the page's own policy would stop."""
        self._do("script.evaluate", expression=script, target={"context": self._window}, awaitPromise=False)

    def click(self, selector: str) -> None:
        """By a mouse, in the middle of the first that fits."""
        middle = "({ left, top, width, height }) => [left + width / 2, top + height / 2].map(Math.round)"
        x, y = self.run(f"({middle})(document.querySelector({json.dumps(selector)}).getBoundingClientRect())")
        moves = [
            {"type": "pointerMove", "x": x, "y": y}, {"type": "pointerDown", "button": 0}, {"type": "pointerUp", "button": 0},
        ]  # fmt: skip
        mouse = {"type": "pointer", "id": "mouse", "actions": moves}
        self._do("input.performActions", context=self._window, actions=[mouse])

    def back(self) -> None:
        self._do("browsingContext.traverseHistory", context=self._window, delta=-1)

    def _do(self, method: str, **params: Any) -> Any:
        self._sent += 1
        self._socket.send(json.dumps({"id": self._sent, "method": method, "params": params}))
        while True:
            said = json.loads(self._socket.recv())
            if said.get("method") == "log.entryAdded" and said["params"]["type"] == "javascript":
                self._note(said["params"]["text"])
            if said.get("id") == self._sent:
                if said["type"] == "error":
                    raise RuntimeError(f"{method}: {said['message']}")
                return said["result"]

    def _note(self, error: str) -> None:
        if "ws://" not in error:  # it logs each websocket that cannot be had in the same way
            self.errors.append(error)

    def close(self) -> None:
        self._socket.close()
        self._process.terminate()
        self._process.wait(15)
        if self._process.stderr:
            self._process.stderr.close()
