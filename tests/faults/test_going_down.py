"""Going down with everybody there at once: stock clients, event streams, those who do not read and those who never finish."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from tests.conftest import Valkey
from tests.faults.test_kill_table import Follower
from tests.web.conftest import newsroom_at
from tests.web.delivery.fanout_server import HANDSHAKE, PATH
from tests.web.delivery.test_websocket_js_client import StockClient
from tests.web.delivery.test_websocket_js_client import pytestmark as needs_node
from tests.web.server import Web, wait_for

pytestmark = [pytest.mark.faults, needs_node]

WITHIN_S = 10.0


@pytest.fixture
def web(own_valkey: Valkey) -> Iterator[Web]:
    running = Web(own_valkey).start()
    yield running
    running.end()


def said(web: Web, words: str) -> socket.socket:
    """A connection on which this was said, and nothing is ever read."""
    peer = socket.socket()
    peer.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
    peer.connect(("127.0.0.1", web.port))
    peer.sendall(words.encode())
    return peer


@contextlib.contextmanager
def everybody(web: Web) -> Iterator[tuple[Follower, StockClient, requests.Response]]:
    """The three who should come back, among those who only get in the way."""
    in_the_way = [
        "POST /api/v1/reads HTTP/1.1\r\nHost: x\r\nContent-Length: 900\r\n\r\n{",
        "GET / HTTP/1.1\r\nHo",
        "GET /vendor/hls.light.min.js HTTP/1.1\r\nHost: x\r\n\r\n" * 20,
        "GET /api/v1/events HTTP/1.1\r\nHost: x\r\n\r\n",
        HANDSHAKE.format(path=PATH, port=web.port, headers=""),
    ]
    with contextlib.ExitStack() as there:
        for words in in_the_way * 3:
            there.enter_context(said(web, words))
        follower = Follower(web.url)
        there.callback(follower.client.disconnect)
        client = StockClient(web.url)
        there.callback(client.end)
        client.hears_at_last("snapshot")
        stream = there.enter_context(requests.get(f"{web.url}/api/v1/events", stream=True, timeout=15))
        wait_for(lambda: follower.place)
        yield follower, client, stream


def test_within_ten_seconds_all_are_sent_away_and_the_server_is_gone(own_valkey: Valkey, web: Web) -> None:
    newsroom = newsroom_at(web.url, own_valkey.url)
    newsroom.push("Before")
    with everybody(web) as (follower, client, stream):
        assert web.process
        began = time.monotonic()
        web.process.send_signal(signal.SIGTERM)
        lines = list(stream.iter_lines())
        assert [line for line in lines if line.startswith(b"retry: ")][-1] != b"retry: 3000", "when to come back"
        assert client.hears_at_last("disconnect") == ["transport close"]
        assert web.process.wait(WITHIN_S + 5) == 0
        assert time.monotonic() - began < WITHIN_S
        web.start()
        newsroom.push("After")
        client.hears_at_last("snapshot")
        wait_for(lambda: len(follower.shown) == 2, 15)


def test_one_worker_that_is_ended_is_gone_within_ten_seconds_too(web: Web) -> None:
    (pid,) = web.workers()
    with everybody(web) as (follower, _client, _stream):
        os.kill(pid, signal.SIGTERM)
        wait_for(lambda: not Path(f"/proc/{pid}").exists(), WITHIN_S)
        wait_for(lambda: follower.client.connected and requests.get(f"{web.url}/readyz", timeout=5).ok, 15)
