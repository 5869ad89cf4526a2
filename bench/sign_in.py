"""`python -m bench.sign_in`: how long an editor's push takes while five hundred passwords are tried together.

Every try comes from a network of its own, so that none is held by its counts, and all of them want to be verified.
"""

from __future__ import annotations

import argparse
import re
import selectors
import socket
import sys
import time
from collections import Counter
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlencode, urlsplit

import requests

from tests.conftest import Valkey
from tests.web.server import Web
from webapp.store.core.connection import connect
from webapp.store.people.staff import Staff

GOAL = 3.0
"""A push in the storm takes at most so many times as long as a quiet one."""

EVERY_S = 0.03


class Editor:
    """Pushes headlines over one connection; `took` has each one's time in ms."""

    def __init__(self, url: str, token: str) -> None:
        self._url = url
        self._session = requests.Session()
        self._session.headers["Authorization"] = f"Bearer {token}"

    def push(self) -> float:
        began = time.perf_counter()
        body = {"headline": "Bridge open", "priority": "urgent", "expires_in": 30}
        answer = self._session.post(f"{self._url}/api/v1/breaking", json=body, timeout=30)
        assert answer.status_code == 201, answer.text
        return (time.perf_counter() - began) * 1000


class Stranger:
    """Somebody with a list of names, who sends them all together."""

    def __init__(self, url: str) -> None:
        self._address = (urlsplit(url).hostname, urlsplit(url).port)
        with requests.Session() as session:
            page = session.get(f"{url}/panel/sign-in", timeout=10)
            self._cookies = "; ".join(f"{name}={value}" for name, value in session.cookies.items())
        found = re.search(r'name="csrf" content="([^"]+)"', page.text)
        assert found
        self._csrf = found[1]

    def _request(self, number: int) -> bytes:
        form = urlencode({"csrf_token": self._csrf, "name": f"name {number}", "password": "password"})
        return (
            f"POST /panel/sign-in HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nCookie: {self._cookies}\r\n"
            f"X-Forwarded-For: 198.18.{number // 250}.{number % 250 + 1}\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(form)}\r\n\r\n{form}"
        ).encode()

    def try_all(self, tries: int, together: int) -> Counter[str]:
        """How many got which status."""
        statuses, waiting, numbers = Counter[str](), selectors.DefaultSelector(), iter(range(tries))

        def begin() -> None:
            number = next(numbers, None)
            if number is not None:
                line = socket.create_connection(self._address)
                line.sendall(self._request(number))
                line.setblocking(False)
                waiting.register(line, selectors.EVENT_READ, [])

        for _ in range(together):
            begin()
        while waiting.get_map():
            for key, _ in waiting.select():
                line: socket.socket = key.fileobj  # type: ignore[assignment]
                key.data.append(line.recv(65536))
                if not key.data[-1]:
                    statuses[b"".join(key.data)[9:12].decode()] += 1
                    waiting.unregister(line)
                    line.close()
                    begin()
        return statuses


def measure(url: str, token: str, asked: argparse.Namespace) -> tuple[list[float], list[float], Counter[str]]:
    """Times of quiet pushes and of those in the storms, sorted, and what the tries were answered."""
    stranger = Stranger(url)
    fork = get_context("fork")
    times, over = fork.SimpleQueue(), fork.Event()

    def publish(pushes: int | None) -> None:
        editor, took = Editor(url, token), []
        editor.push()
        while len(took) != pushes and not over.is_set():
            took.append(editor.push())
            over.wait(EVERY_S)
        times.put(took)

    found = []
    answers = Counter[str]()
    for pushes in (asked.quiet, None):
        publisher = fork.Process(target=publish, args=(pushes,))
        publisher.start()
        if pushes is None:
            for _ in range(asked.storms):
                answers += stranger.try_all(asked.tries, asked.together)
            over.set()
        found.append(sorted(times.get()))
        publisher.join()
    return found[0], found[1], answers


def p(times: list[float], share: float) -> float:
    return times[min(len(times) - 1, int(len(times) * share))]


def main() -> int:
    parse = argparse.ArgumentParser(prog="python -m bench.sign_in", description=__doc__)
    parse.add_argument("--tries", type=int, default=500)
    parse.add_argument("--together", type=int, default=50, help="so many of them at once")
    parse.add_argument("--storms", type=int, default=10, help="so many, one after the other")
    parse.add_argument("--quiet", type=int, default=100, help="pushes before the storm")
    asked = parse.parse_args()
    with TemporaryDirectory() as folder:
        valkey = Valkey(Path(folder)).start()
        token = Staff(connect(valkey.url)).add_token("bench", "editor")
        web = Web(valkey, AIRWIRE_PROXY_HOPS="1", AIRWIRE_DATA=folder).start()
        try:
            quiet, stormy, answers = measure(web.url, token, asked)
        finally:
            web.stop()
            valkey.kill()
    print(f"{asked.tries} tries, {asked.together} together, {asked.storms} times, answered {dict(answers)}")
    for name, times in (("quiet", quiet), ("storm", stormy)):
        print(
            f"{name}: {len(times)} pushes, median {p(times, 0.5):.1f} ms, p95 {p(times, 0.95):.1f} ms, most {times[-1]:.1f} ms"
        )
    ratio = p(stormy, 0.5) / p(quiet, 0.5)
    print(
        f"a push in the storm takes {ratio:.1f} times a quiet one (median), {p(stormy, 0.95) / p(quiet, 0.95):.1f} (p95)"
    )
    return 0 if ratio <= GOAL else 1


if __name__ == "__main__":
    sys.exit(main())
