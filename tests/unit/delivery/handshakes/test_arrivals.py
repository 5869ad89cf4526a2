"""What comes in is read in the hub: websockets go to the engine, anything else to a greenlet, with what was read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import gevent
import gevent.socket
import pytest
from gevent.pool import Pool

from webapp.delivery.fast_http import arrivals
from webapp.delivery.fast_http.arrivals import Arrivals
from webapp.delivery.limits import Admission


class House:
    """A server whose engine takes what begins with `ws`."""

    def __init__(self, places: int = 10) -> None:
        self.taken: list[Any] = []
        self.handled: list[bytes] = []
        self.admission = Admission(places, places)
        listener = gevent.socket.socket()
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        self.address = listener.getsockname()
        enter, leave = self.admission.enter, self.admission.leave
        self.server = Arrivals(
            listener, self._take, self._handle, Pool(10), 4, lambda address: enter(address[0]), leave
        )  # fmt: skip
        self.server.start()

    def _take(self, sock: Any, data: bytes, address: Any) -> bool:
        if data.startswith(b"ws"):
            self.taken.append(sock)
        return data.startswith(b"ws")

    def _handle(self, client: Any, address: Any, first: bytes) -> None:
        self.handled.append(first)
        client.sendall(b"handled")

    def call(self, says: bytes = b"") -> Any:
        line = gevent.socket.create_connection(self.address, timeout=5)
        if says:
            line.sendall(says)
        return line


@pytest.fixture
def house() -> Iterator[House]:
    made = House()
    yield made
    made.server.close()


def until(true: Any) -> bool:
    with gevent.Timeout(5, False):
        while not true():
            gevent.sleep(0.001)
    return bool(true())


def test_a_websocket_is_taken_over_without_a_greenlet(house: House) -> None:
    house.call(b"ws")
    assert until(lambda: house.taken)
    assert house.server.pool.free_count() == 10 and not house.handled


def test_anything_else_is_handled_with_what_it_said(house: House) -> None:
    assert house.call(b"GET /").recv(100) == b"handled"
    assert house.handled == [b"GET /"]


def test_who_speaks_a_little_later_is_heard_in_the_hub_too(house: House) -> None:
    line = house.call()
    assert until(lambda: house.admission.total == 1), "and is counted while it is silent"
    line.sendall(b"ws")
    assert until(lambda: house.taken)
    assert house.admission.total == 0 and not house.handled


def test_who_says_nothing_is_left_to_a_greenlet_which_knows_limits(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arrivals, "WAIT_S", 0.0)
    assert house.call().recv(100) == b"handled"
    assert house.handled == [b""] and house.admission.total == 0


def test_who_has_no_place_to_wait_is_left_to_a_greenlet_at_once(house: House) -> None:
    house.admission.connections = 0
    assert house.call().recv(100) == b"handled"


def test_who_leaves_without_a_word_leaves_nothing(house: House) -> None:
    line = house.call()
    assert until(lambda: house.admission.total == 1)
    line.close()
    assert until(lambda: house.admission.total == 0) and not house.handled


def test_going_down_those_who_said_nothing_are_let_go(house: House) -> None:
    line = house.call()
    assert until(lambda: house.admission.total == 1)
    house.server.close()
    assert line.recv(100) == b"" and house.admission.total == 0
