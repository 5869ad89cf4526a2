"""What all tests share: a real Valkey, a frozen newsroom clock, and the desk with everything it needs."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import hypothesis
import pytest
import redis

from tests.any_store import Store, connect
from tests.ports import free_port
from webapp.desk import Desk
from webapp.newsroom.headlines.push_rules import PushRules
from webapp.newsroom.settings.current import CurrentStation
from webapp.newsroom.staff import Actor
from webapp.newsroom.station import Station
from webapp.store.alerts.alerts import Alerts
from webapp.store.articles.articles import Articles
from webapp.store.audit.audit import Audit
from webapp.store.audit.chains import Chains
from webapp.store.board.log import Log
from webapp.store.board.revisions import Revisions
from webapp.store.board.waiting import WaitingHeadlines
from webapp.store.people.colleagues import Colleagues
from webapp.store.reads.pins import Choices
from webapp.store.reads.reads import Reads
from webapp.store.schedule.rundown import Rundown
from webapp.store.server.valkey import find_server

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # as in a shell's background job
    signal.signal(signal.SIGINT, signal.default_int_handler)

# The same examples in each run: a change is judged by what it changed. `make soak` looks for new ones.
hypothesis.settings.register_profile("same", derandomize=True, deadline=None)
hypothesis.settings.register_profile("search", deadline=None)
hypothesis.settings.load_profile("same")

ZONE = "Asia/Manila"
TEST_SECRET = "a-secret-key-for-the-tests-alone"
NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
"""Monday noon in Manila."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whole stations, browsers and killed processes share a busy machine: they get a second try, and the summary names who
    needed it. Such a test is a fault to look for all the same. Pure code gets no second try.
    """
    for item in items:
        if "unit" not in item.path.relative_to(Path(__file__).parent).parts:
            item.add_marker(pytest.mark.flaky(reruns=1))


class FrozenClock:
    """`now` for whatever takes it; stands still until told to move."""

    def __init__(self, at: datetime = NOON) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def move(self, **by: float) -> datetime:
        self.at += timedelta(**by)
        return self.at


class Valkey:
    """A real server of our own, with AOF `always`; `kill` is SIGKILL, `start` brings it back on the same port."""

    def __init__(self, folder: Path, port: int | None = None) -> None:
        self.folder = folder
        self.port = port or free_port()
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> Valkey:
        self.process = subprocess.Popen(
            [str(find_server()), "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir", str(self.folder),
             "--appendonly", "yes", "--appendfsync", "always", "--enable-debug-command", "yes"],
            stdout=subprocess.DEVNULL,
        )  # fmt: skip
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            with contextlib.suppress(redis.RedisError):
                if redis.Redis(port=self.port).ping():
                    return self
            time.sleep(0.02)
        raise RuntimeError("valkey did not start")

    def kill(self) -> None:
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None


@pytest.fixture(scope="session")
def valkey_server() -> Iterator[Valkey]:
    with tempfile.TemporaryDirectory() as folder:
        server = Valkey(Path(folder)).start()
        yield server
        server.kill()


@pytest.fixture
def store(valkey_server: Valkey) -> Store:
    """An empty store of this test's own."""
    client = connect(valkey_server.url)
    client.flushall()
    return client


@pytest.fixture
def own_valkey(tmp_path: Path) -> Iterator[Valkey]:
    """A server that this test may kill."""
    server = Valkey(tmp_path).start()
    yield server
    server.kill()


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock()


@dataclass
class Room:
    """A newsroom on one store."""

    store: Store
    log: Log
    articles: Articles
    rundown: Rundown
    revisions: Revisions
    reads: Reads
    desk: Desk
    audit: Audit
    alerts: Alerts
    waiting: WaitingHeadlines
    colleagues: Colleagues


def make_room(store: Store, rules: PushRules = PushRules()) -> Room:  # noqa: B008 - a frozen value
    chains = Chains(lambda: TEST_SECRET)
    log, articles, revisions = Log(store, chains), Articles(store), Revisions(store)
    rundown = Rundown(store, lambda: ZONE)
    reads = Reads(store, articles, TEST_SECRET)
    alerts = Alerts(store, lambda: ("en", "fil"))
    waiting, colleagues = WaitingHeadlines(store), Colleagues(store)
    current = CurrentStation(Station(pushing=rules))
    desk = Desk(log, articles, rundown, revisions, Choices(store), alerts, waiting, colleagues, current)
    return Room(
        store, log, articles, rundown, revisions, reads, desk, Audit(store, chains), alerts, waiting, colleagues
    )


@pytest.fixture
def room(store: Store) -> Room:
    return make_room(store)


@pytest.fixture
def anchor() -> Actor:
    return Actor(name="Ligaya", role="anchor")


@pytest.fixture
def editor() -> Actor:
    return Actor(name="Efren", role="editor")


os.environ.setdefault("AIRWIRE_DATA", tempfile.mkdtemp(prefix="airwire-tests-"))
