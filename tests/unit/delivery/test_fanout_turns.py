"""A long broadcast leaves room for everything else that waits on a socket."""

from __future__ import annotations

import socket
from types import SimpleNamespace
from typing import Any

import gevent
import pytest

from webapp.delivery.socketio import fanout
from webapp.delivery.socketio.fanout import Fanout
from webapp.delivery.wire import Forms


def test_a_request_that_comes_during_a_broadcast_is_seen_before_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[Any] = []
    here, there = socket.socketpair()
    watcher = gevent.get_hub().loop.io(there.fileno(), 1)

    def send(batch: list[Any]) -> None:
        told.extend(batch)
        if len(told) == 5:
            here.send(b"GET /")

    def noticed() -> None:
        watcher.stop()
        told.append("a request")

    monkeypatch.setattr(fanout, "sender", lambda pool, data: send)
    crowd = Fanout(slice_size=1)
    crowd.server = SimpleNamespace(eio=SimpleNamespace(pool=None, live=dict.fromkeys(range(40))))
    watcher.start(noticed)
    with here, there:
        crowd.broadcast(Forms(b"news", b"news", b"news", b"news"))
        assert sorted(one for one in told if one != "a request") == list(range(40))
        assert told.index("a request") < 10
    watcher.close()
