"""The kill table, short form: whatever dies, every acknowledged headline reaches every listener once and in order."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import requests
import socketio

from tests.any_store import connect
from tests.conftest import Valkey
from tests.web.conftest import Newsroom, newsroom_at
from tests.web.people.test_sessions import PASSWORD, csrf, sign_in
from tests.web.server import Web, wait_for
from webapp.store.people.staff import Staff

LISTENERS = 10
EVERY_S = 0.15

pytestmark = pytest.mark.faults


class Follower:
    """A stock client that keeps its place as the contract says, and writes down which headlines it was shown."""

    def __init__(self, url: str) -> None:
        self.place: dict[str, Any] = {}
        self.shown: list[str] = []
        self.order: list[tuple[str, int]] = []
        self.client = socketio.Client(reconnection=True, reconnection_delay=0.2, reconnection_delay_max=1.0)
        self.client.on("snapshot", self._snapshot)
        self.client.on("breaking", self._breaking)
        self.client.on("*", lambda name, data: self._keep(data))
        self.client.connect(url, transports=["websocket"], auth=lambda: self.place, wait_timeout=10, retry=True)

    def _keep(self, data: dict[str, Any]) -> bool:
        """False for what is known already."""
        known = data["epoch"] == self.place.get("epoch") and data["seq"] <= self.place["seq"]
        if not known:
            self.place = {"epoch": data["epoch"], "seq": data["seq"]}
            self.order.append((data["epoch"], data["seq"]))
        return not known

    def _snapshot(self, board: dict[str, Any]) -> None:
        self._keep(board)
        known = set(self.shown)
        self.shown += [item["id"] for item in reversed(board["breaking"]) if item["id"] not in known]

    def _breaking(self, data: dict[str, Any]) -> None:
        if self._keep(data) and data["action"] == "published":
            self.shown.append(data["item"]["id"])


class Publisher(threading.Thread):
    """Pushes headlines until stopped, and sends again by the same key whatever was not confirmed."""

    def __init__(self, newsroom: Newsroom) -> None:
        super().__init__(daemon=True)
        self.newsroom = newsroom
        self.acknowledged: list[str] = []
        self.failed = 0
        self.enough = threading.Event()

    def run(self) -> None:
        number = 0
        while not self.enough.is_set():
            number += 1
            body = {"headline": f"Headline {number}", "priority": "urgent"}
            while True:
                try:
                    answer = self.newsroom.call("POST", "/breaking", body, key=f"wish-{number}")
                    if answer.status_code == 201:
                        self.acknowledged.append(answer.json()["id"])
                        break
                except requests.RequestException:
                    pass
                self.failed += 1
                time.sleep(0.1)
            self.enough.wait(EVERY_S)


@pytest.fixture
def station(own_valkey: Valkey) -> Iterator[tuple[Valkey, Web, Newsroom]]:
    web = Web(own_valkey, workers=2).start()
    yield own_valkey, web, newsroom_at(web.url, own_valkey.url)
    web.end()


def kill_a_worker(valkey: Valkey, web: Web) -> None:
    os.kill(web.workers()[0], signal.SIGKILL)


def end_a_worker(valkey: Valkey, web: Web) -> None:
    os.kill(web.workers()[0], signal.SIGTERM)


def kill_the_store(valkey: Valkey, web: Web) -> None:
    valkey.kill()
    time.sleep(2)
    valkey.start()


def freeze_the_store(valkey: Valkey, web: Web) -> None:
    assert valkey.process
    valkey.process.send_signal(signal.SIGSTOP)
    time.sleep(5)
    valkey.process.send_signal(signal.SIGCONT)


@pytest.mark.parametrize("fault", [kill_a_worker, end_a_worker, kill_the_store, freeze_the_store])
def test_nothing_acknowledged_is_missed_doubled_or_out_of_order(
    station: tuple[Valkey, Web, Newsroom], fault: Any
) -> None:
    valkey, web, newsroom = station
    followers = [Follower(web.url) for _ in range(LISTENERS)]
    publisher = Publisher(newsroom)
    publisher.start()
    wait_for(lambda: len(publisher.acknowledged) >= 3)
    fault(valkey, web)
    enough = len(publisher.acknowledged) + 5
    wait_for(lambda: len(publisher.acknowledged) >= enough, 30)
    publisher.enough.set()
    publisher.join(15)
    acknowledged = publisher.acknowledged
    assert len(acknowledged) < 45, "more than the board keeps: a snapshot could not show them all"
    wait_for(lambda: all(set(acknowledged) <= set(f.shown) for f in followers), 15)
    for follower in followers:
        assert len(follower.shown) == len(set(follower.shown)), "shown twice"
        assert [i for i in follower.shown if i in set(acknowledged)] == acknowledged, "out of order"
        for (epoch, seq), (next_epoch, next_seq) in zip(follower.order, follower.order[1:], strict=False):
            assert epoch != next_epoch or next_seq > seq
        follower.client.disconnect()


def _seconds_for(url: str) -> float:
    began = time.monotonic()
    assert requests.get(url, timeout=5).status_code == 200
    return time.monotonic() - began


def test_while_the_store_is_frozen_pages_are_answered_and_say_their_age(station: tuple[Valkey, Web, Newsroom]) -> None:
    valkey, web, newsroom = station
    newsroom.push("Before the frost")
    wait_for(lambda: "Before the frost" in requests.get(f"{web.url}/", timeout=5).text)
    assert valkey.process
    valkey.process.send_signal(signal.SIGSTOP)
    try:
        for path in ("/", "/api/v1/snapshot", "/articles", "/embed/ticker.json", "/healthz"):
            assert min(_seconds_for(f"{web.url}{path}") for _ in range(3)) < 1.0, f"{path} waits for the store"
        answer = newsroom.call("POST", "/breaking", {"headline": "In the frost", "priority": "urgent"}, key="frost")
        assert answer.status_code == 503 and answer.headers["Content-Type"] == "application/problem+json"
        wait_for(lambda: requests.get(f"{web.url}/readyz", timeout=5).status_code == 503, 20)
    finally:
        valkey.process.send_signal(signal.SIGCONT)
    wait_for(lambda: requests.get(f"{web.url}/readyz", timeout=5).status_code == 200, 15)
    again = {"headline": "In the frost", "priority": "urgent"}
    # The first answer after a thaw may still be that of the frost: whoever publishes tries again, by the same key.
    wait_for(lambda: newsroom.call("POST", "/breaking", again, key="frost").status_code == 201, 10)
    shown = requests.get(f"{web.url}/api/v1/snapshot", timeout=5)
    wait_for(lambda: "In the frost" in requests.get(f"{web.url}/api/v1/snapshot", timeout=5).text)
    assert shown.text.count("In the frost") <= 1


STORE_DOORS = [
    ("GET", "/panel/", 503),
    ("GET", "/panel/state.json", 503),
    ("POST", "/panel/sign-in", 503),
    ("POST", "/api/v1/breaking", 503),
    ("GET", "/api/v1/read-token?article=ferry", 503),
    ("GET", "/api/v1/most-read?window=1h", 200),
]


def test_while_the_store_is_frozen_whoever_needs_it_is_told_so_and_soon_at_once(
    station: tuple[Valkey, Web, Newsroom],
) -> None:
    valkey, web, newsroom = station
    story = {"title": "Ferry", "slug": "ferry", "body_html": "<p>Runs.</p>"}
    assert newsroom.call("POST", "/articles", story, role="editor").status_code == 201
    wait_for(lambda: requests.get(f"{web.url}/articles/ferry", timeout=5).status_code == 200)
    Staff(connect(valkey.url)).set_account("Ligaya", "anchor", PASSWORD)
    phone = requests.Session()
    assert sign_in(phone, web) == 302
    agent = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/128.0"}
    form = {"name": "Ligaya", "password": PASSWORD, "csrf_token": csrf(phone, web, "/panel/")}
    cookies, bearer = phone.cookies, {"Authorization": f"Bearer {newsroom.tokens['anchor']}"}

    def ask(door: tuple[str, str, int]) -> tuple[str, int, float]:
        method, path, _ = door
        told: dict[str, Any] = {"headers": agent}
        if path == "/panel/sign-in":
            told |= {"data": form, "cookies": cookies, "allow_redirects": False}
        elif path.startswith("/panel"):
            told["cookies"] = cookies
        elif method == "POST":
            told |= {"json": {"headline": "In the frost", "priority": "urgent"}, "headers": bearer}
        began = time.monotonic()
        status = requests.request(method, f"{web.url}{path}", timeout=20, **told).status_code
        return path, status, time.monotonic() - began

    assert valkey.process
    valkey.process.send_signal(signal.SIGSTOP)
    try:
        with ThreadPoolExecutor(len(STORE_DOORS) * 4) as crowd:
            answers = list(crowd.map(ask, STORE_DOORS * 4))
        wrong = {path: status for path, status, _ in answers}
        assert wrong == {path: status for _, path, status in STORE_DOORS}
        assert max(took for _, _, took in answers) < 10
        again = [ask(door) for door in STORE_DOORS * 2]
        assert sorted(took for _, _, took in again)[len(again) // 2] < 2, (
            "each waits for the store as if for the first time"
        )
    finally:
        valkey.process.send_signal(signal.SIGCONT)
    wait_for(lambda: ask(STORE_DOORS[0])[1] == 200, 15)
