"""A newsroom that publishes one headline after another, and repeats each under the same key until it is confirmed."""

from __future__ import annotations

import json
import threading
import time
import urllib.request
from collections.abc import Callable

PUBLISH_EVERY_S = 0.5
RETRY_S = 0.2


class Publisher(threading.Thread):
    """`acknowledged` maps the number of each confirmed headline (a "wish") to its monotonic time.

    `tries` counts failed attempts, and `trouble` is the last one's error.
    """

    def __init__(
        self, url: str, new_token: Callable[[], str], every_s: float = PUBLISH_EVERY_S, body: str = ""
    ) -> None:
        """`new_token` makes a bearer token; `body` is the text below each headline."""
        super().__init__(daemon=True)
        self._every_s = every_s
        self._hurried = 0
        self._more = {"body": body} if body else {}
        self.acknowledged: dict[int, float] = {}
        self.tries = 0
        self.trouble = ""
        self._url = url
        self._new_token = new_token
        self._token = new_token()
        self._working = threading.Event()
        self._idle = threading.Event()
        self._idle.set()

    def go_on(self) -> None:
        self._working.set()

    def pause(self) -> int:
        """Returns the number of the last headline, once it is acknowledged."""
        self._working.clear()
        self._idle.wait(60)
        return max(self.acknowledged)

    def hurry(self, count: int) -> None:
        """Publishes the next `count` headlines without a pause between them."""
        self._hurried = count

    def new_token(self) -> None:
        self._token = self._new_token()

    def run(self) -> None:
        number = 0
        while True:
            self._working.wait()
            self._idle.clear()
            number += 1
            while not self._push(number):
                self.tries += 1
                time.sleep(RETRY_S)
            self.acknowledged[number] = time.monotonic()
            self._idle.set()
            self._hurried = max(0, self._hurried - 1)
            if not self._hurried:
                time.sleep(self._every_s)

    def _push(self, number: int) -> bool:
        body = json.dumps({"headline": f"Wish {number}", "priority": "urgent", **self._more}).encode()
        headers = {"Authorization": f"Bearer {self._token}", "Content-Type": "application/json"}
        headers["Idempotency-Key"] = f"wish-{number}"
        request = urllib.request.Request(f"{self._url}/api/v1/breaking", body, headers)
        try:
            with urllib.request.urlopen(request, timeout=8) as answer:
                return bool(answer.status == 201)
        except OSError as error:
            self.trouble = str(error)
            return False
