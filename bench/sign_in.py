"""`python -m bench.sign_in`: how long an editor's push takes while five hundred passwords are tried together.

Every attempt comes from another network, so that no rate limit stops it and every password has to be verified.
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

MAX_SLOWDOWN = 3.0
"""A push during the attack takes at most this many times as long as a quiet one."""

PUSH_EVERY_S = 0.1
"""An account that publishes more than a thousand headlines is slowed down, which is not what is measured here."""


class Editor:
    """Pushes headlines over one connection; `push` returns the time in ms."""

    def __init__(self, url: str, token: str) -> None:
        self._url = url
        self._session = requests.Session()
        self._session.headers["Authorization"] = f"Bearer {token}"

    def push(self) -> float:
        began = time.perf_counter()
        body: dict[str, str | int] = {"headline": "Bridge open", "priority": "urgent", "expires_in": 30}
        answer = self._session.post(f"{self._url}/api/v1/breaking", json=body, timeout=30)
        assert answer.status_code == 201, answer.text
        return (time.perf_counter() - began) * 1000


class Stranger:
    """An attacker with a list of names, who tries them concurrently."""

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
        """Sends `tries` sign-ins, `together` at a time; the number of answers by HTTP status."""
        statuses, waiting, numbers = Counter[str](), selectors.DefaultSelector(), iter(range(tries))

        def begin() -> None:
            number = next(numbers, None)
            if number is not None:
                connection = socket.create_connection(self._address)
                connection.sendall(self._request(number))
                connection.setblocking(False)
                waiting.register(connection, selectors.EVENT_READ, [])

        for _ in range(together):
            begin()
        while waiting.get_map():
            for key, _ in waiting.select():
                connection: socket.socket = key.fileobj  # type: ignore[assignment]
                key.data.append(connection.recv(65536))
                if not key.data[-1]:
                    statuses[b"".join(key.data)[9:12].decode()] += 1
                    waiting.unregister(connection)
                    connection.close()
                    begin()
        return statuses


def measure(url: str, token: str, asked: argparse.Namespace) -> tuple[list[float], list[float], Counter[str]]:
    """The times in ms of quiet pushes and of those during the attack, sorted, and the answers to the attack by status."""
    stranger = Stranger(url)
    fork = get_context("fork")
    times, over = fork.SimpleQueue(), fork.Event()

    def publish(pushes: int | None) -> None:
        editor = Editor(url, token)
        took: list[float] = []
        editor.push()
        try:
            while len(took) != pushes and not over.is_set():
                took.append(editor.push())
                over.wait(PUSH_EVERY_S)
        finally:  # also where a push is refused: whoever waits for the times is not left waiting
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


def percentile(times: list[float], share: float) -> float:
    return times[min(len(times) - 1, int(len(times) * share))]


def main() -> int:
    parse = argparse.ArgumentParser(prog="python -m bench.sign_in", description=__doc__)
    parse.add_argument("--tries", type=int, default=500)
    parse.add_argument("--together", type=int, default=50, help="concurrent attempts")
    parse.add_argument("--storms", type=int, default=5, help="attacks, one after the other")
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
        p50, p95 = percentile(times, 0.5), percentile(times, 0.95)
        print(f"{name}: {len(times)} pushes, median {p50:.1f} ms, p95 {p95:.1f} ms, most {times[-1]:.1f} ms")
    ratio, at_p95 = (percentile(stormy, share) / percentile(quiet, share) for share in (0.5, 0.95))
    print(f"a push in the storm takes {ratio:.1f} times a quiet one (median), {at_p95:.1f} (p95)")
    return 0 if ratio <= MAX_SLOWDOWN else 1


if __name__ == "__main__":
    sys.exit(main())
