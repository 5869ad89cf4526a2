"""Who publishes and who listens, with everything that they ask for and see written into the history."""

from __future__ import annotations

import asyncio
import itertools
import json
import random
import threading
import time
import urllib.error
import urllib.request
from typing import Any

from bench.cluster.history import History
from bench.soak.crowd import KINDS, Listener
from bench.soak.reader import Reader, wish

RETRY_S = 0.15
WITHDRAWN_SHARE = 0.15


class Publisher(threading.Thread):
    """One newsroom system after another headline, each asked for by the same key until it is confirmed; some are withdrawn."""

    def __init__(
        self, name: str, url: str, token: str, history: History, numbers: itertools.count[int], seed: int
    ) -> None:
        super().__init__(name=name, daemon=True)
        self._url, self._history, self._numbers = f"{url}/api/v1/breaking", history, numbers
        self._headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        self._chance = random.Random(f"{seed}:{name}")
        self._over = threading.Event()
        self._working = threading.Event()
        self._idle = threading.Event()
        self.trouble = ""

    def go_on(self) -> None:
        self._idle.clear()
        self._working.set()

    def pause(self, seconds: float = 60) -> bool:
        """Whether the last headline was confirmed in time."""
        self._working.clear()
        return self._idle.wait(seconds)

    def end(self) -> None:
        self._over.set()
        self._working.set()

    def run(self) -> None:
        while True:
            if not self._working.is_set():
                self._idle.set()
            self._working.wait()
            if self._over.is_set():
                return
            self._publish(next(self._numbers))
            time.sleep(self._chance.uniform(0.05, 0.4))

    def _publish(self, number: int) -> None:
        self._history.add("asked", self.name, number)
        item = self._until_confirmed("POST", "", f"wish-{number}", {"headline": f"Wish {number}", "priority": "urgent"})
        self._history.add("acknowledged", self.name, number)
        if self._chance.random() < WITHDRAWN_SHARE:
            self._history.add("withdrawing", self.name, number)
            body = {"rev": item["rev"], "reason": "a test"}
            self._until_confirmed("DELETE", f"/{item['id']}", f"back-{number}", body)
            self._history.add("withdrawn", self.name, number)

    def _until_confirmed(self, method: str, path: str, key: str, body: dict[str, Any]) -> dict[str, Any]:
        while not self._over.is_set():
            request = urllib.request.Request(
                self._url + path, json.dumps(body).encode(), {**self._headers, "Idempotency-Key": key}, method=method
            )
            try:
                with urllib.request.urlopen(request, timeout=6) as answer:
                    if answer.status in (200, 201):
                        return dict(json.load(answer))
                    self.trouble = f"{method}: {answer.status}"
            except urllib.error.HTTPError as error:
                self.trouble = f"{method}: {error.code} {error.read(300)!r}"
            except (OSError, ValueError) as error:
                self.trouble = f"{method}: {error!r}"
            time.sleep(RETRY_S)
        raise SystemExit


class Recorded(Reader):
    """A listener's page: what it shows goes into the history; `shows` is what stands on it."""

    def __init__(self, name: str, history: History) -> None:
        super().__init__()
        self._name, self._history = name, history
        self.shows: dict[str, int] = {}

    def take(self, name: str, data: dict[str, Any]) -> bool:
        place = dict(self.place)
        asks = super().take(name, data)
        if self.place != place:
            if name == "snapshot":
                self.shows = {item["id"]: wish(item) for item in data["breaking"]}
            elif name == "breaking":
                self._change(data)
        return asks

    def _change(self, data: dict[str, Any]) -> None:
        item = data["item"]
        if data["action"] in ("withdrawn", "expired"):
            if item["id"] in self.shows:
                self._history.add("gone", self._name, self.shows.pop(item["id"]))
        else:
            self.shows[item["id"]] = wish(item)

    def _show(self, item: dict[str, Any]) -> None:
        super()._show(item)
        self._history.add("shown", self._name, self.last)


class Audience:
    """Listeners through the front, all in one thread; they come back as our pages do."""

    def __init__(self, at: tuple[str, int], count: int, history: History) -> None:
        self.readers = [Recorded(f"listener{number}", history) for number in range(1, count + 1)]
        self._listeners = [Listener(KINDS["page"], *at) for _ in self.readers]
        for listener, reader in zip(self._listeners, self.readers, strict=True):
            listener.reader = reader
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Audience:
        self._thread.start()
        return self

    def __exit__(self, *raised: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        tasks = [self._loop.create_task(one.listen()) for one in self._listeners]
        tasks.append(self._loop.create_task(self._check()))
        self._loop.run_forever()
        for task in tasks:
            task.cancel()
        self._loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
        self._loop.close()

    async def _check(self) -> None:
        while True:
            await asyncio.sleep(1)
            for listener in self._listeners:
                if listener.connection:
                    listener.connection.check(time.monotonic())

    @property
    def connected(self) -> int:
        return sum(bool(one.connection and one.connection.entered) for one in self._listeners)
