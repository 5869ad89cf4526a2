"""Reads that come together go to the store together; each is answered for itself, once the store has it."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from tests.conftest import NOON, Room
from tests.store.reads.test_reads import counts, maria, put_out
from tests.web.server import wait_for
from webapp.newsroom.errors import Invalid, StoreAway
from webapp.newsroom.reads.identity import TokenUsed
from webapp.newsroom.reads.ranking import WINDOWS
from webapp.store.core import keys
from webapp.store.core.batches import MAX_WAITING_RUNS


@pytest.fixture(autouse=True)
def rice(room: Room) -> None:
    put_out(room, "rice")


def tell(room: Room, name: str, article: str = "rice") -> str:
    who = maria(name)
    token = room.reads.open(article, who, NOON - timedelta(seconds=6)).token
    try:
        return room.reads.count(article, token, who, NOON)
    except (Invalid, TokenUsed) as error:
        return error.code


def test_a_crowd_is_counted_to_the_last_one_and_the_store_is_asked_seldom(room: Room) -> None:
    names = [f"reader-{n % 900}" for n in range(1_000)]
    with ThreadPoolExecutor(40) as crowd:
        told = Counter(crowd.map(lambda name: tell(room, name), names))
    assert told == {"counted": 900, "repeat": 100}
    assert counts(room.reads) == {"rice": 900}


def test_one_wrong_read_spoils_no_other_of_its_batch(room: Room) -> None:
    with ThreadPoolExecutor(20) as crowd:
        told = list(crowd.map(lambda n: tell(room, f"r{n}", "rice" if n % 3 else "nothing"), range(60)))
    assert Counter(told) == {"counted": 40, "invalid": 20}


def test_reads_of_one_batch_are_counted_each_in_its_own_five_minutes(room: Room) -> None:
    batches: Any = room.reads._counting._batches
    told: list[str] = []
    batches._carried = True  # so that they gather
    for n, at in enumerate((NOON - timedelta(milliseconds=1), NOON, NOON + timedelta(milliseconds=1))):
        who = maria(f"reader-{n}")
        token = room.reads.open("rice", who, at - timedelta(seconds=6)).token
        if n == 2:
            batches._carried = False
        room.reads.put("rice", token, who, at, "direct", told.append)
    wait_for(lambda: len(told) == 3)
    width = WINDOWS["1h"].width_s
    noon = int(NOON.timestamp())
    assert [room.store.zscore(keys.tally(width, start), "rice") for start in (noon - width, noon)] == [1, 2]


def test_a_store_that_forgot_the_script_learns_it_in_passing(room: Room) -> None:
    assert tell(room, "ana") == "counted"
    room.store.script_flush()
    assert tell(room, "ben") == "counted"
    assert counts(room.reads) == {"rice": 2}


def test_a_full_waiting_room_says_so_instead_of_growing(room: Room) -> None:
    batches: Any = room.reads._counting._batches
    batches._carried = True  # so nobody begins to
    batches._waiting.extend([None] * MAX_WAITING_RUNS)
    with pytest.raises(StoreAway, match="too many"):
        tell(room, "ana")
    assert len(batches._waiting) == MAX_WAITING_RUNS


def test_a_connection_that_was_cut_between_two_batches_is_replaced(room: Room) -> None:
    batches: Any = room.reads._counting._batches
    batches._connection = held = room.store.connection_pool.get_connection()  # as a carrier holds it
    held.send_command("CLIENT", "ID")
    assert room.store.client_kill_filter(_id=str(held.read_response())) == 1
    wait_for(lambda: not room.store.connection_pool.may_go_on(held))
    assert tell(room, "ana") == "counted"


def test_a_connection_on_which_something_is_unread_is_not_used_again(room: Room) -> None:
    pool = room.store.connection_pool
    held = pool.get_connection()
    assert pool.may_go_on(held)
    held.send_command("PING")
    wait_for(lambda: not pool.may_go_on(held))
    assert held.read_response() == b"PONG" and pool.may_go_on(held)
    pool.forget()
    assert not pool.may_go_on(held), "the primary is elsewhere"
    pool.release(held)


def test_when_no_reads_wait_no_connection_is_held(room: Room) -> None:
    batches: Any = room.reads._counting._batches
    assert tell(room, "ana") == "counted"
    wait_for(lambda: batches._connection is None)
