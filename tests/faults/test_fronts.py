"""HAProxy and nginx, as `deploy/` has them, before two hosts of which one is cut, frozen or going down, or before none that is
ready: real programs, a real store behind a link that can be cut."""

from __future__ import annotations

import contextlib
import os
import signal
import tempfile
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests
import websocket

from bench.rig import fronts
from bench.rig.fronts import HOST, Front, program
from bench.rig.relay import TcpRelay
from tests.any_store import connect
from tests.conftest import Valkey
from tests.web.server import Web, wait_for
from webapp.store.people.staff import Staff

FRONTS = {"haproxy": fronts.haproxy, "nginx": fronts.nginx}
STALE_S = 2.0

pytestmark = [
    pytest.mark.filterwarnings("ignore::urllib3.exceptions.InsecureRequestWarning"),
    pytest.mark.skipif(not program("openssl"), reason="needs openssl"),
]


class Listener:
    """An open page's socket through a front: `heard` has the headlines, `ended` whether it was closed."""

    def __init__(self, front: Front) -> None:
        self.heard: list[str] = []
        self.ended: str | None = None
        self._socket = websocket.create_connection(
            f"wss://127.0.0.1:{front.tls}/socket.io/?EIO=4&transport=websocket", timeout=30, host=HOST,
            sslopt={"cert_reqs": 0, "check_hostname": False, "server_hostname": HOST},
        )  # fmt: skip
        self._socket.recv()
        self._socket.send("40")
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        try:
            while True:
                opcode, data = self._socket.recv_data()
                if opcode == websocket.ABNF.OPCODE_CLOSE:
                    self.ended = data[2:].decode()
                    return
                text = data.decode()
                if text == "2":
                    self._socket.send("3")
                elif text.startswith('42["breaking"'):
                    self.heard.append(text.partition('"headline":"')[2].partition('"')[0])
        except Exception as error:  # noqa: BLE001 - any end is an end
            self.ended = self.ended or type(error).__name__

    def close(self) -> None:
        with contextlib.suppress(Exception):
            self._socket.close()


Listen = Callable[[], Listener]


@dataclass
class Hosts:
    """Two hosts on one store, each by a link of its own."""

    webs: list[Web]
    links: list[TcpRelay]
    way_to_front: TcpRelay
    store: Valkey
    token: str

    def publish(self, headline: str, at: int) -> None:
        answer = requests.post(
            f"{self.webs[at].url}/api/v1/breaking", json={"headline": headline, "priority": "urgent"}, timeout=10,
            headers={"Authorization": f"Bearer {self.token}"},
        )  # fmt: skip
        answer.raise_for_status()

    def is_ready(self, at: int) -> bool:
        return requests.get(f"{self.webs[at].url}/readyz", timeout=5).status_code == 200


@pytest.fixture(scope="module")
def hosts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hosts]:
    with contextlib.ExitStack() as stack:
        store = Valkey(tmp_path_factory.mktemp("store")).start()
        stack.callback(store.kill)
        way = stack.enter_context(TcpRelay(9))
        links = [stack.enter_context(TcpRelay(store.port)) for _ in range(2)]
        webs = [
            Web(
                store, REDIS_URL=f"redis://127.0.0.1:{link.port}/0", AIRWIRE_PROXY_HOPS="1", AIRWIRE_STALE_S=f"{STALE_S}",
                AIRWIRE_LEAVE_S="1", AIRWIRE_FRONT_URL=f"http://127.0.0.1:{way.port}",
            )
            for link in links
        ]  # fmt: skip
        with ThreadPoolExecutor() as both:
            list(both.map(Web.start, webs))
        for web in webs:
            stack.callback(web.end)
        yield Hosts(webs, links, way, store, Staff(connect(store.url)).add_token("newsroom", "editor"))


@pytest.fixture(scope="module", params=FRONTS)
def front(hosts: Hosts, request: pytest.FixtureRequest) -> Iterator[Front]:
    if not program(request.param):
        pytest.skip(f"needs {request.param}")
    quicker = {"haproxy": (r"inter 1s", "inter 250ms"), "nginx": (r"read_timeout 5s", "read_timeout 1s")}
    with tempfile.TemporaryDirectory(prefix="airwire-front-") as folder:
        at = [f"127.0.0.1:{web.port}" for web in hosts.webs]
        with FRONTS[request.param](Path(folder), at, quicker[request.param]) as front:
            hosts.way_to_front.lead_to(front.inside)
            wait_for(lambda: front.get("/readyz").status == 200)
            yield front


@pytest.fixture
def listen(front: Front) -> Iterator[Listen]:
    """Opens a page's socket; all are closed in the end."""
    opened: list[Listener] = []

    def one_more() -> Listener:
        opened.append(Listener(front))
        return opened[-1]

    yield one_more
    for listener in opened:
        listener.close()


@pytest.fixture
def all_ready(hosts: Hosts, front: Front) -> Iterator[None]:
    yield
    for link in hosts.links:
        link.mend()
    if not hosts.store.process:
        hosts.store.start()
    wait_for(lambda: hosts.is_ready(0) and hosts.is_ready(1))


def ask(front: Front, count: int, path: str = "/") -> Counter[int]:
    """The statuses that `count` visitors get."""
    return Counter(front.get(path).status for _ in range(count))


@contextlib.contextmanager
def visitors(front: Front, *paths: str) -> Iterator[Counter[int]]:
    """Somebody comes all the time; yields the statuses so far."""
    seen: Counter[int] = Counter()
    over = threading.Event()

    def come() -> None:
        while not over.is_set():
            for path in paths:
                seen.update(ask(front, 1, path))

    crowd = [threading.Thread(target=come) for _ in range(2)]
    for one in crowd:
        one.start()
    try:
        yield seen
    finally:
        over.set()
        for one in crowd:
            one.join()


@pytest.mark.usefixtures("all_ready")
def test_a_host_that_is_cut_from_the_store_gets_nobody_new_and_hands_its_listeners_over(
    hosts: Hosts, front: Front, listen: Listen
) -> None:
    listeners = [listen() for _ in range(8)]
    hosts.publish("Before the cut", at=1)
    wait_for(lambda: all("Before the cut" in one.heard for one in listeners))
    with visitors(front, "/api/v1/snapshot", "/") as seen:
        hosts.links[0].cut()
        wait_for(lambda: not hosts.is_ready(0))
        wait_for(lambda: any(one.ended for one in listeners))
        wait_for(lambda: listeners_of(hosts.webs[0]) == 0)
    assert set(seen) == {200}
    assert {one.ended for one in listeners if one.ended} == {"another server is up to date; come back"}
    back = [listen() for one in listeners if one.ended]
    hosts.publish("After the cut", at=1)
    here = back + [one for one in listeners if not one.ended]
    assert len(here) == 8
    wait_for(
        lambda: (
            all(one.heard == ["After the cut"] for one in back) and all("After the cut" in one.heard for one in here)
        )
    )
    boards = {front.get("/api/v1/snapshot").json()["breaking"][0]["headline"] for _ in range(8)}
    assert boards == {"After the cut"}


@pytest.mark.usefixtures("all_ready")
def test_while_the_store_is_away_for_all_pages_come_with_their_age_and_nobody_is_cut(
    hosts: Hosts, front: Front, listen: Listen
) -> None:
    listeners = [listen() for _ in range(4)]
    hosts.store.kill()
    wait_for(lambda: not hosts.is_ready(0) and not hosts.is_ready(1))
    wait_for(lambda: front.get("/readyz").status == 503)
    assert set(ask(front, 8)) == {200}
    newcomer = listen()
    assert [one.ended for one in (*listeners, newcomer)] == [None] * 5
    board = front.get("/api/v1/snapshot").json()
    assert board["as_of"] < board["now"]
    hosts.store.start()
    wait_for(lambda: hosts.is_ready(0) and hosts.is_ready(1))
    hosts.publish("The store is back", at=0)
    wait_for(
        lambda: (
            all("The store is back" in one.heard for one in (*listeners, newcomer))
            or all(not one.ended for one in listeners)
        )
    )


@pytest.mark.usefixtures("all_ready")
def test_visitors_of_a_frozen_host_are_answered_by_the_other(hosts: Hosts, front: Front, listen: Listen) -> None:
    frozen = hosts.webs[0].workers()[0]
    os.kill(frozen, signal.SIGSTOP)
    try:
        assert set(ask(front, 6)) == {200}
    finally:
        os.kill(frozen, signal.SIGCONT)


def test_a_host_that_goes_down_is_left_before_it_is_gone(hosts: Hosts, front: Front, listen: Listen) -> None:
    listeners = [listen() for _ in range(8)]
    gone, stays = hosts.webs
    with visitors(front, "/", "/api/v1/snapshot", "/articles", "/schedule?day=2026-03-02") as seen:
        wait_for(lambda: seen.total() > 8)
        gone.stop()
    assert set(seen) == {200}
    wait_for(lambda: len([one for one in listeners if not one.ended]) == listeners_of(stays), 5)
    here = [listen() if one.ended else one for one in listeners]
    hosts.publish("One host is gone", at=1)
    wait_for(lambda: all("One host is gone" in one.heard for one in here))
    gone.start()


def listeners_of(web: Web) -> int:
    """How many a host says that it has."""
    return int(requests.get(f"{web.url}/metrics", timeout=5).text.partition("\nairwire_listeners ")[2].split(".")[0])
