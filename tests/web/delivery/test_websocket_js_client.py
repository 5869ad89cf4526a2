"""The client that the pages use, as npm has it."""

from __future__ import annotations

import json
import queue
import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.web.delivery.fanout_server import ROOT, Fanout, serve

pytestmark = pytest.mark.skipif(
    not (shutil.which("node") and (ROOT / "node_modules" / "socket.io-client").exists()),
    reason="needs node and the browser parts that `make test` fetches",
)


class StockClient:
    """`stock_client.mjs`, and what it has heard."""

    def __init__(self, url: str) -> None:
        self._process = subprocess.Popen(
            ["node", str(Path(__file__).with_name("stock_client.mjs")), url],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT,
        )  # fmt: skip
        self._heard: queue.Queue[list[Any]] = queue.Queue()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        assert self._process.stdout
        for line in self._process.stdout:
            self._heard.put(json.loads(line))

    def hears(self, name: str) -> list[Any]:
        """The body of the next thing heard, which is to be called `name`."""
        heard = self._heard.get(timeout=15)
        assert heard[0] == name, heard
        return heard[1:]

    def hears_at_last(self, name: str) -> list[Any]:
        """The same, after whatever comes before it."""
        while (heard := self._heard.get(timeout=15))[0] != name:
            pass
        return list(heard[1:])

    def say(self, *what: Any) -> None:
        assert self._process.stdin
        self._process.stdin.write(json.dumps(what) + "\n")
        self._process.stdin.flush()

    def end(self) -> None:
        self._process.kill()
        self._process.communicate()


@pytest.fixture
def fanout(tmp_path: Path) -> Iterator[Fanout]:
    with serve(tmp_path / "log", ping_interval_s=1.0, ping_timeout_s=0.5) as running:
        yield running


@pytest.fixture
def client(fanout: Fanout) -> Iterator[StockClient]:
    running = StockClient(fanout.url)
    yield running
    running.end()


def test_it_connects_with_its_place_and_hears_its_snapshot_before_any_news(fanout: Fanout, client: StockClient) -> None:
    client.hears("connect")
    client.hears("snapshot")
    fanout.post("/broadcast", count=3, size=70_000)
    assert [client.hears("news")[0]["seq"] for _ in range(3)] == [1, 2, 3]
    assert "connect {'epoch': 'e', 'seq': 1}" in fanout.state()["happened"]


def test_it_is_acknowledged(client: StockClient) -> None:
    client.hears_at_last("snapshot")
    client.say("echo", "Bagyo", {"signal": 3})
    assert client.hears("acknowledged")[0]["got"] == ["Bagyo", {"signal": 3}]


def test_it_gets_bytes_as_bytes(fanout: Fanout, client: StockClient) -> None:
    client.hears_at_last("snapshot")
    fanout.post("/emit-binary")
    assert client.hears("picture")[0]["bytes"] == {"type": "Buffer", "data": [0, 255]}


def test_it_stays_through_pings(fanout: Fanout, client: StockClient) -> None:
    client.hears_at_last("snapshot")
    before = fanout.state()["happened"]
    for _ in range(3):
        with pytest.raises(queue.Empty):
            client._heard.get(timeout=1.0)
    assert fanout.state()["happened"] == before


def test_sent_away_it_comes_back_by_itself(tmp_path: Path) -> None:
    with serve(tmp_path / "one") as fanout:
        client = StockClient(fanout.url)
        try:
            client.hears_at_last("snapshot")
            fanout.process.terminate()
            assert client.hears("disconnect") == ["transport close"]
            assert fanout.process.wait(10) == 0
            with serve(tmp_path / "two", port=fanout.port):
                client.hears_at_last("snapshot")
        finally:
            client.end()
