"""The station under test: gunicorn with two workers, and a store behind a link that can be cut."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import redis

from bench.rig.processes import ROOT, children
from bench.soak.network import Link
from tests.ports import free_port
from webapp.store.core.connection import connect
from webapp.store.people.staff import Staff
from webapp.store.server.valkey import find_server

WORKERS = 2


class Station:
    """A station that runs while its context lasts. `folder` takes the store's files and the output of both."""

    def __init__(self, folder: Path, store_link: Link, listeners_link: Link) -> None:
        self.store_link, self.listeners_link = store_link, listeners_link
        self.host, self.port = listeners_link.near, free_port()
        self.url = f"http://{self.host}:{self.port}"
        self._folder = folder
        self._store_port = free_port()
        self.store_url = f"redis://{store_link.far}:{self._store_port}/0"
        self.store: subprocess.Popen[bytes] | None = None
        self.web: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Station:
        self._output = (self._folder / "output.log").open("wb")
        try:
            self._start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def _start(self) -> None:
        self.start_store()
        settings = {
            "REDIS_URL": self.store_url, "SECRET_KEY": "a-secret-key-for-this-run-alone-xx", "HOST": self.host,
            "PORT": str(self.port), "WEB_CONCURRENCY": str(WORKERS), "LOG_LEVEL": "WARNING",
            "AIRWIRE_DATA": str(self._folder), "AIRWIRE_MAX_PER_ADDRESS": "100000",
        }  # fmt: skip
        self.web = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "-c", str(ROOT / "webapp" / "gunicorn_conf.py"), "webapp.wsgi:app"],
            env=os.environ | settings, cwd=ROOT, stdout=self._output, stderr=self._output,
        )  # fmt: skip
        until(self.is_ready, 60)

    def __exit__(self, *raised: object) -> None:
        if self.web:
            self.web.terminate()
            try:
                self.web.wait(15)
            except subprocess.TimeoutExpired:
                self.web.kill()
        self.kill_store()
        self._output.close()

    # The store

    def start_store(self) -> None:
        """Returns once it answers."""
        self.store = subprocess.Popen(
            [*self.store_link.prefix, str(find_server()), "--bind", self.store_link.far, "--port", str(self._store_port),
             "--protected-mode", "no", "--save", "", "--dir", str(self._folder),
             "--appendonly", "yes", "--appendfsync", "always"],
            stdout=self._output, stderr=self._output,
        )  # fmt: skip
        until(lambda: self.client().ping(), 30)

    def kill_store(self) -> None:
        if self.store:
            self.store.kill()
            self.store.wait()
            self.store = None

    def client(self) -> Any:
        return redis.Redis.from_url(self.store_url, socket_timeout=2, socket_connect_timeout=1)

    def token(self) -> str:
        """A new bearer token for the publisher."""
        return Staff(connect(self.store_url)).add_token("the publisher", "anchor")

    # The web processes

    def workers(self) -> list[int]:
        return children(self.web.pid) if self.web else []

    def end_worker(self, pid: int, number: int = signal.SIGKILL) -> None:
        os.kill(pid, number)

    def is_replaced(self, pid: int) -> bool:
        return pid not in self.workers() and len(self.workers()) == WORKERS

    def is_ready(self) -> bool:
        with urllib.request.urlopen(f"{self.url}/readyz", timeout=2) as answer:
            return bool(answer.status == 200)


def until(true: Callable[[], Any], seconds: float) -> None:
    """Returns once `true()` holds; an `OSError` or store error counts as false. Raises `RuntimeError` after `seconds`."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            if true():
                return
        except (OSError, redis.RedisError):
            pass
        if time.monotonic() > deadline:
            raise RuntimeError(f"did not happen within {seconds:.0f} s")
        time.sleep(0.05)
