"""What the store carried out but nobody was told: asked again by the same key it is found, and never done twice."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import pytest

from tests.any_store import connect
from tests.conftest import NOON, Room, Valkey, make_room
from tests.store.board.test_desk import headline
from webapp.desk import Receipt
from webapp.newsroom.errors import KeyReused, StoreAway
from webapp.newsroom.staff import Actor

T = TypeVar("T")


class Wire:
    """Between the newsroom and its store: passes everything on, or keeps back what the store answers."""

    def __init__(self, to_port: int) -> None:
        self.answers = threading.Event()
        self.answers.set()
        self._to = to_port
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"redis://127.0.0.1:{self._listening.getsockname()[1]}/0"
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = self._listening.accept()
                far = socket.create_connection(("127.0.0.1", self._to))
                threading.Thread(target=self._pass_on, args=(near, far, False), daemon=True).start()
                threading.Thread(target=self._pass_on, args=(far, near, True), daemon=True).start()

    def _pass_on(self, here: socket.socket, there: socket.socket, answers: bool) -> None:
        with contextlib.suppress(OSError):
            while data := here.recv(65_536):
                if not answers or self.answers.is_set():
                    there.sendall(data)
            there.shutdown(socket.SHUT_WR)

    def close(self) -> None:
        self._listening.close()


@pytest.fixture
def wire(own_valkey: Valkey) -> Iterator[Wire]:
    wire = Wire(own_valkey.port)
    yield wire
    wire.close()


def insist(wish: Callable[[], T]) -> T:
    """As a newsroom does that does not give up."""
    deadline = time.monotonic() + 10
    while True:
        try:
            return wish()
        except StoreAway:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def publish(room: Room, by: Actor, text: str = "Ferry runs again", key: str = "one wish") -> Receipt:
    return insist(lambda: room.desk.publish_breaking(headline(text), by, NOON, key))


def shown(room: Room) -> list[str]:
    return [item.headline for item in insist(room.log.board).breaking]


def test_what_was_done_but_not_answered_is_found_by_its_key(own_valkey: Valkey, wire: Wire, anchor: Actor) -> None:
    room = make_room(connect(wire.url, answer_s=0.5))
    publish(room, anchor, "Before", "another")  # scripts are known there from now on
    behind = make_room(connect(own_valkey.url))
    # The board is read, then the wire fails: only the answer to the commit is lost.
    commit = room.log.commit

    def commit_unheard(*told: object) -> object:
        wire.answers.clear()
        return commit(*told)  # type: ignore[arg-type]

    room.log.commit = commit_unheard  # type: ignore[method-assign, assignment]
    with pytest.raises(StoreAway):
        room.desk.publish_breaking(headline(), anchor, NOON, "one wish")
    assert shown(behind) == ["Ferry runs again", "Before"]
    room.log.commit = commit  # type: ignore[method-assign]
    wire.answers.set()
    receipt = publish(room, anchor)
    assert shown(behind) == ["Ferry runs again", "Before"]
    assert (receipt.seq, receipt.id) == (behind.log.board().seq, behind.log.board().breaking[0].id)


def test_a_store_that_dies_after_it_has_done_it_still_knows_it(own_valkey: Valkey, wire: Wire, anchor: Actor) -> None:
    room = make_room(connect(wire.url, answer_s=0.5))
    publish(room, anchor, "Before", "another")
    commit = room.log.commit

    def commit_and_die(*told: object) -> object:
        wire.answers.clear()
        try:
            return commit(*told)  # type: ignore[arg-type]
        finally:
            own_valkey.kill()

    room.log.commit = commit_and_die  # type: ignore[method-assign, assignment]
    with pytest.raises(StoreAway):
        room.desk.publish_breaking(headline(), anchor, NOON, "one wish")
    room.log.commit = commit  # type: ignore[method-assign]
    own_valkey.start()
    wire.answers.set()
    publish(room, anchor)
    assert shown(room) == ["Ferry runs again", "Before"]


def test_the_same_key_from_many_tabs_at_once_is_one_headline(own_valkey: Valkey, anchor: Actor) -> None:
    rooms = [make_room(connect(own_valkey.url)) for _ in range(4)]
    with ThreadPoolExecutor(16) as tabs:
        receipts = list(tabs.map(lambda n: publish(rooms[n % 4], anchor), range(16)))
    assert len({receipt.id for receipt in receipts}) == 1
    assert len(rooms[0].log.board().breaking) == 1


def test_of_two_wishes_under_one_key_at_once_one_is_refused(own_valkey: Valkey, anchor: Actor) -> None:
    rooms = [make_room(connect(own_valkey.url)) for _ in range(2)]

    def wish(n: int) -> str:
        try:
            publish(rooms[n % 2], anchor, f"Wish {n % 2}")
        except KeyReused:
            return "refused"
        return f"Wish {n % 2}"

    with ThreadPoolExecutor(8) as tabs:
        outcomes = set(tabs.map(wish, range(8)))
    (shown,) = rooms[0].log.board().breaking
    assert outcomes == {shown.headline, "refused"}
